package io.sinotrace.description.poses;

import io.sinotrace.InputException;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;

/**
 * One pose, in the order of ASTRA's {@code cone_vec} and {@code parallel3d_vec}: source (or
 * direction of the rays), detector centre, u, v; three numbers each, in mm.
 */
final class Pose {
  /** Numbers a pose. */
  static final int NUMBERS = 12;

  /** The least sine of the angle between u and v. */
  private static final double PARALLEL = 1e-9;

  private Pose() {}

  /**
   * Returns the view of a pose.
   *
   * @param p twelve numbers
   * @param where the file and the line or element, for errors
   * @throws InputException if u and v span no plane, or the source lies in the detector's plane
   */
  static View view(double[] p, Beam beam, String where) {
    for (int k = 0; k < NUMBERS; k++) {
      if (!NumberRange.SHIFT.contains(p[k])) {
        throw new InputException(
            "%s: number %d is %s: expected %s"
                .formatted(where, k + 1, p[k], NumberRange.SHIFT.description()));
      }
    }
    Vec3 source = vector(p, 0);
    Vec3 u = vector(p, 6);
    Vec3 v = vector(p, 9);
    if (beam == Beam.PARALLEL && source.norm() == 0) {
      throw new InputException(where + ": the direction is zero: expected where the rays go");
    }
    requireLength(u, "u is %s mm long: expected the step from one column to the next", where);
    requireLength(v, "v is %s mm long: expected the step from one row to the next", where);
    if (!(u.cross(v).norm() > PARALLEL * u.norm() * v.norm())) {
      throw new InputException(
          where + ": u and v are parallel: expected two directions that span the detector");
    }
    View view = View.of(Double.NaN, source, vector(p, 3), u, v);
    if (view.isEdgeOn(beam)) {
      throw new InputException(
          where
              + (beam == Beam.PARALLEL
                  ? ": the rays run along the detector: expected a direction that crosses its plane"
                  : ": the source lies in the detector's plane: expected it outside"));
    }
    return view;
  }

  private static void requireLength(Vec3 step, String message, String where) {
    if (!NumberRange.LENGTH.contains(step.norm())) {
      throw new InputException(where + ": " + message.formatted(step.norm()));
    }
  }

  private static Vec3 vector(double[] p, int at) {
    return new Vec3(p[at], p[at + 1], p[at + 2]);
  }
}
