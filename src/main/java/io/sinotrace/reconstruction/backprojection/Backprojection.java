package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/** A way to add filtered projections up to an image. All ways give the same bits. */
public interface Backprojection {
  /** Returns the name of the backend that it is of, as the manifest of an image records it. */
  String name();

  /**
   * Computes planes of an image. No voxel depends on which planes are asked for together.
   *
   * @param views filtered, of all rows that the planes depend on; see {@link RowRange}
   * @param zFrom the first plane
   * @param zTo the one after the last
   * @param image receives [z][y][x] of these planes, x fastest
   */
  void planes(
      Orbit orbit, UprightGrid grid, FilteredViews views, int zFrom, int zTo, float[] image);
}
