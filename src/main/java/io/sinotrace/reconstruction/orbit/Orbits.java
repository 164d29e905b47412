package io.sinotrace.reconstruction.orbit;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import java.util.Locale;

/**
 * Recognises the orbit of a scan in its views, however they were described.
 *
 * <p>The detector is taken from view 0. Sources and pixels of all views, view 0 included, must be
 * within a tenth of a pixel of where a circle and an upright detector have them.
 */
public final class Orbits {
  /** How far a source or a pixel may be from its place, in pixels. */
  private static final double TOLERANCE = 0.1;

  /** The sine of the greatest angle between parallel rays and the plane across z. */
  private static final double LEVEL = 1e-6;

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
  public static Orbit of(Geometry geometry) {
    return new Orbits(geometry).orbit();
  }

  private Orbit orbit() {
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
    Orbit orbit = ofFirst(cos, sin);
    for (int k = 0; k < views; k++) {
      check(orbit, k);
    }
    return orbit;
  }

  /** Returns the orbit whose source and detector are those of view 0. */
  private Orbit ofFirst(double[] cos, double[] sin) {
    View view = geometry.views().get(0);
    double radius = parallel ? 1 : Orbit.direction(view, false)[2];
    int last = detector.columns() - 1;
    Place left = place(view, cos[0], sin[0], 0, 0);
    Place right = place(view, cos[0], sin[0], 0, last);
    boolean curved = false;
    for (int c = 0; c <= last; c++) {
      curved |= detector.y(c) != 0;
    }
    double distance;
    double first;
    double end;
    if (parallel) {
      distance = 1;
      first = left.across;
      end = right.across;
    } else if (curved) {
      distance = StrictMath.hypot(left.across, radius - left.along);
      first = StrictMath.atan2(left.across, radius - left.along);
      end = StrictMath.atan2(right.across, radius - right.along);
    } else {
      distance = radius - (left.along + right.along) / 2;
      first = left.across;
      end = right.across;
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
        form, radius, distance, plane, cos, sin, columns, rows(view, left.height - plane), cone);
  }

  /** Returns the heights of the rows, which must be evenly spaced. */
  private PixelAxis rows(View view, double first) {
    int last = detector.rows() - 1;
    double step = view.v().z() * (last == 0 ? 1 : (detector.z(last) - detector.z(0)) / last);
    for (int r = 0; r <= last; r++) {
      double place = view.v().z() * (detector.z(r) - detector.z(0));
      if (!(Math.abs(place - r * step) <= TOLERANCE * Math.abs(step))) {
        throw new InputException(
            "detector row %d is not where even steps have it: expected slices at equal distances"
                .formatted(r));
      }
    }
    return new PixelAxis(first, step, last + 1);
  }

  private void check(Orbit orbit, int k) {
    View view = geometry.views().get(k);
    double cos = orbit.cos()[k];
    double sin = orbit.sin()[k];
    double pixel = TOLERANCE * view.u().norm();
    double row = TOLERANCE * Math.abs(orbit.rows().step());
    if (!parallel) {
      double off = Math.abs(Orbit.direction(view, false)[2] - orbit.sourceToAxis());
      double height = orbit.magnifiesRows() ? orbit.plane() : view.center().z();
      refuse(k, "source", Math.max(off, excess(view.source().z() - height, row, pixel)), pixel);
    }
    int last = detector.columns() - 1;
    for (int r : new int[] {0, detector.rows() - 1}) {
      for (int c : new int[] {0, last / 2, last}) {
        Place place = place(view, cos, sin, r, c);
        double across = orbit.columns().at(c);
        double along = place.along;
        if (orbit.form() == Form.CURVED) {
          along = orbit.sourceToAxis() - orbit.sourceToDetector() * StrictMath.cos(across);
          across = orbit.sourceToDetector() * StrictMath.sin(across);
        } else if (orbit.form() == Form.FLAT) {
          along = orbit.sourceToAxis() - orbit.sourceToDetector();
        }
        double off = StrictMath.hypot(place.across - across, place.along - along);
        double rise = place.height - orbit.plane() - orbit.rows().at(r);
        String what = "detector pixel [%d, %d]".formatted(r, c);
        refuse(k, what, Math.max(off, excess(rise, row, pixel)), pixel);
      }
    }
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
              "view %d: its %s is %.2g pixels from where a circular orbit with the upright detector"
                  + " of view 0 has it: expected at most %.1f (helical, tilted and free poses are not"
                  + " reconstructed)",
              view,
              what,
              off / allowed * TOLERANCE,
              TOLERANCE));
    }
  }

  /** A pixel's place in the frame that turns with the source. */
  private record Place(double along, double across, double height) {}

  private Place place(View view, double cos, double sin, int row, int column) {
    Vec3 p =
        view.center()
            .plus(view.u().times(detector.x(column)))
            .plus(view.n().times(detector.y(column)))
            .plus(view.v().times(detector.z(row)));
    return new Place(p.x() * cos + p.y() * sin, p.y() * cos - p.x() * sin, p.z());
  }
}
