package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector registers of this machine, a voxel in each lane. */
final class Lanes {
  private static final int MOST_BITS = 512;

  private static final VectorShape SHAPE =
      VectorShape.forBitSize(Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), MOST_BITS));

  static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);

  /** How many there are. */
  static final int COUNT = FLOATS.length();

  /** 0, 1, 2 and so on. */
  static final FloatVector NUMBERS = numbers();

  static final int ROUNDER_BITS = Float.floatToRawIntBits(LineKernel.ROUNDER);

  /** More than rounding moves p by where |p| is below {@link #FAR}. */
  static final double SLACK = 0x1p-6;

  /** Bound of |p|. */
  static final float FAR = 0x1p16f;

  private Lanes() {}

  private static FloatVector numbers() {
    float[] numbers = new float[COUNT];
    for (int k = 0; k < COUNT; k++) {
      numbers[k] = k;
    }
    return FloatVector.fromArray(FLOATS, numbers, 0);
  }

  /**
   * Returns where the window of rows of the first vector of voxels begins, times 2^32: rounded down
   * it is the least of j less the lane's share of the slope, or one below where rounding of p could
   * decide that.
   *
   * @param first k - k_mid of the first voxel
   * @param slope rows from a lane to the next within the window: 0 for one that all lanes share
   */
  static long window(float start, float step, int first, int slope) {
    double lowest =
        (double) start + (double) step * first + Math.min(0, ((double) step - slope) * (COUNT - 1));
    return (long) ((lowest + (0.5 - SLACK)) * 0x1p32);
  }

  /** Returns by how much a window moves from a vector of voxels to the next. */
  static long drift(float step) {
    return (long) (step * (COUNT * 0x1p32));
  }
}
