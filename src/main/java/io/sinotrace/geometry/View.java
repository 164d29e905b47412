package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * One source and detector pose, in world coordinates.
 *
 * @param angle rotation angle in degrees; NaN where the pose was given as vectors
 * @param source position of the source in mm; for a parallel beam the direction in which the rays
 *     travel
 * @param center centre of the detector in mm
 * @param u step from one detector column to the next, in mm
 * @param v step from one detector row to the next, in mm
 * @param n unit vector along u x v; it points to the source, but for poses given as vectors, where
 *     the order of u and v decides
 */
public record View(double angle, Vec3 source, Vec3 center, Vec3 u, Vec3 v, Vec3 n)
    implements Serializable {
  /** The sine of the least angle between the detector's plane and the ray to its centre. */
  private static final double GRAZING = 1e-6;

  /** Turns every -0 into +0, which would otherwise show in files. */
  public View {
    source = source.plus(Vec3.ZERO);
    center = center.plus(Vec3.ZERO);
    u = u.plus(Vec3.ZERO);
    v = v.plus(Vec3.ZERO);
    n = n.plus(Vec3.ZERO);
  }

  /** Returns a view whose n is the unit vector along u x v. */
  public static View of(double angle, Vec3 source, Vec3 center, Vec3 u, Vec3 v) {
    return new View(angle, source, center, u, v, u.cross(v).unit());
  }

  /** Returns whether the ray to the detector's centre runs along the detector's plane. */
  public boolean isEdgeOn(Beam beam) {
    Vec3 ray = beam == Beam.PARALLEL ? source : center.minus(source);
    return !(Math.abs(ray.dot(n)) > GRAZING * ray.norm());
  }
}
