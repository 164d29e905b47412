package io.sinotrace.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Values as integers from 0 to 65535: a value is about {@code stored * slope + intercept}, to half
 * a slope. Both are decimals short enough for DICOM's type DS, of which values are worked out, so
 * that a reader has them to the last digit.
 */
record Rescale(BigDecimal slope, BigDecimal intercept) {
  private static final int MOST = 0xFFFF;

  /** A sign, a point, four zeros after it and an exponent leave as many of 16 characters. */
  private static final int DIGITS = 8;

  /** Returns the smallest steps that reach over a range, of numbers with eight digits. */
  static Rescale over(float least, float greatest) {
    BigDecimal intercept = rounded(least, RoundingMode.FLOOR);
    BigDecimal range = new BigDecimal(greatest).subtract(intercept);
    BigDecimal slope =
        range
            .divide(BigDecimal.valueOf(MOST), new MathContext(DIGITS, RoundingMode.CEILING))
            .stripTrailingZeros();
    return new Rescale(slope.signum() == 0 ? BigDecimal.ONE : slope, intercept);
  }

  /** Returns a number to eight digits. */
  static BigDecimal rounded(double number, RoundingMode rounding) {
    return new BigDecimal(number).round(new MathContext(DIGITS, rounding)).stripTrailingZeros();
  }

  /** Returns the nearest integer for a value of the range, of two bytes without a sign. */
  short stored(float value) {
    double steps = Math.rint((value - intercept.doubleValue()) / slope.doubleValue());
    return (short) Math.max(0, Math.min(MOST, (int) steps));
  }
}
