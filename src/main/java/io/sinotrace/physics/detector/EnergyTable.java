package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The energies that a photon-counting detector registers of quanta that interact.
 *
 * <p>Between the energies of the table its lines are blended linearly; within an interval of
 * registered energies all are as frequent.
 *
 * @param energies of quanta, in keV, ascending
 * @param edges of the intervals of registered energies, in keV, ascending
 * @param shares [energy][interval]: the part of the quanta that are registered there; together at
 *     most 1
 */
public record EnergyTable(double[] energies, double[] edges, double[][] shares)
    implements Serializable {
  /** By how much the shares of an energy may be above 1: they were rounded for printing. */
  private static final double ROUNDING = 1e-6;

  /**
   * Checks it.
   *
   * @throws InputException if energies or edges do not ascend, a share is negative, those of an
   *     energy are more than 1 together, or their numbers do not match
   */
  public EnergyTable {
    Checks.ascending(energies, 1, "energies of the response table");
    Checks.ascending(edges, 2, "edges of the response table");
    if (shares.length != energies.length) {
      throw new InputException(
          "%d lines in the response table: expected %d, one for each energy"
              .formatted(shares.length, energies.length));
    }
    for (int i = 0; i < shares.length; i++) {
      String line = "%s keV of the response table".formatted(energies[i]);
      if (shares[i].length != edges.length - 1) {
        throw new InputException(
            "%d shares at %s: expected %d, one for each interval"
                .formatted(shares[i].length, line, edges.length - 1));
      }
      Checks.notNegative(shares[i], "at " + line + ", a share");
      double sum = Arrays.stream(shares[i]).sum();
      if (sum > 1 + ROUNDING) {
        throw new InputException(
            "the shares at %s are %s together: expected at most 1".formatted(line, sum));
      }
    }
  }

  /**
   * Returns the part of the quanta of an energy that are registered above a threshold.
   *
   * @throws InputException if the energy is outside of the table
   */
  double shareAbove(double energy, double threshold) {
    int last = energies.length - 1;
    if (!(energy >= energies[0] && energy <= energies[last])) {
      throw new InputException(
          "%s keV is outside of the response table: expected %s to %s keV"
              .formatted(energy, energies[0], energies[last]));
    }
    int found = Arrays.binarySearch(energies, energy);
    if (found >= 0) {
      return lineAbove(found, threshold);
    }
    int next = -found - 1;
    double part = (energy - energies[next - 1]) / (energies[next] - energies[next - 1]);
    double low = lineAbove(next - 1, threshold);
    return low + part * (lineAbove(next, threshold) - low);
  }

  private double lineAbove(int line, double threshold) {
    double sum = 0;
    for (int i = 0; i < shares[line].length; i++) {
      double part = (edges[i + 1] - threshold) / (edges[i + 1] - edges[i]);
      sum += shares[line][i] * Math.min(1, Math.max(0, part));
    }
    return sum;
  }
}
