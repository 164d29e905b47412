package io.sinotrace.projector.cpu.simd.rays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The vector registers of this machine, as the JVM sees them.
 *
 * <p>Kernels keep what they compute in registers as ints or floats of the same bits: floats of one
 * sign order as the ints of their bits, and an arithmetic shift right by 31 turns a sign into a
 * mask of all bits.
 */
public final class VectorUnit {
  private static final int LEAST_BITS = 256;

  private static final int MOST_BITS = 512;

  private static final VectorShape SHAPE =
      VectorShape.forBitSize(Math.min(FloatVector.SPECIES_PREFERRED.vectorBitSize(), MOST_BITS));

  /** Vectors of {@link #LANES} floats. */
  public static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);

  /** Vectors of as many ints. */
  public static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);

  /** Vectors of doubles in as many bits: half as many lanes. */
  public static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);

  /** As many floats as there are lanes in {@link #DOUBLES}. */
  public static final VectorSpecies<Float> HALF_FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SHAPE.vectorBitSize() / 2));

  /** Floats in a vector: rays that are traced at a time. */
  public static final int LANES = FLOATS.length();

  /** Bits of 1f. */
  public static final int ONE = Float.floatToRawIntBits(1f);

  /**
   * Bits of 1.5 * 2^23. Where |p| < 2^22, the sum of p and this float is rounded to the nearest
   * integer, and the bits of the sum are ROUNDER plus that integer. So one addition converts to an
   * integer, and bits are subtracted and compared as the integers are. Adding {@code ROUNDER -
   * base} instead gives ROUNDER plus the distance from {@code base}.
   */
  public static final int ROUNDER = Float.floatToRawIntBits(0x1.8p23f);

  private VectorUnit() {}

  /** Returns why they are of no use in this JVM, in one line; null if they are. */
  public static @Nullable String refusal() {
    int bits = FLOATS.vectorBitSize();
    return bits < LEAST_BITS
        ? "vectors of %d bits: at least %d are needed to gain anything".formatted(bits, LEAST_BITS)
        : null;
  }
}
