package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import java.io.Serializable;

/**
 * The bins in which a photon-counting detector counts quanta, by the energy it registers.
 *
 * <p>A quantum is counted in one bin or in none: counts of a bin have a Poisson distribution, and
 * those of different bins are independent. Pile-up is not followed.
 *
 * @param thresholds in keV, ascending: bin b counts from threshold b to below the next, the last
 *     one all above
 */
public record CountingBins(double[] thresholds) implements Serializable {
  /** Each bin has random numbers of its own. */
  private static final int MOST = 128;

  /**
   * Checks it.
   *
   * @throws InputException if there is no threshold, one is negative, or they do not ascend
   */
  public CountingBins {
    Checks.ascending(thresholds, 1, "thresholds");
    if (thresholds.length > MOST) {
      throw new InputException(
          "%d thresholds: expected at most %d".formatted(thresholds.length, MOST));
    }
  }

  /** Returns how many bins there are. */
  public int size() {
    return thresholds.length;
  }

  /**
   * Returns the response of a bin of a detector that registers the energy that a quantum has.
   *
   * @param energies in keV
   * @param efficiency the part of the quanta that interact, by energy
   */
  public PixelResponse ideal(int bin, double[] energies, double[] efficiency) {
    double[] share = new double[energies.length];
    for (int i = 0; i < share.length; i++) {
      boolean counted =
          energies[i] >= thresholds[bin]
              && (bin + 1 == size() || energies[i] < thresholds[bin + 1]);
      share[i] = counted ? efficiency[i] : 0;
    }
    return new PixelResponse(share, share);
  }

  /**
   * Returns the response of a bin of a detector that registers energies as a table says.
   *
   * @param energies in keV, within the table's
   * @param efficiency the part of the quanta that interact, by energy
   * @throws InputException if an energy is outside of the table
   */
  public PixelResponse tabulated(
      int bin, double[] energies, double[] efficiency, EnergyTable table) {
    double[] share = new double[energies.length];
    for (int i = 0; i < share.length; i++) {
      double above = table.shareAbove(energies[i], thresholds[bin]);
      double next = bin + 1 == size() ? 0 : table.shareAbove(energies[i], thresholds[bin + 1]);
      share[i] = efficiency[i] * (above - next);
    }
    return new PixelResponse(share, share);
  }
}
