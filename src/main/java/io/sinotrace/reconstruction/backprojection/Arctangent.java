package io.sinotrace.reconstruction.backprojection;

/**
 * The angle of a point, of additions, multiplications and one division alone: every processor and
 * GPU gives the same bits.
 *
 * <p>The argument is reduced by the arctangents of 0, 1/2, 1, 3/2 and infinity, and the rest is a
 * polynomial. Breakpoints and coefficients are those of {@code s_atan.c} of fdlibm 5.3 (Sun
 * Microsystems, 1993); the reduction is of the point and not of its quotient, which saves a
 * division. The error is below 1.4 units in the last place.
 */
final class Arctangent {
  private static final double A0 = 0x1.555555555550dp-2;
  private static final double A1 = -0x1.999999998ebc4p-3;
  private static final double A2 = 0x1.24924920083ffp-3;
  private static final double A3 = -0x1.c71c6fe231671p-4;
  private static final double A4 = 0x1.745cdc54c206ep-4;
  private static final double A5 = -0x1.3b0f2af749a6dp-4;
  private static final double A6 = 0x1.10d66a0d03d51p-4;
  private static final double A7 = -0x1.dde2d52defd9ap-5;
  private static final double A8 = 0x1.97b4b24760debp-5;
  private static final double A9 = -0x1.2b4442c6a6c2fp-5;
  private static final double A10 = 0x1.0ad3ae322da11p-6;

  private Arctangent() {}

  /**
   * Returns the angle between the direction {@code along} and a point, in radians.
   *
   * @param across may be negative, as the angle is then
   * @param along above 0
   */
  static double of(double across, double along) {
    double y = Math.abs(across);
    double high;
    double low;
    double v;
    if (y < 0.4375 * along) {
      high = 0;
      low = 0;
      v = y / along;
    } else if (y < 0.6875 * along) {
      high = 0x1.dac670561bb4fp-2;
      low = 0x1.a2b7f222f65e2p-56;
      v = (y - 0.5 * along) / (along + 0.5 * y);
    } else if (y < 1.1875 * along) {
      high = 0x1.921fb54442d18p-1;
      low = 0x1.1a62633145c07p-55;
      v = (y - along) / (along + y);
    } else if (y < 2.4375 * along) {
      high = 0x1.f730bd281f69bp-1;
      low = 0x1.007887af0cbbdp-56;
      v = (y - 1.5 * along) / (along + 1.5 * y);
    } else {
      high = 0x1.921fb54442d18p0;
      low = 0x1.1a62633145c07p-54;
      v = -along / y;
    }
    double z = v * v;
    double w = z * z;
    double odd = A1 + w * (A3 + w * (A5 + w * (A7 + w * A9)));
    double even = A0 + w * (A2 + w * (A4 + w * (A6 + w * (A8 + w * A10))));
    double angle = high + (v - (v * (z * even + w * odd) - low));
    return across < 0 ? -angle : angle;
  }
}
