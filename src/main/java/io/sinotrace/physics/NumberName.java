package io.sinotrace.physics;

import java.math.BigDecimal;

/** Numbers as parts of names, which have neither points nor signs. */
public final class NumberName {
  private NumberName() {}

  /** Returns the digits of a number of at least 0, with p for the point: 25, 0p5. */
  public static String of(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString().replace('.', 'p');
  }
}
