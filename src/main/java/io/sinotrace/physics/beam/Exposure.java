package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How much a tube gives in each view of a scan: what the quanta of its spectrum are multiplied by.
 *
 * @param perView one number for all views, or one for each (tube current modulation), above 0: mAs,
 *     where the spectrum is per mAs; 1 where it is per view
 */
public record Exposure(double[] perView) implements Serializable {
  /** The spectrum is that of a view. */
  public static final Exposure ONE = new Exposure(new double[] {1});

  /**
   * Checks it.
   *
   * @throws InputException if there is no number, or one is not above 0
   */
  public Exposure {
    if (perView.length == 0) {
      throw new InputException("0 numbers of mAs: expected one, or one for each view");
    }
    for (double mas : perView) {
      if (!(mas > 0 && mas < Double.POSITIVE_INFINITY)) {
        throw new InputException("%s mAs in a view: expected a number above 0".formatted(mas));
      }
    }
  }

  /** Returns the same mAs in every view. */
  public static Exposure everyView(double mas) {
    return new Exposure(new double[] {mas});
  }

  /**
   * Spreads the mAs of a turn evenly over its views.
   *
   * @param viewsPerTurn of 360 degrees, above 0; no whole number where the scan is no whole turn
   * @throws InputException if a number is not above 0
   */
  public static Exposure turn(double mas, double viewsPerTurn) {
    if (!(viewsPerTurn > 0 && viewsPerTurn < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "%s views in a turn: expected a number above 0".formatted(viewsPerTurn));
    }
    return everyView(mas / viewsPerTurn);
  }

  /**
   * Checks that it is of a scan.
   *
   * @throws InputException if it has a number for each view, and the scan another number of views
   */
  public void checkViews(int views) {
    if (perView.length != 1 && perView.length != views) {
      throw new InputException(
          "%d numbers of mAs: expected 1, or %d, one for each view"
              .formatted(perView.length, views));
    }
  }

  /** Returns the number of a view. */
  public double of(int view) {
    return perView[perView.length == 1 ? 0 : view];
  }

  /** Returns the sum over a scan. */
  public double total(int views) {
    return perView.length == 1 ? perView[0] * views : Arrays.stream(perView).sum();
  }
}
