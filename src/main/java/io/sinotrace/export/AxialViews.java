package io.sinotrace.export;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Views that differ by a rotation about z, and by a height that is proportional to it: circles,
 * helices and parallel beams, of which the detector's columns run along z.
 *
 * @param angles in degrees; at 0 the source is on the side of x
 * @param rise of the source and the detector, in mm a radian
 * @param height of the source at the middle of the first and the last angle, in mm
 * @param sourceToAxis distance along the detector's normal, in mm; 0 if parallel
 * @param sourceToDetector likewise
 * @param sourceAside how far the source is from the normal through the axis, against u, in mm
 * @param centralColumn index of the column that the ray along the normal meets
 * @param centralRow index of the row that the ray along the normal meets; of parallel rays and fans
 *     the one at z = 0
 */
record AxialViews(
    double[] angles,
    double rise,
    double height,
    double sourceToAxis,
    double sourceToDetector,
    double sourceAside,
    double centralColumn,
    double centralRow) {
  /** How far lengths may be from common ones, as a share of the greatest, or of a pixel. */
  private static final double SAME = 1e-6;

  /** The lengths of a view that are common. */
  private record Pose(
      double sourceToAxis, double sourceToDetector, double sourceAside, double u, double v) {
    static Pose of(View view, Beam beam, boolean curved) {
      Vec3 middle = view.center().minus(view.source());
      if (beam == Beam.PARALLEL) {
        return new Pose(
            0, 0, 0, view.u().unit().dot(view.center()), view.v().unit().dot(view.center()));
      }
      Vec3 n = FlatViews.normal(view);
      Vec3 u = view.u().unit();
      if (!curved) {
        return new Pose(
            n.dot(view.source()),
            -n.dot(middle),
            -u.dot(view.source()),
            u.dot(middle),
            view.v().unit().dot(beam == Beam.FAN ? view.center() : middle));
      }
      // About the source, so that the one on the axis can be the one that u is counted from.
      Vec3 axis = axisDirection(view);
      double radius = Math.hypot(middle.x(), middle.y());
      double angle = StrictMath.atan2(n.cross(axis).z(), n.dot(axis));
      return new Pose(
          Math.hypot(view.source().x(), view.source().y()),
          radius,
          0,
          angle * radius,
          view.v().unit().dot(middle));
    }

    boolean isNear(Pose o, double length) {
      return Math.abs(sourceToAxis - o.sourceToAxis) <= length
          && Math.abs(sourceToDetector - o.sourceToDetector) <= length
          && Math.abs(sourceAside - o.sourceAside) <= length
          && Math.abs(u - o.u) <= length
          && Math.abs(v - o.v) <= length;
    }
  }

  /** Returns the unit vector from the axis to the source. */
  private static Vec3 axisDirection(View view) {
    return new Vec3(view.source().x(), view.source().y(), 0).unit();
  }

  /**
   * Finds what views have in common.
   *
   * @param views of rectangular pixels of one size, v from one row to the next
   * @param curved whether the detector is curved about the source
   * @return null if they are not such views
   */
  static @Nullable AxialViews of(ExportScan scan, List<View> views, boolean curved) {
    Beam beam = scan.geometry().beam();
    boolean parallel = beam == Beam.PARALLEL;
    List<Vec3> directions = new ArrayList<>();
    for (View view : views) {
      if (!(view.v().unit().z() > 1 - SAME * SAME)) {
        return null;
      }
      directions.add(curved ? axisDirection(view) : FlatViews.normal(view));
    }
    double[] angles = GantryAngles.of(views, directions);
    View first = views.get(0);
    Pose pose = Pose.of(first, beam, curved);
    double length = SAME * Math.max(pose.sourceToDetector, first.u().norm());
    int last = angles.length - 1;
    double turn = StrictMath.toRadians(angles[last] - angles[0]);
    double from = parallel ? 0 : first.source().z();
    double to = parallel ? 0 : views.get(last).source().z();
    double rise = Math.abs(to - from) <= length || turn == 0 ? 0 : (to - from) / turn;
    for (int k = 0; k <= last; k++) {
      View view = views.get(k);
      double height = from + rise * StrictMath.toRadians(angles[k] - angles[0]);
      if (!pose.isNear(Pose.of(view, beam, curved), length)
          || (!parallel && !(Math.abs(view.source().z() - height) <= length))) {
        return null;
      }
    }
    return new AxialViews(
        angles,
        rise,
        from + rise * turn / 2,
        pose.sourceToAxis,
        pose.sourceToDetector,
        pose.sourceAside,
        (scan.columns() - 1) / 2.0 - pose.u / first.u().norm(),
        (scan.rows() - 1) / 2.0 - pose.v / first.v().norm());
  }
}
