package io.sinotrace.preview.raster;

import java.io.Serializable;

/**
 * The values of the darkest and the brightest shade; values beyond are drawn in these shades.
 *
 * @param low value of the darkest shade
 * @param high value of the brightest shade; greater than {@code low} on a chart
 */
public record DisplayWindow(double low, double high) implements Serializable {
  /** Refuses ends that are the same or not finite. */
  public DisplayWindow {
    if (low == high || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "shades from %s to %s: expected two different finite values".formatted(low, high));
    }
  }

  /** Returns 0 for {@code low} and 1 for {@code high}, linear between and beyond. */
  public double share(double value) {
    return (value - low) / (high - low);
  }
}
