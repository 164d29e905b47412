package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path on which source and detector rise or fall together along z, and what they see. */
final class HelixPath {
  private static final double TOLERANCE = 1e-6;

  /** The part of the volume's middle line that was seen, as shares from bottom to top. */
  private double lowest = 1;

  private double highest;

  private HelixPath() {}

  /** Returns the path of some views in order; null if they are not on such a path. */
  static @Nullable HelixPath of(List<View> views) {
    View first = views.get(0);
    double rise = views.get(views.size() - 1).source().z() - first.source().z();
    double lead = lead(first);
    double tolerance = TOLERANCE * first.center().minus(first.source()).norm();
    if (Math.abs(rise) <= tolerance) {
      return null;
    }
    double z = first.source().z();
    for (View view : views) {
      double step = view.source().z() - z;
      if (step * Math.signum(rise) < -tolerance || Math.abs(lead(view) - lead) > tolerance) {
        return null;
      }
      z = view.source().z();
    }
    return new HelixPath();
  }

  /** Returns how much higher the detector is than the source. */
  private static double lead(View view) {
    return view.center().minus(view.source()).z();
  }

  /** Records what a view sees of the volume's middle line. */
  void see(PointProjection projection, VolumeOutline volume, Extent rows) {
    double bottom = projection.of(volume.bottom()).row();
    double top = projection.of(volume.top()).row();
    double one = (rows.from() - bottom) / (top - bottom);
    double other = (rows.to() - bottom) / (top - bottom);
    lowest = Math.min(lowest, Math.min(one, other));
    highest = Math.max(highest, Math.max(one, other));
  }

  /**
   * Returns the coverage by all views recorded.
   *
   * @param before how many views at its beginning see no voxel
   * @param after how many at its end
   */
  Coverage.Helix helix(int before, int after, VolumeOutline volume) {
    Vec3 middle = volume.top().minus(volume.bottom());
    double height = middle.norm();
    return new Coverage.Helix(
        before, after, Math.max(0, lowest) * height, Math.max(0, 1 - highest) * height, height);
  }
}
