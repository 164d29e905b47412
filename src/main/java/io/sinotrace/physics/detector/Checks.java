package io.sinotrace.physics.detector;

import io.sinotrace.InputException;

/** Says what is wrong with the numbers of a detector. */
final class Checks {
  private Checks() {}

  static boolean finite(double value, double least) {
    return value >= least && value < Double.POSITIVE_INFINITY;
  }

  /**
   * Checks a list of numbers.
   *
   * @param what they are, in the singular
   * @throws InputException if one is negative, not finite or no number
   */
  static void notNegative(double[] values, String what) {
    for (double value : values) {
      if (!finite(value, 0)) {
        throw new InputException(
            "%s of %s: expected a number of at least 0".formatted(what, value));
      }
    }
  }

  /**
   * Checks the order of a list of numbers.
   *
   * @param what they are, in the plural
   * @throws InputException if there are too few, one is negative or no number, or they do not
   *     ascend
   */
  static void ascending(double[] values, int fewest, String what) {
    if (values.length < fewest) {
      throw new InputException(
          "%d %s: expected at least %d".formatted(values.length, what, fewest));
    }
    for (int i = 0; i < values.length; i++) {
      if (!finite(values[i], 0)) {
        throw new InputException(
            "%s among the %s: expected numbers of at least 0 keV".formatted(values[i], what));
      }
      if (i > 0 && !(values[i] > values[i - 1])) {
        throw new InputException(
            "%s after %s among the %s: expected them to ascend"
                .formatted(values[i], values[i - 1], what));
      }
    }
  }
}
