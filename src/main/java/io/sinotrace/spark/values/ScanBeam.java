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
 * @param viewsPerTurn views in 360 degrees; NaN where the angles do not tell
 */
public record ScanBeam(Beam beam, Detector detector, int views, double viewsPerTurn)
    implements Serializable {
  private static final double TURN = 360;

  /** Returns that of a geometry of a whole scan. */
  public static ScanBeam of(Geometry geometry) {
    return new ScanBeam(
        geometry.beam(),
        geometry.detector(),
        geometry.views().size(),
        viewsPerTurn(geometry.views()));
  }

  /** Returns the views in a turn, by the mean step from one angle to the next. */
  private static double viewsPerTurn(List<View> views) {
    int steps = views.size() - 1;
    double range = Math.abs(views.get(steps).angle() - views.get(0).angle());
    return steps == 0 || range == 0 ? Double.NaN : steps * TURN / range;
  }
}
