package io.sinotrace.volume.coverage;

import io.sinotrace.geometry.Vec3;
import java.util.List;

/**
 * Where the shadow of some points falls in one view.
 *
 * @param columns across the detector
 * @param rows along it
 * @param nearest least reach of a point, see {@link PointProjection.Image}
 * @param farthest greatest one
 */
record Shadow(Extent columns, Extent rows, double nearest, double farthest) {
  static Shadow of(List<Vec3> points, PointProjection projection) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double nearest = Double.POSITIVE_INFINITY;
    double farthest = Double.NEGATIVE_INFINITY;
    for (Vec3 point : points) {
      PointProjection.Image image = projection.of(point);
      left = Math.min(left, image.column());
      right = Math.max(right, image.column());
      low = Math.min(low, image.row());
      high = Math.max(high, image.row());
      nearest = Math.min(nearest, image.reach());
      farthest = Math.max(farthest, image.reach());
    }
    return new Shadow(new Extent(left, right), new Extent(low, high), nearest, farthest);
  }

  /** Returns whether it is defined: points behind the source have no shadow. */
  boolean isWhole() {
    return nearest > 0;
  }
}
