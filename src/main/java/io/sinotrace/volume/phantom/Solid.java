package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.Vec3;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One component of a phantom: an ellipsoid, a box or a cylinder that adds mu to whatever is inside
 * it, or takes its place.
 *
 * <p>All is computed in normalised coordinates, those of the solid's own axes divided by the half
 * axes: there an ellipsoid is the unit ball and a box the cube from -1 to 1. The parameter of a
 * line is the same in both coordinates.
 *
 * @param shape ellipsoid, box or cylinder
 * @param center the middle, in mm
 * @param halfAxes half the extent along each of the solid's own axes, in mm
 * @param frame the directions of its axes
 * @param clips what of it counts: the part that lies in all of them
 * @param mu inside, in 1/mm; may be negative. Of a phantom of materials a tenth of the density in
 *     g/cm^3 of one of them, so that mm of path give g/cm^2
 * @param channel of the phantom that it belongs to
 * @param replaces whether it takes the place of all solids before it, in all channels; else it adds
 *     to them
 */
public record Solid(
    Shape shape,
    Vec3 center,
    Vec3 halfAxes,
    Frame frame,
    List<HalfSpace> clips,
    double mu,
    int channel,
    boolean replaces)
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
      double reach(Vec3 along) {
        return along.norm();
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
      double reach(Vec3 along) {
        return Math.abs(along.x()) + Math.abs(along.y()) + Math.abs(along.z());
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
    },

    /**
     * The cylinder about the third axis, of radius 1, from -1 to 1: half open as a box, its side
     * included.
     */
    CYLINDER {
      @Override
      boolean contains(Vec3 q) {
        return between(q.z()) && q.x() * q.x() + q.y() * q.y() <= 1;
      }

      @Override
      double reach(Vec3 along) {
        return Math.sqrt(along.x() * along.x() + along.y() * along.y()) + Math.abs(along.z());
      }

      @Override
      Interval chord(Vec3 q, Vec3 e) {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.POSITIVE_INFINITY;
        double ee = e.x() * e.x() + e.y() * e.y();
        if (ee > 0) {
          // As of an ellipsoid, in the plane across the axis.
          double nearest = -(q.x() * e.x() + q.y() * e.y()) / ee;
          double x = q.x() + nearest * e.x();
          double y = q.y() + nearest * e.y();
          double rest = 1 - (x * x + y * y);
          if (rest <= 0) {
            return Interval.EMPTY;
          }
          double half = Math.sqrt(rest / ee);
          from = nearest - half;
          to = nearest + half;
        } else if (!(q.x() * q.x() + q.y() * q.y() <= 1)) {
          return Interval.EMPTY;
        }
        if (e.z() == 0) {
          return between(q.z()) ? new Interval(from, to) : Interval.EMPTY;
        }
        double t1 = (-1 - q.z()) / e.z();
        double t2 = (1 - q.z()) / e.z();
        from = Math.max(from, Math.min(t1, t2));
        to = Math.min(to, Math.max(t1, t2));
        return from < to ? new Interval(from, to) : Interval.EMPTY;
      }
    };

    private static boolean between(double t) {
      return t >= -1 && t < 1;
    }

    /** Returns whether a normalised point is inside. */
    abstract boolean contains(Vec3 q);

    /** Returns the greatest product of a normalised point that is inside with a vector. */
    abstract double reach(Vec3 along);

    /** Returns where the line q + t e is inside; e is not zero. */
    abstract Interval chord(Vec3 q, Vec3 e);
  }

  /**
   * Checks the solid.
   *
   * @throws IllegalArgumentException if it has no extent, or a number is not finite
   */
  public Solid {
    clips = List.copyOf(clips);
    boolean positive = halfAxes.x() > 0 && halfAxes.y() > 0 && halfAxes.z() > 0;
    if (!positive || !halfAxes.isFinite() || !center.isFinite() || !Double.isFinite(mu)) {
      throw new IllegalArgumentException(
          "a solid at " + center + " with half axes " + halfAxes + " and mu " + mu);
    }
  }

  /** Returns an ellipsoid along the world's axes; lengths in mm, mu in 1/mm. */
  public static Solid ellipsoid(Vec3 center, Vec3 halfAxes, double mu) {
    return of(Shape.ELLIPSOID, center, halfAxes, mu);
  }

  /** Returns a box along the world's axes; lengths in mm, mu in 1/mm. */
  public static Solid box(Vec3 center, Vec3 halfAxes, double mu) {
    return of(Shape.BOX, center, halfAxes, mu);
  }

  /** Returns a solid along the world's axes that adds to channel 0; lengths in mm, mu in 1/mm. */
  public static Solid of(Shape shape, Vec3 center, Vec3 halfAxes, double mu) {
    return new Solid(shape, center, halfAxes, Frame.WORLD, List.of(), mu, 0, false);
  }

  /** Returns this solid turned about an axis through its own middle, right-handed, in degrees. */
  public Solid turned(Vec3 axis, double degrees) {
    Frame turned = frame.turned(axis, degrees);
    return new Solid(shape, center, halfAxes, turned, clips, mu, channel, replaces);
  }

  /** Returns the part of this solid that lies in a half-space, too. */
  public Solid clipped(HalfSpace by) {
    List<HalfSpace> all = Stream.concat(clips.stream(), Stream.of(by)).toList();
    return new Solid(shape, center, halfAxes, frame, all, mu, channel, replaces);
  }

  /** Returns the same in place of all solids before it. */
  public Solid replacing() {
    return new Solid(shape, center, halfAxes, frame, clips, mu, channel, true);
  }

  /** Returns the same of another channel. */
  public Solid ofChannel(int other) {
    return new Solid(shape, center, halfAxes, frame, clips, mu, other, replaces);
  }

  /** Returns this solid with its place and its size multiplied by {@code factor}. */
  public Solid scaled(double factor) {
    return new Solid(
        shape,
        center.times(factor),
        halfAxes.times(factor),
        frame,
        clips.stream().map(c -> new HalfSpace(c.normal(), c.offset() * factor)).toList(),
        mu,
        channel,
        replaces);
  }

  /** Returns whether a point of the world, in mm, is inside. */
  public boolean contains(Vec3 p) {
    for (HalfSpace clip : clips) {
      if (!clip.contains(p)) {
        return false;
      }
    }
    return shape.contains(normalised(p.minus(center)));
  }

  /**
   * Returns where the line {@code point + t direction} is inside.
   *
   * @param point any point of the line, in mm
   * @param direction any length but 0; the interval is in units of it
   */
  public Interval chord(Vec3 point, Vec3 direction) {
    Interval chord = shape.chord(normalised(point.minus(center)), normalised(direction));
    for (HalfSpace clip : clips) {
      chord = clip.clip(chord, point, direction);
    }
    return chord;
  }

  /** Returns how far it goes from its middle along each axis of the world, in mm, unclipped. */
  Vec3 reach() {
    return new Vec3(reach(0), reach(1), reach(2));
  }

  private double reach(int axis) {
    return shape.reach(
        new Vec3(
            frame.a().get(axis) * halfAxes.x(),
            frame.b().get(axis) * halfAxes.y(),
            frame.c().get(axis) * halfAxes.z()));
  }

  /** Returns all of it in one line, each number with all its bits, the same on each JVM. */
  String text() {
    DoubleStream numbers =
        Stream.of(center, halfAxes, frame.a(), frame.b(), frame.c())
            .flatMapToDouble(v -> DoubleStream.of(v.toArray()));
    DoubleStream planes =
        clips.stream()
            .flatMapToDouble(
                c ->
                    DoubleStream.concat(
                        DoubleStream.of(c.normal().toArray()), DoubleStream.of(c.offset())));
    return "%s %d %s: %s"
        .formatted(
            shape,
            channel,
            replaces ? "replaces" : "adds",
            DoubleStream.concat(DoubleStream.concat(DoubleStream.of(mu), numbers), planes)
                .mapToObj(Double::toHexString)
                .collect(Collectors.joining(" ")));
  }

  private Vec3 normalised(Vec3 d) {
    Vec3 q = frame.local(d);
    return new Vec3(q.x() / halfAxes.x(), q.y() / halfAxes.y(), q.z() / halfAxes.z());
  }
}
