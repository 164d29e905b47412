package io.sinotrace.description.geometry;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;

/** A geometry as described; its views may depend on the volume. */
public sealed interface GeometrySpec extends Serializable
    permits RadiographSpec, ParallelSpec, FanSpec, ConeSpec, HelicalSpec, VectorsSpec {
  /**
   * Returns the views for a volume on {@code grid}.
   *
   * @throws io.sinotrace.InputException if the description does not fit the grid: a slice out of
   *     range, slices that are not horizontal, or a source in the detector's plane
   */
  Geometry compile(VoxelGrid grid);

  /** Returns the kind of scan and its distances in a few words, for the title of a picture. */
  String title();

  /** Returns whether its rays have a direction, and no source. */
  default boolean isParallel() {
    return false;
  }

  /**
   * Returns which slice of the volume each detector row sees, counted from 0; empty if the detector
   * has its own rows.
   */
  default int[] slices(VoxelGrid grid) {
    return new int[0];
  }
}
