package io.sinotrace.reconstruction.filter;

import io.sinotrace.InputException;
import java.io.Serializable;

/**
 * Which filter is taken.
 *
 * @param window how it falls off
 * @param cutoff where it ends, as a share of the Nyquist frequency of the detector's columns
 * @param extrapolation of rows beyond the detector
 */
public record FilterSettings(FilterWindow window, double cutoff, Extrapolation extrapolation)
    implements Serializable {
  /** A filter of rows that end with the detector. */
  public FilterSettings(FilterWindow window, double cutoff) {
    this(window, cutoff, Extrapolation.NONE);
  }

  /**
   * Checks the cutoff.
   *
   * @throws InputException if it is not above 0 and at most 1
   */
  public FilterSettings {
    if (!(cutoff > 0 && cutoff <= 1)) {
      throw new InputException(
          "a cutoff of %s of the Nyquist frequency: expected more than 0, at most 1"
              .formatted(cutoff));
    }
  }
}
