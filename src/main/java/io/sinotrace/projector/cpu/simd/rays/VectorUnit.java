package io.sinotrace.projector.cpu.simd.rays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The vector registers of this machine, as the JVM sees them. */
public final class VectorUnit {
  private static final int LEAST_BITS = 256;

  private static final int MOST_BITS = 512;

  private static final VectorShape SHAPE =
      VectorShape.forBitSize(Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), MOST_BITS));

  public static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
  public static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  public static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

  /** As many floats as there are lanes in {@link #DOUBLES}. */
  public static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));

  /** Rays worked on at a time. */
  public static final int LANES = FLOATS.length();

  /** Bits of 1f. */
  public static final int ONE = Float.floatToRawIntBits(1f);

  /**
   * Bits of 1.5 * 2^23. A float32 of small magnitude added to it is rounded to an integer, which
   * then stands in the lowest bits.
   */
  public static final int ROUNDER = Float.floatToRawIntBits(0x1.8p23f);

  private VectorUnit() {}

  /** Returns why they are of no use, or null. */
  public static @Nullable String refusal() {
    int bits = FLOATS.vectorBitSize();
    return bits < LEAST_BITS
        ? "vectors of %d bits: at least %d are needed to gain anything".formatted(bits, LEAST_BITS)
        : null;
  }
}
