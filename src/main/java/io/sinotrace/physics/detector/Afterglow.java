package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * How much of a view's signal is read with that view, and how much only with later ones.
 *
 * <p>Before its first view the detector was dark. What would be read after the last one is lost.
 *
 * @param shares read with the view itself, the next one, and so on; at most 1 together
 */
public record Afterglow(double[] shares) implements Serializable {
  private static final double ROUNDING = 1e-9;

  /** Each view is read at once. */
  public static final Afterglow NONE = new Afterglow(new double[] {1});

  /**
   * Checks it.
   *
   * @throws InputException if there is no share, one is negative or no number, nothing is read with
   *     the view itself, or their sum is more than 1
   */
  public Afterglow {
    if (shares.length == 0) {
      throw new InputException("afterglow of 0 shares: expected at least the view's own");
    }
    Checks.notNegative(shares, "a share of afterglow");
    if (shares[0] == 0) {
      throw new InputException("a view's own share is 0: expected a number above 0");
    }
    double sum = Arrays.stream(shares).sum();
    if (sum > 1 + ROUNDING) {
      throw new InputException(
          "the shares of afterglow are %s together: expected at most 1".formatted(sum));
    }
  }

  /** Returns of how many earlier views something is read with a view. */
  public int earlierViews() {
    return shares.length - 1;
  }

  /**
   * Returns what is read of a row with a view. Earlier views are asked for as many as have a share:
   * as their noise depends on nothing but the pixel, whoever computes one row alone computes it
   * again, at that many times the cost.
   *
   * @param light the signal of the row in a view, all of one length
   */
  public double[] read(int view, IntFunction<double[]> light) {
    if (shares.length == 1 && shares[0] == 1) {
      return light.apply(view);
    }
    double[] read = light.apply(view).clone();
    for (int c = 0; c < read.length; c++) {
      read[c] *= shares[0];
    }
    for (int age = 1; age < shares.length && age <= view; age++) {
      double[] earlier = light.apply(view - age);
      for (int c = 0; c < read.length; c++) {
        read[c] += earlier[c] * shares[age];
      }
    }
    return read;
  }
}
