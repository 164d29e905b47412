package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;

/**
 * What is added up, and where.
 *
 * @param grid of the whole image
 */
record Scan(Orbit orbit, UprightGrid grid, FilteredViews views) {
  /** Returns the lines along z of the image. */
  int lines() {
    return Math.multiplyExact(grid.grid().nx(), grid.grid().ny());
  }

  /** Returns the floats of all columns of a view. */
  int viewFloats() {
    return Math.multiplyExact(orbit.columns().count() + 2, views.stride());
  }

  /** Returns the bytes of a plane of the image. */
  long planeBytes() {
    return (long) Float.BYTES * lines();
  }
}
