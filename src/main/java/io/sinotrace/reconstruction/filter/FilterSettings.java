package io.sinotrace.reconstruction.filter;

import io.sinotrace.InputException;
import java.io.Serializable;

/**
 * Which filter is taken.
 *
 * @param window how it falls off
 * @param cutoff where it ends, as a share of the Nyquist frequency of the detector's columns
 */
public record FilterSettings(FilterWindow window, double cutoff) implements Serializable {
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
