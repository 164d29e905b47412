package io.sinotrace.geometry;

import java.io.Serializable;
import java.util.Arrays;

/**
 * An affine map of space, {@code y = M x + t}, in float64.
 *
 * <p>The order of every operation is fixed, so that each JVM computes the same bits.
 */
public final class Affine implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Three rows of four: M and t. */
  private final double[] m;

  private Affine(double[] m) {
    this.m = m;
  }

  /**
   * Returns the map with the given rows.
   *
   * @param rows three rows of four numbers (m0, m1, m2, t), 12 in all
   */
  public static Affine ofRows(double... rows) {
    if (rows.length != 12) {
      throw new IllegalArgumentException("an affine has 12 numbers, not " + rows.length);
    }
    return new Affine(rows.clone());
  }

  /** Returns the map that scales each axis and then moves the origin to {@code origin}. */
  public static Affine scaling(Vec3 scale, Vec3 origin) {
    return ofRows(
        scale.x(), 0, 0, origin.x(), 0, scale.y(), 0, origin.y(), 0, 0, scale.z(), origin.z());
  }

  /** Returns the element in row 0 to 2, column 0 to 3; column 3 is the translation. */
  public double get(int row, int column) {
    return m[4 * row + column];
  }

  /** Returns the image of a point. */
  public Vec3 point(Vec3 p) {
    return new Vec3(row(0, p) + m[3], row(1, p) + m[7], row(2, p) + m[11]);
  }

  /** Returns the image of a direction: the translation does not apply. */
  public Vec3 direction(Vec3 d) {
    return new Vec3(row(0, d), row(1, d), row(2, d));
  }

  private double row(int r, Vec3 p) {
    return (m[4 * r] * p.x() + m[4 * r + 1] * p.y()) + m[4 * r + 2] * p.z();
  }

  /** Returns this map followed by a translation by {@code by}. */
  public Affine translated(Vec3 by) {
    double[] r = m.clone();
    r[3] += by.x();
    r[7] += by.y();
    r[11] += by.z();
    return new Affine(r);
  }

  /** Returns the image of unit vector {@code axis}: column 0, 1 or 2 of M. */
  public Vec3 column(int axis) {
    return new Vec3(m[axis], m[4 + axis], m[8 + axis]);
  }

  /** Returns the translation t. */
  public Vec3 translation() {
    return new Vec3(m[3], m[7], m[11]);
  }

  /** Returns the determinant of M. */
  public double determinant() {
    return column(0).dot(column(1).cross(column(2)));
  }

  /**
   * Returns whether the map is finite and not flat: whether a unit cube keeps a volume, measured by
   * the lengths of its edges, so that small cubes are no fault.
   */
  public boolean isInvertible() {
    double size = column(0).norm() * column(1).norm() * column(2).norm();
    return translation().isFinite()
        && Double.isFinite(size)
        && Math.abs(determinant()) > 1e-9 * size;
  }

  /**
   * Returns the inverse, by the adjugate over the determinant.
   *
   * @throws ArithmeticException if the map cannot be inverted
   */
  public Affine inverse() {
    Vec3 a = column(0);
    Vec3 b = column(1);
    Vec3 c = column(2);
    Vec3 bc = b.cross(c);
    Vec3 ca = c.cross(a);
    Vec3 ab = a.cross(b);
    double det = a.dot(bc);
    if (!(Math.abs(det) > 0) || !Double.isFinite(det)) {
      throw new ArithmeticException("determinant is " + det);
    }
    Vec3 r0 = new Vec3(bc.x() / det, bc.y() / det, bc.z() / det);
    Vec3 r1 = new Vec3(ca.x() / det, ca.y() / det, ca.z() / det);
    Vec3 r2 = new Vec3(ab.x() / det, ab.y() / det, ab.z() / det);
    Vec3 t = translation();
    return ofRows(
        r0.x(),
        r0.y(),
        r0.z(),
        -r0.dot(t),
        r1.x(),
        r1.y(),
        r1.z(),
        -r1.dot(t),
        r2.x(),
        r2.y(),
        r2.z(),
        -r2.dot(t));
  }

  /** Returns the 12 numbers, three rows of four. */
  public double[] toArray() {
    return m.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Affine a && Arrays.equals(m, a.m);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(m);
  }

  @Override
  public String toString() {
    return "Affine" + Arrays.toString(m);
  }
}
