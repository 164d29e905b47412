package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.io.Serializable;

/**
 * Consecutive detector rows.
 *
 * @param from the first one
 * @param to the one after the last; {@code from} if there are none
 */
public record RowRange(int from, int to) implements Serializable {
  /** Rows on either side that rounding may reach. */
  private static final int MARGIN = 1;

  /** Returns how many there are. */
  public int count() {
    return to - from;
  }

  /**
   * Returns the rows that planes of an image depend on, in any view.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  public static RowRange of(Orbit orbit, UprightGrid grid, int zFrom, int zTo) {
    double least = 1;
    double most = 1;
    if (orbit.magnifiesRows() && orbit.form() != Form.PARALLEL) {
      least = orbit.sourceToDetector() / (orbit.sourceToAxis() + grid.radius());
      most = orbit.sourceToDetector() / (orbit.sourceToAxis() - grid.radius());
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int k : new int[] {zFrom, zTo - 1}) {
      for (double magnification : new double[] {least, most}) {
        double height = (grid.z(k) - orbit.plane()) * magnification;
        double row = (height - orbit.rows().first()) / orbit.rows().step();
        low = Math.min(low, row);
        high = Math.max(high, row);
      }
    }
    int rows = orbit.rows().count();
    int from = (int) Math.max(0, Math.min(rows, Math.floor(low) - MARGIN));
    int to = (int) Math.max(from, Math.min(rows, Math.floor(high) + 2 + MARGIN));
    return new RowRange(from, to);
  }
}
