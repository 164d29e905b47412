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

  private Lanes() {}

  private static FloatVector numbers() {
    float[] numbers = new float[COUNT];
    for (int k = 0; k < COUNT; k++) {
      numbers[k] = k;
    }
    return FloatVector.fromArray(FLOATS, numbers, 0);
  }

  /**
   * Returns the least j of a vector of voxels.
   *
   * @param k of the first voxel
   */
  static int base(float start, float step, float lo, float hi, boolean clamps, int k) {
    float p = Math.fma((float) (step < 0 ? k + COUNT - 1 : k), step, start);
    if (clamps) {
      p = Math.min(Math.max(p, lo), hi);
    }
    return Float.floatToRawIntBits(p + LineKernel.ROUNDER) - ROUNDER_BITS;
  }
}
