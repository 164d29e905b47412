package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * A detector as a user describes it, from which {@link Trajectories} make views.
 *
 * @param rows detector rows
 * @param columns detector columns
 * @param pitchV distance from one row to the next, in mm
 * @param pitchU distance from one column to the next, in mm; along the arc on a curved detector
 * @param offsetV of the middle of the detector along v, in mm
 * @param offsetU of the middle of the detector along u, in mm; along the arc on a curved detector
 * @param tilt about the middle of the detector
 * @param shape flat, or curved about the source
 */
public record Panel(
    int rows,
    int columns,
    double pitchV,
    double pitchU,
    double offsetV,
    double offsetU,
    Tilt tilt,
    Shape shape)
    implements Serializable {
  /** The surface the pixels lie on. */
  public enum Shape {
    /** A plane. */
    FLAT,
    /** A cylinder about an axis through the source, parallel to v. */
    CURVED
  }

  /**
   * Turns of the detector about its own axes, in degrees, right-handed: first about n (in its
   * plane), then about v, then about u, each axis as it was before any turn.
   */
  public record Tilt(double aboutU, double aboutV, double aboutN) implements Serializable {
    /** No turn at all. */
    public static final Tilt NONE = new Tilt(0, 0, 0);

    /** Returns {@code d} turned; u, v and n are an orthonormal frame. */
    Vec3 apply(Vec3 d, Vec3 u, Vec3 v, Vec3 n) {
      return turn(turn(turn(d, n, aboutN), v, aboutV), u, aboutU);
    }

    private static Vec3 turn(Vec3 d, Vec3 axis, double degrees) {
      if (degrees == 0) {
        return d;
      }
      // Rodrigues' formula.
      SinCos t = SinCos.ofDegrees(degrees);
      return d.times(t.cos())
          .plus(axis.cross(d).times(t.sin()))
          .plus(axis.times(axis.dot(d) * (1 - t.cos())));
    }
  }

  /** Checks that sizes are positive and all numbers finite. */
  public Panel {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a detector of %d x %d pixels: expected at least 1 x 1".formatted(rows, columns));
    }
    if (!(pitchU > 0) || !(pitchV > 0) || pitchU + pitchV == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "pixels of %s x %s mm: expected positive lengths".formatted(pitchV, pitchU));
    }
    if (!Double.isFinite(offsetU + offsetV + tilt.aboutU + tilt.aboutV + tilt.aboutN)) {
      throw new IllegalArgumentException(
          "offsets %s and %s mm, %s: expected finite numbers".formatted(offsetV, offsetU, tilt));
    }
    if (shape == Shape.CURVED && !tilt.equals(Tilt.NONE)) {
      throw new IllegalArgumentException("a curved detector with a tilt: expected none");
    }
  }

  /** Returns a flat detector without offset or tilt, with square pixels. */
  public static Panel flat(int rows, int columns, double pitch) {
    return new Panel(rows, columns, pitch, pitch, 0, 0, Tilt.NONE, Shape.FLAT);
  }

  /** Returns this detector with another shape. */
  public Panel withShape(Shape other) {
    return new Panel(rows, columns, pitchV, pitchU, offsetV, offsetU, tilt, other);
  }

  /** Returns this detector with offsets, in mm. */
  public Panel withOffset(double v, double u) {
    return new Panel(rows, columns, pitchV, pitchU, v, u, tilt, shape);
  }

  /** Returns this detector with a tilt. */
  public Panel withTilt(Tilt other) {
    return new Panel(rows, columns, pitchV, pitchU, offsetV, offsetU, other, shape);
  }
}
