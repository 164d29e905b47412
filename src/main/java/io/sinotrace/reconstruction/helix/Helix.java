package io.sinotrace.reconstruction.helix;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbits;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scan whose source rises or sinks along z evenly as it turns.
 *
 * @param orbit of the source and the detector without the rise, at the height of view 0
 * @param start angle of view 0 in radians
 * @param turn from each view to the next, in radians
 * @param rise from each view to the next, in mm
 */
public record Helix(Orbit orbit, double start, double turn, double rise) implements Serializable {
  /** How far a source may be from its place, in pixels. */
  private static final double TOLERANCE = 0.1;

  /**
   * Returns whether the source of a cone beam moves along z, by more from the first view to the
   * last than a place may deviate.
   */
  public static boolean isHelical(Geometry geometry) {
    List<View> views = geometry.views();
    View last = views.get(views.size() - 1);
    double rise = last.source().z() - views.get(0).source().z();
    return geometry.beam() == Beam.CONE && Math.abs(rise) > TOLERANCE * views.get(0).v().norm();
  }

  /**
   * Recognises the helix in the views, however they were described.
   *
   * @throws InputException if a source or a pixel is elsewhere, which names the first such view
   */
  public static Helix of(Geometry geometry) {
    List<View> level = new ArrayList<>();
    double from = geometry.views().get(0).source().z();
    for (View view : geometry.views()) {
      Vec3 down = new Vec3(0, 0, from - view.source().z());
      level.add(
          new View(
              view.angle(),
              view.source().plus(down),
              view.center().plus(down),
              view.u(),
              view.v(),
              view.n()));
    }
    Orbits.Recognised circle = Orbits.of(new Geometry(geometry.beam(), geometry.detector(), level));
    if (circle.tilted() != null || circle.axisX() != 0 || circle.axisY() != 0) {
      throw new InputException(
          "a helical scan by a tilted detector, or about another axis than z: expected neither");
    }
    Orbit orbit = circle.orbit();
    int last = orbit.views() - 1;
    double start = orbit.angle(0);
    double[] turned = turned(orbit);
    double turn = turned[last] / last;
    double rise = (geometry.views().get(last).source().z() - from) / last;
    if (turn == 0) {
      throw new InputException("a source that rises along z and does not turn");
    }
    for (int k = 1; k <= last; k++) {
      View view = geometry.views().get(k);
      double across = orbit.sourceToAxis() * Math.abs(turned[k] - k * turn) / view.u().norm();
      double along = Math.abs(view.source().z() - from - k * rise) / view.v().norm();
      if (!(Math.max(across, along) <= TOLERANCE)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "view %d: its source is %.2g pixels from where even steps along a helix have it:"
                    + " expected at most %.1f",
                k,
                Math.max(across, along),
                TOLERANCE));
      }
    }
    return new Helix(orbit, start, turn, rise);
  }

  /** Returns how far each view has turned from view 0, by less than half a turn from the last. */
  private static double[] turned(Orbit orbit) {
    double[] turned = new double[orbit.views()];
    for (int k = 1; k < turned.length; k++) {
      double step = orbit.angle(k) - orbit.angle(k - 1);
      turned[k] = turned[k - 1] + step - 2 * Math.PI * Math.rint(step / (2 * Math.PI));
    }
    return turned;
  }

  /** Returns by how much the source rises a turn, in mm; less than 0 if it sinks. */
  public double feed() {
    return rise * (2 * Math.PI / Math.abs(turn));
  }

  /** Returns the feed over the height of the detector at the axis of rotation. */
  public double pitch() {
    double height = Math.abs(orbit.rows().step()) * orbit.rows().count();
    return Math.abs(feed()) / (height * orbit.sourceToAxis() / orbit.sourceToDetector());
  }
}
