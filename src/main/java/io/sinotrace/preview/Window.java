package io.sinotrace.preview;

import java.io.Serializable;

/**
 * The values of the darkest and the brightest shade; values beyond are drawn in these shades.
 *
 * @param low value of the darkest shade
 * @param high value of the brightest shade; greater than {@code low} on a {@link Chart}
 */
public record Window(double low, double high) implements Serializable {
  /** Refuses ends that are the same or not finite. */
  public Window {
    if (low == high || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException(
          "shades from %s to %s: expected two different finite values".formatted(low, high));
    }
  }

  /** Returns 0 for {@code low} and 1 for {@code high}, linear between and beyond. */
  double share(double value) {
    return (value - low) / (high - low);
  }
}
