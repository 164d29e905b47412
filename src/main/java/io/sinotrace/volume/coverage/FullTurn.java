package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.List;

/**
 * Scans that see a volume from all directions about z. There the detector is often offset to one
 * side: it then sees one half of a volume wider than itself, and the other half from the opposite
 * direction.
 */
final class FullTurn {
  /** The greatest gap between directions, in radians; eight evenly spaced views satisfy it. */
  private static final double WIDEST_GAP = Math.toRadians(45.001);

  private FullTurn() {}

  static boolean isOne(Beam beam, List<View> views) {
    double[] angles =
        views.stream()
            .map(view -> beam == Beam.PARALLEL ? view.source() : view.n().times(-1))
            .filter(ray -> Math.hypot(ray.x(), ray.y()) > 1e-3 * ray.norm())
            .mapToDouble((Vec3 ray) -> Math.atan2(ray.y(), ray.x()))
            .sorted()
            .toArray();
    if (angles.length < views.size() || angles.length < 2) {
      return false;
    }
    double gap = angles[0] + 2 * Math.PI - angles[angles.length - 1];
    for (int k = 1; k < angles.length; k++) {
      gap = Math.max(gap, angles[k] - angles[k - 1]);
    }
    return gap <= WIDEST_GAP;
  }

  /**
   * Returns the share of a shadow's width that is not seen.
   *
   * @param fullTurn whether the opposite view sees the other side
   * @param before the share beyond the first column
   * @param after the share beyond the last one
   */
  static double unseen(boolean fullTurn, double before, double after) {
    // If the middle is not seen, the opposite view does not see it either.
    return fullTurn && Math.max(before, after) < 0.5
        ? 2 * Math.min(before, after)
        : Math.min(1, before + after);
  }
}
