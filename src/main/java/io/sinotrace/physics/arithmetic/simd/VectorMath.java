package io.sinotrace.physics.arithmetic.simd;

import io.sinotrace.physics.arithmetic.StableMath;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link StableMath} a vector at a time, with the bits of one number at a time.
 *
 * <p>A JVM resolves the vector module only with {@code --add-modules jdk.incubator.vector}: whoever
 * links to this class has found out that it is there.
 */
public final class VectorMath {
  /** The vectors that this machine works with best. */
  public static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private VectorMath() {}

  /**
   * Returns e^x of each lane, see {@link StableMath#exp}.
   *
   * @param x of {@link #SPECIES}
   */
  public static DoubleVector exp(DoubleVector x) {
    DoubleVector rounded = x.fma(all(StableMath.LOG2_E), all(StableMath.ROUNDER));
    DoubleVector n = rounded.sub(StableMath.ROUNDER);
    DoubleVector r = n.fma(all(-StableMath.LN2_LOW), n.fma(all(-StableMath.LN2_HIGH), x));
    DoubleVector square = r.mul(r);
    DoubleVector even = square.fma(all(StableMath.E10), all(StableMath.E8));
    DoubleVector odd = square.fma(all(StableMath.E11), all(StableMath.E9));
    even = square.fma(even, all(StableMath.E6));
    odd = square.fma(odd, all(StableMath.E7));
    even = square.fma(even, all(StableMath.E4));
    odd = square.fma(odd, all(StableMath.E5));
    even = square.fma(even, all(StableMath.E2));
    odd = square.fma(odd, all(StableMath.E3));
    DoubleVector power = square.fma(r.fma(odd, even), r).add(1);
    LongVector exponent =
        rounded.reinterpretAsLongs().lanewise(VectorOperators.LSHL, StableMath.FRACTION_BITS);
    DoubleVector scaled = power.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    // What is beyond, infinite or no number; then what is too small.
    return x.add(Double.POSITIVE_INFINITY)
        .blend(scaled, x.compare(VectorOperators.LE, StableMath.GREATEST_EXPONENT))
        .blend(0, x.compare(VectorOperators.LT, StableMath.LEAST_EXPONENT));
  }

  /**
   * Returns the natural logarithm of each lane, see {@link StableMath#log}.
   *
   * <p>It has less than 325 bytes of bytecode, {@link #series} being a method of its own: a longer
   * one C2 does not inline, and its argument and result would be objects on the heap.
   *
   * @param x of {@link #SPECIES}
   */
  public static DoubleVector log(DoubleVector x) {
    VectorMask<Double> subnormal = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    DoubleVector shift = all(0).blend(-StableMath.SUBNORMAL_SHIFT, subnormal);
    LongVector bits = x.blend(x.mul(StableMath.SUBNORMAL_SCALE), subnormal).reinterpretAsLongs();
    LongVector exponent =
        bits.sub(StableMath.HALF_ROOT_BITS)
            .lanewise(VectorOperators.ASHR, StableMath.FRACTION_BITS);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, StableMath.FRACTION_BITS))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector k =
        exponent
            .add(StableMath.ROUNDER_BITS)
            .reinterpretAsDoubles()
            .sub(StableMath.ROUNDER)
            .add(shift);
    DoubleVector s = f.div(f.add(2));
    DoubleVector half = f.mul(0.5).mul(f);
    DoubleVector low = s.fma(series(s.mul(s), half), k.mul(StableMath.LN2_LOW));
    DoubleVector log = k.fma(all(StableMath.LN2_HIGH), f.sub(half.sub(low)));
    // Infinity is its own logarithm; then 0, and what is below or no number at all.
    return all(Double.NaN)
        .blend(log, x.compare(VectorOperators.GT, 0))
        .blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
        .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
  }

  /** Returns {@code half} plus z times the polynomial of the logarithm in z. */
  private static DoubleVector series(DoubleVector z, DoubleVector half) {
    DoubleVector sum = z.fma(all(StableMath.L7), all(StableMath.L6));
    sum = z.fma(sum, all(StableMath.L5));
    sum = z.fma(sum, all(StableMath.L4));
    sum = z.fma(sum, all(StableMath.L3));
    sum = z.fma(sum, all(StableMath.L2));
    sum = z.fma(sum, all(StableMath.L1));
    return z.fma(sum, half);
  }

  /**
   * Replaces numbers by their exponentials.
   *
   * @param from the first of them
   * @param to the end of them
   */
  public static void expAll(double[] numbers, int from, int to) {
    int vectors = from + SPECIES.loopBound(to - from);
    int i = from;
    for (; i < vectors; i += SPECIES.length()) {
      exp(DoubleVector.fromArray(SPECIES, numbers, i)).intoArray(numbers, i);
    }
    for (; i < to; i++) {
      numbers[i] = StableMath.exp(numbers[i]);
    }
  }

  /**
   * Replaces numbers by their natural logarithms.
   *
   * @param from the first of them
   * @param to the end of them
   */
  public static void logAll(double[] numbers, int from, int to) {
    int vectors = from + SPECIES.loopBound(to - from);
    int i = from;
    for (; i < vectors; i += SPECIES.length()) {
      log(DoubleVector.fromArray(SPECIES, numbers, i)).intoArray(numbers, i);
    }
    for (; i < to; i++) {
      numbers[i] = StableMath.log(numbers[i]);
    }
  }

  private static DoubleVector all(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}
