package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import java.io.Serializable;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One component of a phantom: an ellipsoid or a box that adds mu to whatever is inside it.
 *
 * <p>All is computed in normalised coordinates, those of the solid's own axes divided by the half
 * axes: there an ellipsoid is the unit ball and a box the cube from -1 to 1. The parameter of a
 * line is the same in both coordinates.
 *
 * @param shape ellipsoid or box
 * @param center the middle, in mm
 * @param halfAxes half the extent along each of the solid's own axes, in mm
 * @param frame the directions of its axes
 * @param mu added to the linear attenuation coefficient inside, in 1/mm; may be negative
 */
public record Solid(Shape shape, Vec3 center, Vec3 halfAxes, Frame frame, double mu)
    implements Serializable {
  /** The form of a solid, in normalised coordinates. */
  public enum Shape {
    /** The unit ball, its surface included. */
    ELLIPSOID {
      @Override
      boolean contains(Vec3 q) {
        return q.dot(q) <= 1;
      }

      @Override
      Interval chord(Vec3 q, Vec3 e) {
        double ee = e.dot(e);
        double nearest = -q.dot(e) / ee;
        // The discriminant b^2 - 4ac of the quadratic suffers cancellation for a far source; the
        // equal 1 - |w|^2, with w the point of the line nearest to the middle, does not.
        Vec3 w = q.plus(e.times(nearest));
        double rest = 1 - w.dot(w);
        if (rest <= 0) {
          return Interval.EMPTY;
        }
        double half = Math.sqrt(rest / ee);
        return new Interval(nearest - half, nearest + half);
      }
    },

    /** The cube from -1 to 1, half open: boxes that share a face do not add up there. */
    BOX {
      @Override
      boolean contains(Vec3 q) {
        return between(q.x()) && between(q.y()) && between(q.z());
      }

      @Override
      Interval chord(Vec3 q, Vec3 e) {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 3; k++) {
          double at = q.get(k);
          double slope = e.get(k);
          if (slope == 0) {
            if (!between(at)) {
              return Interval.EMPTY;
            }
            continue;
          }
          double t1 = (-1 - at) / slope;
          double t2 = (1 - at) / slope;
          from = Math.max(from, Math.min(t1, t2));
          to = Math.min(to, Math.max(t1, t2));
        }
        return from < to ? new Interval(from, to) : Interval.EMPTY;
      }

      private boolean between(double t) {
        return t >= -1 && t < 1;
      }
    };

    /** Returns whether a normalised point is inside. */
    abstract boolean contains(Vec3 q);

    /** Returns where the line q + t e is inside; e is not zero. */
    abstract Interval chord(Vec3 q, Vec3 e);
  }

  /**
   * Checks the solid.
   *
   * @throws IllegalArgumentException if it has no extent, or a number is not finite
   */
  public Solid {
    boolean positive = halfAxes.x() > 0 && halfAxes.y() > 0 && halfAxes.z() > 0;
    if (!positive || !halfAxes.isFinite() || !center.isFinite() || !Double.isFinite(mu)) {
      throw new IllegalArgumentException(
          "a solid at " + center + " with half axes " + halfAxes + " and mu " + mu);
    }
  }

  /** Returns an ellipsoid along the world's axes; lengths in mm, mu in 1/mm. */
  public static Solid ellipsoid(Vec3 center, Vec3 halfAxes, double mu) {
    return new Solid(Shape.ELLIPSOID, center, halfAxes, Frame.WORLD, mu);
  }

  /** Returns a box along the world's axes; lengths in mm, mu in 1/mm. */
  public static Solid box(Vec3 center, Vec3 halfAxes, double mu) {
    return new Solid(Shape.BOX, center, halfAxes, Frame.WORLD, mu);
  }

  /** Returns this solid turned about an axis through its own middle, right-handed, in degrees. */
  public Solid turned(Vec3 axis, double degrees) {
    return new Solid(shape, center, halfAxes, frame.turned(axis, degrees), mu);
  }

  /** Returns this solid with its place and its size multiplied by {@code factor}. */
  public Solid scaled(double factor) {
    return new Solid(shape, center.times(factor), halfAxes.times(factor), frame, mu);
  }

  /** Returns whether a point of the world, in mm, is inside. */
  public boolean contains(Vec3 p) {
    return shape.contains(normalised(p.minus(center)));
  }

  /**
   * Returns where the line {@code point + t direction} is inside.
   *
   * @param point any point of the line, in mm
   * @param direction any length but 0; the interval is in units of it
   */
  public Interval chord(Vec3 point, Vec3 direction) {
    return shape.chord(normalised(point.minus(center)), normalised(direction));
  }

  /** Returns all of it in one line, each number with all its bits, the same on each JVM. */
  String text() {
    Vec3[] vectors = {center, halfAxes, frame.a(), frame.b(), frame.c()};
    DoubleStream numbers =
        DoubleStream.concat(
            Stream.of(vectors).flatMapToDouble(v -> DoubleStream.of(v.toArray())),
            DoubleStream.of(mu));
    return shape + numbers.mapToObj(Double::toHexString).collect(Collectors.joining(" ", " ", ""));
  }

  private Vec3 normalised(Vec3 d) {
    Vec3 q = frame.local(d);
    return new Vec3(q.x() / halfAxes.x(), q.y() / halfAxes.y(), q.z() / halfAxes.z());
  }
}
