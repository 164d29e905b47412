package io.sinotrace.reconstruction.helix;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/**
 * Where a line of voxels along z meets the detector in one parallel view: the float64 half of the
 * arithmetic, which the package's description has.
 *
 * <p>An instance holds one line and view at a time, serves one thread, and is set anew for each.
 */
final class HelixPath {
  private final ParallelViews views;
  private final Orbit orbit;
  private final Orbit half;
  private final double columnInverse;
  private final double rowInverse;
  private final int halfRows;
  private final double middleZ;
  private final double stepZ;
  private final double[] rise;

  /** C: the column below the line's place, from -1. */
  int column;

  /** fc: how far the place is from there to the next column. */
  float share;

  /** pf: the place of plane k_mid among the rows, from half a row above the middle one. */
  float start;

  /** df: rows from one plane to the next. */
  float step;

  HelixPath(ParallelViews views, UprightGrid grid) {
    this.views = views;
    this.orbit = views.helix().orbit();
    this.half = views.asOrbit();
    this.columnInverse = 1 / views.columns().step();
    this.rowInverse = 1 / orbit.rows().step();
    this.halfRows = orbit.rows().count() >> 1;
    this.middleZ = grid.z(grid.grid().nz() >> 1);
    this.stepZ = grid.stepZ();
    this.rise = new double[views.columns().count()];
    for (int c = 0; c < rise.length; c++) {
      rise[c] = views.rise(c);
    }
  }

  /** Sets the line at (x, y) in mm and a view; false if the view adds nothing to it. */
  boolean set(int view, double x, double y) {
    int direction = view % views.directions();
    // Half a turn on, both point the other way.
    double sign = view / views.directions() % 2 == 0 ? 1 : -1;
    double s = sign * half.towardsSource(direction, x, y);
    double t = sign * half.across(direction, x, y);
    double at = (t - views.columns().first()) * columnInverse;
    if (!(at > -1 && at < rise.length)) {
      return false;
    }
    double below = Math.floor(at);
    column = (int) below;
    share = (float) (at - below);
    double toAxis = orbit.sourceToAxis();
    double e = Math.sqrt(toAxis * toAxis - t * t);
    double length = e - s;
    double magnification =
        orbit.form() == Form.CURVED
            ? orbit.sourceToDetector() / length
            : (orbit.sourceToDetector() * toAxis) / (e * length);
    int known = Math.max(0, Math.min(rise.length - 2, column));
    double later = rise[known] + (at - below) * (rise[known + 1] - rise[known]);
    double height = middleZ - (views.height(view) + later);
    start =
        (float) (((height * magnification - orbit.rows().first()) * rowInverse - halfRows) - 0.5);
    step = (float) ((stepZ * magnification) * rowInverse);
    return true;
  }
}
