package io.sinotrace.physics.arithmetic;

/**
 * The exponential function and the logarithm of float64, with the same bits on every JVM.
 *
 * <p>They are sums, products and fused multiply-adds in a fixed order, and operations on the bits;
 * {@link io.sinotrace.physics.arithmetic.simd.VectorMath} does the same ones a lane. The public
 * constants are what both need. Over 10^7 arguments the greatest errors were 1.05 (exp) and 0.83
 * (log) units in the last place.
 */
public final class StableMath {
  /**
   * The logarithm of the least normal number, rounded up. The exponential of what lies below is 0:
   * numbers that only have the bits of a subnormal one are not told from nothing.
   */
  public static final double LEAST_EXPONENT = -0x1.6232bdd7abcd2p9;

  /** The greatest number whose exponential is finite. */
  public static final double GREATEST_EXPONENT = 0x1.62e42fefa39efp9;

  /**
   * 1.5 * 2^52. Where |p| < 2^51, the sum of p and this number is rounded to the nearest integer,
   * and the bits of the sum are {@link #ROUNDER_BITS} plus that integer.
   */
  public static final double ROUNDER = 0x1.8p52;

  /** The bits of {@link #ROUNDER}. Their low twelve are 0. */
  public static final long ROUNDER_BITS = Double.doubleToRawLongBits(ROUNDER);

  /** How many bits of a double stand below its exponent. */
  public static final int FRACTION_BITS = 52;

  /** 1 / ln 2. */
  public static final double LOG2_E = 0x1.71547652b82fep0;

  /** The first 33 bits of ln 2: its product with an exponent is exact (Cody and Waite 1980). */
  public static final double LN2_HIGH = 0x1.62e42fefp-1;

  /** What {@link #LN2_HIGH} lacks of ln 2. */
  public static final double LN2_LOW = 0x1.473de6af278edp-34;

  // exp(r) = 1 + r + E2 r^2 + ... + E11 r^11 for |r| <= ln 2 / 2: the least greatest
  // relative error by Remez's exchange in 50 digits, 8e-18.

  public static final double E2 = 0x1.0000000000009p-1;
  public static final double E3 = 0x1.5555555555558p-3;
  public static final double E4 = 0x1.55555555503e3p-5;
  public static final double E5 = 0x1.111111110f803p-7;
  public static final double E6 = 0x1.6c16c18601e8cp-10;
  public static final double E7 = 0x1.a01a01b00c2c6p-13;
  public static final double E8 = 0x1.a01993b37a9cap-16;
  public static final double E9 = 0x1.71ddf6b3f10d1p-19;
  public static final double E10 = 0x1.28b410d73d492p-22;
  public static final double E11 = 0x1.af632ad6abee8p-26;

  /** The bits of the square root of 1/2, from which up numbers have the exponent 0 in log. */
  public static final long HALF_ROOT_BITS = Double.doubleToRawLongBits(0x1.6a09e667f3bcdp-1);

  /** What {@link #log} multiplies subnormal numbers by, 2^54. */
  public static final double SUBNORMAL_SCALE = 0x1p54;

  /** The exponent of {@link #SUBNORMAL_SCALE}. */
  public static final long SUBNORMAL_SHIFT = 54;

  // ln((1 + s) / (1 - s)) = 2 s + s (L1 z + ... + L7 z^7) with z = s^2 for |s| <= 0.1716: the least
  // greatest error of the sum by Remez's exchange in 50 digits, 4.6e-18.

  public static final double L1 = 0x1.555555555557cp-1;
  public static final double L2 = 0x1.99999999847b5p-2;
  public static final double L3 = 0x1.2492493fb0e02p-2;
  public static final double L4 = 0x1.c71c52bb3f3efp-3;
  public static final double L5 = 0x1.746648978100bp-3;
  public static final double L6 = 0x1.399d154f235f8p-3;
  public static final double L7 = 0x1.2f51c76fc9989p-3;

  private StableMath() {}

  /**
   * Returns e^x: exactly 1 for either zero, 0 below {@link #LEAST_EXPONENT}, infinity above {@link
   * #GREATEST_EXPONENT}, NaN for NaN.
   *
   * <p>x = n ln 2 + r with an integer n; a polynomial of degree 11 gives e^r, and n is added to its
   * exponent.
   */
  public static double exp(double x) {
    if (x < LEAST_EXPONENT) {
      return 0;
    }
    if (!(x <= GREATEST_EXPONENT)) {
      return x + Double.POSITIVE_INFINITY;
    }
    double rounded = Math.fma(x, LOG2_E, ROUNDER);
    double n = rounded - ROUNDER;
    double r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    double square = r * r;
    // Terms of even and of odd powers: two short chains instead of one of eleven steps.
    double even = Math.fma(square, E10, E8);
    double odd = Math.fma(square, E11, E9);
    even = Math.fma(square, even, E6);
    odd = Math.fma(square, odd, E7);
    even = Math.fma(square, even, E4);
    odd = Math.fma(square, odd, E5);
    even = Math.fma(square, even, E2);
    odd = Math.fma(square, odd, E3);
    double power = Math.fma(square, Math.fma(r, odd, even), r) + 1;
    return Double.longBitsToDouble(
        Double.doubleToRawLongBits(power) + (Double.doubleToRawLongBits(rounded) << FRACTION_BITS));
  }

  /**
   * Returns the natural logarithm: exactly 0 for 1, minus infinity for either zero, NaN below 0 and
   * for NaN.
   *
   * <p>x = 2^k (1 + f) with 1 + f from the square root of 1/2 up to that of 2; with s = f / (2 + f)
   * ln(1 + f) is 2 s plus an odd polynomial of s, and 2 s = f - s f keeps f exact.
   */
  public static double log(double x) {
    if (!(x > 0)) {
      return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    if (x == Double.POSITIVE_INFINITY) {
      return x;
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    long bits = Double.doubleToRawLongBits(subnormal ? x * SUBNORMAL_SCALE : x);
    long exponent = (bits - HALF_ROOT_BITS) >> FRACTION_BITS;
    double f = Double.longBitsToDouble(bits - (exponent << FRACTION_BITS)) - 1;
    double k = subnormal ? exponent - SUBNORMAL_SHIFT : exponent;
    double s = f / (f + 2);
    double z = s * s;
    double sum = Math.fma(z, L7, L6);
    sum = Math.fma(z, sum, L5);
    sum = Math.fma(z, sum, L4);
    sum = Math.fma(z, sum, L3);
    sum = Math.fma(z, sum, L2);
    sum = Math.fma(z, sum, L1);
    double half = 0.5 * f * f;
    double low = Math.fma(s, Math.fma(z, sum, half), k * LN2_LOW);
    return Math.fma(k, LN2_HIGH, f - (half - low));
  }
}
