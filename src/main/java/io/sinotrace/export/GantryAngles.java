package io.sinotrace.export;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.List;

/**
 * Angles of rotation about z that go on where they pass a full turn: those of the description where
 * they are the same direction, else each within half a turn of the one before.
 */
final class GantryAngles {
  /** How near, in degrees, a direction is to that of the description's angle. */
  private static final double SAME = 1e-6;

  private GantryAngles() {}

  /**
   * Returns the angles in degrees.
   *
   * @param directions of the views, from which x and y are taken
   */
  static double[] of(List<View> views, List<Vec3> directions) {
    double[] angles = new double[views.size()];
    for (int k = 0; k < angles.length; k++) {
      Vec3 along = directions.get(k);
      double angle = StrictMath.toDegrees(StrictMath.atan2(along.y(), along.x()));
      double described = views.get(k).angle();
      angles[k] =
          Math.abs(Math.IEEEremainder(angle - described, 360)) < SAME
              ? described
              : k == 0 ? angle : angles[k - 1] + Math.IEEEremainder(angle - angles[k - 1], 360);
    }
    return angles;
  }
}
