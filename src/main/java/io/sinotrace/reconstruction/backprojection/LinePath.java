package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/**
 * Where a line of voxels along z meets the detector in one view: the float64 half of the canonical
 * arithmetic, which the package's description has.
 *
 * <p>An instance holds one line and view at a time, serves one thread, and is set anew for each.
 */
final class LinePath {
  private final Orbit orbit;
  private final double columnFirst;
  private final double columnInverse;
  private final double rowFirst;
  private final double rowInverse;
  private final int halfRows;
  private final double middleZ;
  private final double stepZ;

  /** C: the column below the line's place, from -1. */
  int column;

  /** fc: how far the place is from there to the next column. */
  float share;

  /** wf: what the view's values weigh. */
  float weight;

  /** pf: the place of plane k_mid among the rows, from half a row above the middle one. */
  float start;

  /** df: rows from one plane to the next. */
  float step;

  LinePath(Orbit orbit, UprightGrid grid) {
    this.orbit = orbit;
    this.columnFirst = orbit.columns().first();
    this.columnInverse = 1 / orbit.columns().step();
    this.rowFirst = orbit.rows().first();
    this.rowInverse = 1 / orbit.rows().step();
    this.halfRows = orbit.rows().count() >> 1;
    this.middleZ = grid.z(grid.grid().nz() >> 1) - orbit.plane();
    this.stepZ = grid.stepZ();
  }

  /** Sets the line at (x, y) in mm and a view; false if the view adds nothing to it. */
  boolean set(int view, double x, double y) {
    double toAxis = orbit.sourceToAxis();
    double across = orbit.across(view, x, y);
    double place = across;
    double magnification = 1;
    double square = 1;
    if (orbit.form() == Form.FLAT) {
      double inverse = 1 / (toAxis - orbit.towardsSource(view, x, y));
      magnification = orbit.sourceToDetector() * inverse;
      place = across * magnification;
      square = (toAxis * inverse) * (toAxis * inverse);
    } else if (orbit.form() == Form.CURVED) {
      double along = toAxis - orbit.towardsSource(view, x, y);
      double length = Math.sqrt(along * along + across * across);
      place = StrictMath.atan2(across, along);
      magnification = orbit.sourceToDetector() / length;
      square = (toAxis / length) * (toAxis / length);
    }
    double at = (place - columnFirst) * columnInverse;
    if (!(at > -1 && at < orbit.columns().count())) {
      return false;
    }
    double below = Math.floor(at);
    column = (int) below;
    share = (float) (at - below);
    weight = (float) square;
    double rows = orbit.magnifiesRows() ? magnification : 1;
    start = (float) (((middleZ * rows - rowFirst) * rowInverse - halfRows) - 0.5);
    step = (float) ((stepZ * rows) * rowInverse);
    return true;
  }
}
