package io.sinotrace.preview.chart;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Round numbers to mark on an axis: multiples of 1, 2 or 5 times a power of ten.
 *
 * <p>Worked out in decimals, so that 0.3 is 0.3 and not 0.30000000000000004.
 */
final class Ticks {
  /** One mark: where it is, and the text beside it. */
  record Tick(double value, String label) {}

  private static final int[] MANTISSAS = {1, 2, 5};

  /** Between 5 degrees and a full turn the parts of a turn are round, not the powers of ten. */
  private static final int[] PARTS_OF_A_TURN = {10, 15, 30, 45, 90, 180};

  /** From here on, or with more decimals than the next figure, labels have an exponent. */
  private static final BigDecimal PLAIN_LIMIT = BigDecimal.valueOf(1_000_000);

  private static final int PLAIN_DECIMALS = 5;

  private Ticks() {}

  /**
   * Returns the multiples of the smallest round step that has at most {@code most} of them in the
   * range.
   *
   * @param lo least value; finite
   * @param hi greatest value; finite, not less than {@code lo}
   * @param most at least 1
   */
  static List<Tick> between(double lo, double hi, int most, Axis.Unit unit) {
    BigDecimal from = BigDecimal.valueOf(lo);
    BigDecimal to = BigDecimal.valueOf(hi);
    BigDecimal range = to.subtract(from);
    if (range.signum() <= 0 || most < 1) {
      throw new IllegalArgumentException(most + " ticks between " + lo + " and " + hi);
    }
    // A step of a thousandth of the range or less has far too many multiples to begin with.
    int exponent = range.precision() - range.scale() - 4;
    for (int e = unit == Axis.Unit.INDEX ? Math.max(0, exponent) : exponent; ; e++) {
      for (BigDecimal step : steps(e, unit)) {
        BigInteger first = from.divide(step, 0, RoundingMode.CEILING).toBigInteger();
        BigInteger last = to.divide(step, 0, RoundingMode.FLOOR).toBigInteger();
        BigInteger count = last.subtract(first).add(BigInteger.ONE);
        if (count.compareTo(BigInteger.valueOf(most)) <= 0) {
          return multiples(step, first, Math.max(0, count.intValueExact()));
        }
      }
    }
  }

  /** Returns the one mark of an axis that has one column or row: its value to four digits. */
  static Tick single(double value) {
    return marked(value, new BigDecimal(value).round(new MathContext(4)));
  }

  /** Returns the mark of a value that need not be round: with up to three decimals. */
  static Tick exact(double value) {
    return marked(value, BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN));
  }

  private static Tick marked(double value, BigDecimal shown) {
    int decimals = Math.max(0, shown.stripTrailingZeros().scale());
    return new Tick(value, label(shown, decimals, shown.abs()));
  }

  /** Returns the steps that replace 1, 2 and 5 times ten to the {@code exponent}. */
  private static List<BigDecimal> steps(int exponent, Axis.Unit unit) {
    List<BigDecimal> steps = new ArrayList<>();
    if (unit == Axis.Unit.DEGREE && exponent == 1) {
      for (int part : PARTS_OF_A_TURN) {
        steps.add(BigDecimal.valueOf(part));
      }
      return steps;
    }
    boolean turns = unit == Axis.Unit.DEGREE && exponent > 1;
    for (int mantissa : MANTISSAS) {
      steps.add(
          turns
              ? BigDecimal.valueOf(360L * mantissa).scaleByPowerOfTen(exponent - 2)
              : BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent));
    }
    return steps;
  }

  private static List<Tick> multiples(BigDecimal step, BigInteger first, int count) {
    List<BigDecimal> values = new ArrayList<>(count);
    BigDecimal greatest = BigDecimal.ZERO;
    for (int k = 0; k < count; k++) {
      BigDecimal value = step.multiply(new BigDecimal(first.add(BigInteger.valueOf(k))));
      values.add(value);
      greatest = greatest.max(value.abs());
    }
    List<Tick> ticks = new ArrayList<>(count);
    for (BigDecimal value : values) {
      ticks.add(new Tick(value.doubleValue(), label(value, Math.max(0, step.scale()), greatest)));
    }
    return ticks;
  }

  private static String label(BigDecimal value, int decimals, BigDecimal greatest) {
    String text;
    boolean plain = decimals <= PLAIN_DECIMALS && greatest.compareTo(PLAIN_LIMIT) < 0;
    if (plain) {
      text = value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    } else if (value.signum() == 0) {
      text = "0";
    } else {
      BigDecimal bare = value.stripTrailingZeros();
      int exponent = bare.precision() - bare.scale() - 1;
      text = bare.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
    return text.replace('-', '\u2212');
  }
}
