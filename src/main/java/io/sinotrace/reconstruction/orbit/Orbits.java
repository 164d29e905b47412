package io.sinotrace.reconstruction.orbit;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.TiltedDetector.FramePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the orbit of a scan in its views, however they were described.
 *
 * <p>The detector is taken from view 0. Sources and pixels of all views must be within a tenth of a
 * pixel of where a circle about an axis along z and this detector, turning with the source, have
 * them. Where rows and columns do not run across z and along it, to the same tolerance, the orbit
 * is that of an upright detector in its place.
 */
public final class Orbits {
  /** How far a source or a pixel may be from its place, in pixels. */
  private static final double TOLERANCE = 0.1;

  /** The sine of the greatest angle between parallel rays and the plane across z. */
  private static final double LEVEL = 1e-6;

  /**
   * An orbit that was recognised.
   *
   * @param orbit about its axis
   * @param axisX where the axis is, in mm
   * @param axisY where the axis is, in mm
   * @param tilted the detector that stands askew; null if it is upright
   */
  public record Recognised(
      Orbit orbit, double axisX, double axisY, @Nullable TiltedDetector tilted) {}

  private final Geometry geometry;
  private final Detector detector;
  private final boolean parallel;

  private Orbits(Geometry geometry) {
    this.geometry = geometry;
    this.detector = geometry.detector();
    this.parallel = geometry.beam() == Beam.PARALLEL;
  }

  /**
   * Recognises the orbit.
   *
   * @throws InputException if a source or a pixel is elsewhere, which names the first such view; or
   *     if the detector has one column, or rows that are not evenly spaced
   */
  public static Recognised of(Geometry geometry) {
    double[] axis = axis(geometry);
    return new Orbits(about(geometry, axis)).recognise(axis);
  }

  /** Returns where the axis is: the middle of a circle, by least squares, or z if that is near. */
  private static double[] axis(Geometry geometry) {
    if (geometry.beam() == Beam.PARALLEL || geometry.views().size() < 3) {
      return new double[2];
    }
    List<Vec3> sources = geometry.views().stream().map(View::source).toList();
    double near = TOLERANCE / 2 * geometry.views().get(0).u().norm();
    double[] middle = Circles.middle(sources);
    boolean found = Double.isFinite(middle[0] + middle[1]);
    return found && StrictMath.hypot(middle[0], middle[1]) > near ? middle : new double[2];
  }

  /** Returns the geometry moved so that an axis is at z. */
  private static Geometry about(Geometry geometry, double[] axis) {
    if (axis[0] == 0 && axis[1] == 0) {
      return geometry;
    }
    Vec3 move = new Vec3(-axis[0], -axis[1], 0);
    List<View> moved = new ArrayList<>();
    for (View view : geometry.views()) {
      moved.add(
          new View(
              view.angle(),
              view.source().plus(move),
              view.center().plus(move),
              view.u(),
              view.v(),
              view.n()));
    }
    return new Geometry(geometry.beam(), geometry.detector(), moved);
  }

  private Recognised recognise(double[] axis) {
    if (detector.columns() < 2) {
      throw new InputException("a detector of one column: expected at least two to reconstruct");
    }
    int views = geometry.views().size();
    double[] cos = new double[views];
    double[] sin = new double[views];
    for (int k = 0; k < views; k++) {
      View view = geometry.views().get(k);
      double[] direction = Orbit.direction(view, parallel);
      double rise = parallel ? Math.abs(view.source().z()) : 0;
      if (!(direction[2] > 0) || rise > LEVEL * direction[2]) {
        throw new InputException(
            "view %d: its %s: expected a source that turns about z"
                .formatted(
                    k,
                    parallel ? "rays rise or fall along z" : "source is on the axis of rotation"));
      }
      cos[k] = direction[0];
      sin[k] = direction[1];
    }
    for (int k = 0; k < views; k++) {
      checkRigid(cos, sin, k);
    }
    Orbit orbit = ofFirst(cos, sin);
    if (isUpright(orbit)) {
      return new Recognised(orbit, axis[0], axis[1], null);
    }
    TiltedDetector tilted = tilted(orbit);
    return new Recognised(tilted.upright(), axis[0], axis[1], tilted);
  }

