package io.sinotrace.spark.values;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import java.io.Serializable;
import java.util.List;

/**
 * What a scan's beam depends on, besides the pose of a view.
 *
 * @param detector with all rows
 * @param views how many the scan has
 * @param raysPerPixel how many rays a pixel has
 * @param viewsPerTurn views in 360 degrees; NaN where the angles are not evenly spaced
 */
public record ScanBeam(
    Beam beam, Detector detector, int views, int raysPerPixel, double viewsPerTurn)
    implements Serializable {
  private static final double TURN = 360;

  /** By how much steps may differ, in degrees: angles are decimal fractions. */
  private static final double ROUNDING = 1e-6;

  /** Returns that of a geometry of a whole scan. */
  public static ScanBeam of(Geometry geometry) {
    return new ScanBeam(
        geometry.beam(),
        geometry.detector(),
        geometry.views().size(),
        geometry.subRays().count(),
        viewsPerTurn(geometry.views()));
  }

  /** Returns the views in a turn, where all follow each other by one step. */
  private static double viewsPerTurn(List<View> views) {
    double step = views.size() < 2 ? Double.NaN : step(views, 1);
    for (int i = 2; i < views.size(); i++) {
      if (!(Math.abs(step(views, i) - step) <= ROUNDING)) {
        return Double.NaN;
      }
    }
    return step == 0 ? Double.NaN : TURN / Math.abs(step);
  }

  /** Returns the angle from one view to the next, half a turn at most. */
  private static double step(List<View> views, int view) {
    double step = views.get(view).angle() - views.get(view - 1).angle();
    return step - TURN * Math.rint(step / TURN);
  }
}
