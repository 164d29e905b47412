package io.sinotrace.projector.setup;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;

/** Which axes of the grid may be the main axis of a ray. */
public final class MainAxes {
  private MainAxes() {}

  /** Returns how many axes may be the main axis of some ray. */
  public static int count(BoxGeometry geometry) {
    int count = 0;
    for (int axis = 0; axis < 3; axis++) {
      boolean found = false;
      for (int view = 0; view < geometry.views() && !found; view++) {
        found = mayBeMain(geometry, view, axis);
      }
      count += found ? 1 : 0;
    }
    return count;
  }

  /** Returns whether a ray of a view may have this main axis: false only where none has. */
  public static boolean mayBeMain(BoxGeometry geometry, int view, int axis) {
    // Greatest magnitudes of the detector's x, y and z.
    Vec3 reach = geometry.detector().reach();
    double most = 0;
    double greatestLeast = 0;
    for (int k = 0; k < 3; k++) {
      double middle = Math.abs(step(geometry, view, k));
      double spread =
          geometry.beam() == Beam.PARALLEL
              ? 0
              : reach.x() * Math.abs(geometry.u(view, k))
                  + reach.y() * Math.abs(geometry.n(view, k))
                  // A fan's source moves with the row; counting V all the same only errs on the
                  // safe side.
                  + reach.z() * Math.abs(geometry.v(view, k));
      double slack = 1e-9 * (middle + spread);
      if (k == axis) {
        most = middle + spread + slack;
      } else {
        greatestLeast = Math.max(greatestLeast, middle - spread - slack);
      }
    }
    return most >= greatestLeast;
  }

  /** Returns how far the ray to the middle of the detector goes along an axis of the box. */
  public static double step(BoxGeometry geometry, int view, int k) {
    double s = geometry.source(view, k);
    return geometry.beam() == Beam.PARALLEL ? s : geometry.center(view, k) - s;
  }
}