  /** Returns the orbit whose source and detector are those of view 0. */
  private Orbit ofFirst(double[] cos, double[] sin) {
    View view = geometry.views().get(0);
    double radius = parallel ? 1 : Orbit.direction(view, false)[2];
    int last = detector.columns() - 1;
    FramePoint left = place(view, cos[0], sin[0], 0, 0);
    FramePoint right = place(view, cos[0], sin[0], 0, last);
    boolean curved = false;
    for (int c = 0; c <= last; c++) {
      curved |= detector.y(c) != 0;
    }
    double distance;
    double first;
    double end;
    if (parallel) {
      distance = 1;
      first = left.across();
      end = right.across();
    } else if (curved) {
      distance = StrictMath.hypot(left.across(), radius - left.along());
      first = StrictMath.atan2(left.across(), radius - left.along());
      end = StrictMath.atan2(right.across(), radius - right.along());
    } else {
      distance = radius - (left.along() + right.along()) / 2;
      first = left.across();
      end = right.across();
    }
    boolean cone = geometry.beam() == Beam.CONE;
    double plane = cone ? view.source().z() : 0;
    Form form = parallel ? Form.PARALLEL : curved ? Form.CURVED : Form.FLAT;
    PixelAxis columns = new PixelAxis(first, (end - first) / last, last + 1);
    if (form == Form.CURVED && !(columns.reach() < Math.PI / 2)) {
      throw new InputException(
          "a detector that reaches %.1f degrees around the source: expected less than 90"
              .formatted(Math.toDegrees(columns.reach())));
    }
    return new Orbit(
        form, radius, distance, plane, cos, sin, columns, rows(view, left.height() - plane), cone);
  }

  private PixelAxis rows(View view, double first) {
    return new PixelAxis(first, view.v().z() * evenRowStep(detector), detector.rows());
  }

  /**
   * Returns the step from each row of a detector to the next, in units of V; 1 of a single row.
   *
   * @throws InputException if a row is not where even steps have it
   */
  public static double evenRowStep(Detector detector) {
    int last = detector.rows() - 1;
    double step = last == 0 ? 1 : (detector.z(last) - detector.z(0)) / last;
    for (int r = 0; r <= last; r++) {
      double place = detector.z(r) - detector.z(0);
      if (!(Math.abs(place - r * step) <= TOLERANCE * Math.abs(step))) {
        throw new InputException(
            "detector row %d is not where even steps have it: expected slices at equal distances"
                .formatted(r));
      }
    }
    return step;
  }

  /** Checks that source and detector are those of view 0, turned about z. */
  private void checkRigid(double[] cos, double[] sin, int k) {
    View view = geometry.views().get(k);
    View first = geometry.views().get(0);
    double pixel = TOLERANCE * view.u().norm();
    double row = TOLERANCE * rowStep();
    if (!parallel) {
      double radius = Orbit.direction(first, false)[2];
      double off = Math.abs(Orbit.direction(view, false)[2] - radius);
      // Of slices, sources are as high as the middle of the detector.
      double height =
          geometry.beam() == Beam.CONE
              ? first.source().z()
              : view.center().z() - first.center().z() + first.source().z();
      double rise = excess(view.source().z() - height, row, pixel);
      refuse(k, "source", Math.max(off, rise), pixel);
    }
    int last = detector.columns() - 1;
    for (int r : new int[] {0, detector.rows() - 1}) {
      for (int c : new int[] {0, last / 2, last}) {
        FramePoint there = place(first, cos[0], sin[0], r, c);
        FramePoint place = place(view, cos[k], sin[k], r, c);
        double off =
            StrictMath.hypot(place.across() - there.across(), place.along() - there.along());
        double rise = excess(place.height() - there.height(), row, pixel);
        refuse(k, "detector pixel [%d, %d]".formatted(r, c), Math.max(off, rise), pixel);
      }
    }
  }

