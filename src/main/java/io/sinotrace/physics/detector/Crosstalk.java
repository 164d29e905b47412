package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How much of a pixel's signal shows in the pixels beside it in its row. What would leave the
 * detector is thrown back at its edge, so that no signal is lost.
 *
 * @param kernel shares of the pixels from the left to the right, an odd number, the middle one the
 *     pixel's own; 1 together
 */
public record Crosstalk(double[] kernel) implements Serializable {
  /** By how much the sum may differ from 1: shares are decimal fractions. */
  private static final double ROUNDING = 1e-9;

  /** Each pixel keeps its signal. */
  public static final Crosstalk NONE = new Crosstalk(new double[] {1});

  /**
   * Checks it.
   *
   * @throws InputException if the number of shares is not odd, one is negative or no number, or
   *     their sum is not 1
   */
  public Crosstalk {
    if (kernel.length % 2 == 0) {
      throw new InputException(
          "crosstalk of %d shares: expected an odd number, the middle one the pixel's own"
              .formatted(kernel.length));
    }
    Checks.notNegative(kernel, "a share of crosstalk");
    double sum = Arrays.stream(kernel).sum();
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new InputException(
          "the shares of crosstalk are %s together: expected 1".formatted(sum));
    }
  }

  /**
   * Returns the signal of a row after crosstalk.
   *
   * @param row all columns of the detector
   * @throws InputException if shares reach further than the detector is wide
   */
  public double[] spread(double[] row) {
    int reach = kernel.length / 2;
    if (reach == 0) {
      return row;
    }
    if (reach > row.length) {
      throw new InputException(
          "crosstalk over %d pixels to each side: expected at most the %d columns of the detector"
              .formatted(reach, row.length));
    }
    double[] spread = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < kernel.length; j++) {
        spread[reflect(i + j - reach, row.length)] += row[i] * kernel[j];
      }
    }
    return spread;
  }

  private static int reflect(int column, int columns) {
    if (column < 0) {
      return -1 - column;
    }
    return column < columns ? column : 2 * columns - 1 - column;
  }
}
