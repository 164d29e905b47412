package io.sinotrace.preview;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers for the texts of pictures. */
public final class NumberText {
  /** A true minus. */
  private static final char MINUS = '\u2212';

  private NumberText() {}

  /** Returns a size with up to six digits: 1000, 0.9 or 0.0125. */
  public static String size(double value) {
    BigDecimal bare = BigDecimal.valueOf(value).round(new MathContext(6)).stripTrailingZeros();
    return bare.toPlainString().replace('-', MINUS);
  }

  /** Returns a place or an angle with one to three decimals, as many as it needs. */
  static String place(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    BigDecimal bare = rounded.stripTrailingZeros();
    return bare.setScale(Math.max(1, bare.scale())).toPlainString().replace('-', MINUS);
  }
}
