package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import java.io.Serializable;

/**
 * What lies on one side of a plane, the plane included: the points p of the world with {@code
 * normal . p <= offset}.
 *
 * @param normal the direction, of any length but 0, that points out of it
 * @param offset in mm, in units of the normal's length
 */
public record HalfSpace(Vec3 normal, double offset) implements Serializable {
  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if the normal has no direction, or a number is not finite
   */
  public HalfSpace {
    if (!(normal.norm() > 0) || !normal.isFinite() || !Double.isFinite(offset)) {
      throw new IllegalArgumentException("a half-space " + normal + " at " + offset);
    }
  }

  /** Returns whether a point, in mm, is in it. */
  boolean contains(Vec3 p) {
    return normal.dot(p) <= offset;
  }

  /** Returns the part of {@code chord} at which the line {@code point + t direction} is in it. */
  Interval clip(Interval chord, Vec3 point, Vec3 direction) {
    double slope = normal.dot(direction);
    double rest = offset - normal.dot(point);
    if (slope == 0) {
      return rest >= 0 ? chord : Interval.EMPTY;
    }
    double t = rest / slope;
    double from = slope > 0 ? chord.from() : Math.max(chord.from(), t);
    double to = slope > 0 ? Math.min(chord.to(), t) : chord.to();
    return from < to ? new Interval(from, to) : Interval.EMPTY;
  }
}
