package io.sinotrace.volume.shadow;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.List;

/**
 * Scans that look at a volume from all sides about z. Of these it is usual to move the detector to
 * one side, so that it sees half of a volume that is too wide for it, and the other half from the
 * opposite side.
 */
final class FullTurn {
  /** No gap between directions may be wider, in radians: eight views do. */
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
    // Where the middle itself is not seen, no view sees it.
    return fullTurn && Math.max(before, after) < 0.5
        ? 2 * Math.min(before, after)
        : Math.min(1, before + after);
  }
}
