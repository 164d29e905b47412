package io.sinotrace.volume.phantom;

import io.sinotrace.geometry.SinCos;
import io.sinotrace.geometry.Vec3;
import java.io.Serializable;

/**
 * An orthonormal frame: the directions of a solid's own three axes in the world.
 *
 * @param a unit vector of the first axis
 * @param b unit vector of the second axis
 * @param c unit vector of the third axis
 */
public record Frame(Vec3 a, Vec3 b, Vec3 c) implements Serializable {
  /** The world's own axes. */
  public static final Frame WORLD =
      new Frame(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1));

  /** The tolerance on orthonormality; far above rounding errors. */
  private static final double TOLERANCE = 1e-9;

  /**
   * Checks the frame.
   *
   * @throws IllegalArgumentException if the axes are not orthonormal
   */
  public Frame {
    double off =
        Math.abs(a.dot(a) - 1)
            + Math.abs(b.dot(b) - 1)
            + Math.abs(c.dot(c) - 1)
            + Math.abs(a.dot(b))
            + Math.abs(b.dot(c))
            + Math.abs(c.dot(a));
    if (!(off < TOLERANCE)) {
      throw new IllegalArgumentException("not orthonormal: " + a + ", " + b + ", " + c);
    }
  }

  /**
   * Returns this frame turned about an axis of the world, right-handed.
   *
   * @param axis a direction of any length but 0
   * @param degrees angle
   */
  public Frame turned(Vec3 axis, double degrees) {
    Vec3 k = axis.unit();
    SinCos t = SinCos.ofDegrees(degrees);
    return new Frame(turn(a, k, t), turn(b, k, t), turn(c, k, t));
  }

  /** Returns the components of a world direction along the three axes. */
  Vec3 local(Vec3 d) {
    return new Vec3(a.dot(d), b.dot(d), c.dot(d));
  }

  /** Rodrigues' formula. */
  private static Vec3 turn(Vec3 d, Vec3 k, SinCos t) {
    return d.times(t.cos()).plus(k.cross(d).times(t.sin())).plus(k.times(k.dot(d) * (1 - t.cos())));
  }
}
