package io.sinotrace.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * The acquisition geometries, compiled to views.
 *
 * <p>At angle t the source is at SAD (cos t, sin t, 0); u is along (-sin t, cos t, 0), v along +z,
 * and n = u x v points to the source. SAD is the distance from the source to the axis, SDD the one
 * from the source to the detector, both in mm; angles are in degrees.
 */
public final class Trajectories {
  /** The length of V where the places of the rows are heights of slices in mm. */
  private static final double MILLIMETRE = 1;

  private Trajectories() {}

  /** Returns a circular cone-beam scan. */
  public static Geometry cone(double sad, double sdd, Panel panel, double[] angles) {
    return helical(sad, sdd, panel, angles, 0);
  }

  /**
   * Returns a helical cone-beam scan: source and detector rise by {@code feed} mm a turn, and the
   * middle view (index count / 2, rounded down) is at z = 0.
   */
  public static Geometry helical(
      double sad, double sdd, Panel panel, double[] angles, double feed) {
    checkDistances(sad, sdd);
    checkAngles(angles);
    double middle = angles[angles.length >> 1];
    List<View> views = new ArrayList<>(angles.length);
    for (double angle : angles) {
      Vec3 rise = new Vec3(0, 0, (angle - middle) / 360 * feed);
      views.add(divergent(sad, sdd, panel, panel.pitchV(), angle, rise));
    }
    return new Geometry(Beam.CONE, detector(panel, Detector.centred(panel.rows()), sdd), views);
  }

  /**
   * Returns a fan-beam scan of slices: row k lies, with its source, in the plane z = slices[k].
   *
   * @param panel its rows and row pitch are not used; no tilt and no offset along v
   * @param slices z of each slice in mm
   */
  public static Geometry fan(
      double sad, double sdd, Panel panel, double[] slices, double[] angles) {
    checkDistances(sad, sdd);
    checkAngles(angles);
    checkInPlane(panel);
    List<View> views = new ArrayList<>(angles.length);
    for (double angle : angles) {
      views.add(divergent(sad, sdd, panel, MILLIMETRE, angle, Vec3.ZERO));
    }
    return new Geometry(Beam.FAN, detector(panel, slices, sdd), views);
  }

  /** Returns a parallel-beam scan. */
  public static Geometry parallel(Panel panel, double[] angles) {
    checkFlat(panel);
    checkAngles(angles);
    List<View> views = new ArrayList<>(angles.length);
    for (double angle : angles) {
      views.add(parallel(panel, panel.pitchV(), angle));
    }
    return new Geometry(Beam.PARALLEL, Detector.flat(panel.rows(), panel.columns()), views);
  }

  /**
   * Returns a parallel-beam scan of slices: row k lies in the plane z = slices[k].
   *
   * @param panel its rows and row pitch are not used; no tilt and no offset along v
   * @param slices z of each slice in mm
   */
  public static Geometry parallel(Panel panel, double[] slices, double[] angles) {
    checkFlat(panel);
    checkAngles(angles);
    checkInPlane(panel);
    List<View> views = new ArrayList<>(angles.length);
    for (double angle : angles) {
      views.add(parallel(panel, MILLIMETRE, angle));
    }
    return new Geometry(Beam.PARALLEL, Detector.flat(slices, panel.columns()), views);
  }

  /**
   * Returns a radiograph: one view from above, u along +x and v along +y.
   *
   * @param lo least corner of the volume's bounds in the world
   * @param hi greatest corner
   * @param sourceAbove from the top of the volume up to the source, in mm
   * @param gap from the bottom of the volume down to the detector, in mm
   */
  public static Geometry radiograph(Panel panel, Vec3 lo, Vec3 hi, double sourceAbove, double gap) {
    checkFlat(panel);
    checkHeights(sourceAbove, gap);
    Vec3 u = new Vec3(1, 0, 0);
    Vec3 v = new Vec3(0, 1, 0);
    double x = (lo.x() + hi.x()) / 2;
    double y = (lo.y() + hi.y()) / 2;
    Vec3 source = new Vec3(x, y, hi.z() + sourceAbove);
    Vec3 center = new Vec3(x + panel.offsetU(), y + panel.offsetV(), lo.z() - gap);
    View view = place(panel, panel.pitchV(), 0, source, center, u, v, Vec3.UNIT_Z);
    return new Geometry(Beam.CONE, Detector.flat(panel.rows(), panel.columns()), List.of(view));
  }

  /**
   * Returns the pixel pitch, in mm, at which the shadow of the volume's top face just covers the
   * detector of a radiograph in the direction that needs the larger pitch. With H the height of the
   * source above the detector, a side of N mm is magnified to H N / sourceAbove.
   */
  public static double coverPitch(
      int rows, int columns, Vec3 lo, Vec3 hi, double sourceAbove, double gap) {
    checkHeights(sourceAbove, gap);
    Vec3 size = hi.minus(lo);
    double magnification = (gap + size.z() + sourceAbove) / sourceAbove;
    return magnification * Math.max(size.x() / columns, size.y() / rows);
  }

