package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;

/**
 * Where a line of voxels along z meets the detector in one view: the float64 half of the canonical
 * arithmetic, which the package's description has.
 *
 * <p>An instance holds one line and view at a time, serves one thread, and is set anew for each.
 */
final class LinePath {
  private final Orbit orbit;
  private final LineConstants shared;

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

  LinePath(Orbit orbit, LineConstants shared) {
    this.orbit = orbit;
    this.shared = shared;
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
      place = Arctangent.of(across, along);
      magnification = orbit.sourceToDetector() / length;
      square = (toAxis / length) * (toAxis / length);
    }
    double at = (place - shared.columnFirst()) * shared.columnInverse();
    if (!(at > -1 && at < orbit.columns().count())) {
      return false;
    }
    double below = Math.floor(at);
    column = (int) below;
    share = (float) (at - below);
    weight = (float) square;
    double rows = orbit.magnifiesRows() ? magnification : 1;
    double middle = (shared.middleZ() * rows - shared.rowFirst()) * shared.rowInverse();
    start = (float) ((middle - shared.halfRows()) - 0.5);
    step = (float) ((shared.stepZ() * rows) * shared.rowInverse());
    return true;
  }
}