  /** Returns the mean distance from one row to the next, in mm. */
  private double rowStep() {
    int last = detector.rows() - 1;
    double steps = last == 0 ? 1 : (detector.z(last) - detector.z(0)) / last;
    return geometry.views().get(0).v().norm() * Math.abs(steps);
  }

  /** Returns whether the pixels of view 0 are where an upright detector has them. */
  private boolean isUpright(Orbit orbit) {
    View view = geometry.views().get(0);
    double pixel = TOLERANCE * view.u().norm();
    int last = detector.columns() - 1;
    for (int r : new int[] {0, detector.rows() - 1}) {
      for (int c : new int[] {0, last / 2, last}) {
        FramePoint place = place(view, orbit.cos()[0], orbit.sin()[0], r, c);
        double across = orbit.columns().at(c);
        double along = place.along();
        if (orbit.form() == Form.CURVED) {
          along = orbit.sourceToAxis() - orbit.sourceToDetector() * StrictMath.cos(across);
          across = orbit.sourceToDetector() * StrictMath.sin(across);
        } else if (orbit.form() == Form.FLAT) {
          along = orbit.sourceToAxis() - orbit.sourceToDetector();
        }
        double off = StrictMath.hypot(place.across() - across, place.along() - along);
        double rise = place.height() - orbit.plane() - orbit.rows().at(r);
        if (!(Math.max(off, excess(rise, TOLERANCE * rowStep(), pixel)) <= pixel)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns view 0's detector, and an upright one in its place. */
  private TiltedDetector tilted(Orbit orbit) {
    if (orbit.form() == Form.CURVED || geometry.beam() == Beam.FAN) {
      throw new InputException(
          "view 0: its detector is not upright: expected its rows across z, as for all that are"
              + " curved or of slices");
    }
    View view = geometry.views().get(0);
    double cos = orbit.cos()[0];
    double sin = orbit.sin()[0];
    FramePoint corner = place(view, cos, sin, 0, 0);
    FramePoint toRight = place(view, cos, sin, 0, 1).plus(corner, -1);
    FramePoint lowered =
        new FramePoint(corner.along(), corner.across(), corner.height() - orbit.plane());
    int rows = detector.rows();
    Vec3 v = view.v().times(rows == 1 ? 1 : (detector.z(rows - 1) - detector.z(0)) / (rows - 1));
    FramePoint toAbove =
        new FramePoint(v.x() * cos + v.y() * sin, v.y() * cos - v.x() * sin, v.z());
    return TiltedDetector.of(orbit, rows, detector.columns(), lowered, toRight, toAbove);
  }

  /** Returns a distance along z on the scale of those across it, each by what it may be. */
  private static double excess(double distance, double row, double pixel) {
    return Math.abs(distance) * (pixel / row);
  }

  private static void refuse(int view, String what, double off, double allowed) {
    if (!(off <= allowed)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "view %d: its %s is %.2g pixels from where a circular orbit with the detector of view"
                  + " 0 has it: expected at most %.1f (free poses are not reconstructed)",
              view,
              what,
              off / allowed * TOLERANCE,
              TOLERANCE));
    }
  }

  /** Returns where a pixel is in the frame that turns with the source. */
  private FramePoint place(View view, double cos, double sin, int row, int column) {
    Vec3 p =
        view.center()
            .plus(view.u().times(detector.x(column)))
            .plus(view.n().times(detector.y(column)))
            .plus(view.v().times(detector.z(row)));
    return new FramePoint(p.x() * cos + p.y() * sin, p.y() * cos - p.x() * sin, p.z());
  }
}
