package io.sinotrace.description;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;

/** An acquisition as it was described; its views may still depend on the volume. */
public sealed interface GeometrySpec extends Serializable
    permits RadiographSpec, ParallelSpec, FanSpec, ConeSpec, HelicalSpec, VectorsSpec {
  /**
   * Returns the views for a volume on {@code grid}.
   *
   * @throws io.sinotrace.InputException if the description does not go with the grid: a slice it
   *     does not have, slices that are not horizontal, or a source in the detector's plane
   */
  Geometry compile(VoxelGrid grid);
}
