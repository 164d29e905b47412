package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * A point or a direction in space, in millimetres unless said otherwise.
 *
 * @param x component along the first axis; in the world, RAS+, towards the patient's right
 * @param y component along the second axis; in the world towards the patient's front
 * @param z component along the third axis; in the world towards the patient's head
 */
public record Vec3(double x, double y, double z) implements Serializable {
  /** The origin; the isocentre of the world. */
  public static final Vec3 ZERO = new Vec3(0, 0, 0);

  /** The rotation axis. */
  public static final Vec3 UNIT_Z = new Vec3(0, 0, 1);

  /** Returns this plus {@code o}. */
  public Vec3 plus(Vec3 o) {
    return new Vec3(x + o.x, y + o.y, z + o.z);
  }

  /** Returns this minus {@code o}. */
  public Vec3 minus(Vec3 o) {
    return new Vec3(x - o.x, y - o.y, z - o.z);
  }

  /** Returns this times {@code f}. */
  public Vec3 times(double f) {
    return new Vec3(x * f, y * f, z * f);
  }

  /** Returns the scalar product. */
  public double dot(Vec3 o) {
    return (x * o.x + y * o.y) + z * o.z;
  }

  /** Returns the vector product, right-handed. */
  public Vec3 cross(Vec3 o) {
    return new Vec3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x);
  }

  /** Returns the Euclidean length. */
  public double norm() {
    return Math.sqrt(dot(this));
  }

  /** Returns this scaled to length 1; NaN components for the zero vector. */
  public Vec3 unit() {
    return times(1 / norm());
  }

  /** Returns component 0, 1 or 2. */
  public double get(int axis) {
    return switch (axis) {
      case 0 -> x;
      case 1 -> y;
      case 2 -> z;
      default -> throw new IndexOutOfBoundsException(axis);
    };
  }

  /** Returns whether no component is infinite or NaN. */
  public boolean isFinite() {
    return Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z);
  }

  /** Returns the components as a new array of three. */
  public double[] toArray() {
    return new double[] {x, y, z};
  }
}