  /**
   * Returns start + k * range / count for each view k; the end is excluded.
   *
   * @param start first angle in degrees
   * @param range degrees from the first view to the one after the last
   */
  public static double[] angles(int count, double start, double range) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " views: expected at least one");
    }
    double[] angles = new double[count];
    for (int k = 0; k < count; k++) {
      angles[k] = start + k * range / count;
    }
    return angles;
  }

  private static View divergent(
      double sad, double sdd, Panel panel, double pitchV, double angle, Vec3 rise) {
    SinCos t = SinCos.ofDegrees(angle);
    Vec3 n = new Vec3(t.cos(), t.sin(), 0);
    Vec3 u = new Vec3(0 - t.sin(), t.cos(), 0);
    Vec3 source = n.times(sad).plus(rise);
    Vec3 up = Vec3.UNIT_Z.times(panel.offsetV());
    if (panel.shape() == Panel.Shape.FLAT) {
      Vec3 center = n.times(-(sdd - sad)).plus(u.times(panel.offsetU())).plus(up).plus(rise);
      return place(panel, pitchV, angle, source, center, u, Vec3.UNIT_Z, n);
    }
    // An offset along the arc turns the detector about the source.
    double arc = panel.offsetU() / sdd;
    double s = StrictMath.sin(arc);
    double c = StrictMath.cos(arc);
    Vec3 nArc = n.times(c).minus(u.times(s));
    Vec3 uArc = u.times(c).plus(n.times(s));
    Vec3 center = source.plus(nArc.times(-sdd)).plus(up);
    return place(panel, pitchV, angle, source, center, uArc, Vec3.UNIT_Z, nArc);
  }

  private static View parallel(Panel panel, double pitchV, double angle) {
    SinCos t = SinCos.ofDegrees(angle);
    Vec3 n = new Vec3(t.cos(), t.sin(), 0);
    Vec3 u = new Vec3(0 - t.sin(), t.cos(), 0);
    Vec3 center = u.times(panel.offsetU()).plus(Vec3.UNIT_Z.times(panel.offsetV()));
    return place(panel, pitchV, angle, n.times(-1), center, u, Vec3.UNIT_Z, n);
  }

  private static View place(
      Panel panel, double pitchV, double angle, Vec3 source, Vec3 center, Vec3 u, Vec3 v, Vec3 n) {
    Panel.Tilt tilt = panel.tilt();
    return new View(
        angle,
        source,
        center,
        tilt.apply(u, u, v, n).times(panel.pitchU()),
        tilt.apply(v, u, v, n).times(pitchV),
        tilt.apply(n, u, v, n));
  }

  private static Detector detector(Panel panel, double[] rows, double sdd) {
    if (panel.shape() == Panel.Shape.CURVED
        && panel.columns() * panel.pitchU() + 2 * Math.abs(panel.offsetU()) > 2 * Math.PI * sdd) {
      throw new IllegalArgumentException(
          "a curved detector longer than a full circle about the source");
    }
    return panel.shape() == Panel.Shape.FLAT
        ? Detector.flat(rows, panel.columns())
        : Detector.curved(rows, panel.columns(), panel.pitchU(), sdd);
  }

  private static void checkDistances(double sad, double sdd) {
    if (!(sad > 0) || !(sdd > 0) || sad + sdd == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "source to axis %s mm, to detector %s mm: expected positive lengths".formatted(sad, sdd));
    }
  }

  private static void checkAngles(double[] angles) {
    if (angles.length == 0) {
      throw new IllegalArgumentException("no angles: expected at least one");
    }
    for (double angle : angles) {
      if (!Double.isFinite(angle)) {
        throw new IllegalArgumentException(
            "an angle of %s degrees: expected a finite number".formatted(angle));
      }
    }
  }

  private static void checkHeights(double sourceAbove, double gap) {
    if (!(sourceAbove > 0) || !(gap >= 0) || sourceAbove + gap == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "source above %s mm, gap %s mm: expected a positive length and one of at least 0"
              .formatted(sourceAbove, gap));
    }
  }

  private static void checkFlat(Panel panel) {
    if (panel.shape() != Panel.Shape.FLAT) {
      throw new IllegalArgumentException(
          "a curved detector under a parallel beam or in a radiograph: expected a flat one");
    }
  }

  private static void checkInPlane(Panel panel) {
    if (!panel.tilt().equals(Panel.Tilt.NONE) || panel.offsetV() != 0) {
      throw new IllegalArgumentException(
          "a detector of slices with a tilt or an offset along v: expected neither");
    }
  }
}
