package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.Orbits;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.reconstruction.weight.ViewWeights;
import io.sinotrace.reconstruction.weight.ViewWeights.Scheme;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;
import java.util.Locale;

/**
 * How the image of a scan is computed; see the package's description.
 *
 * @param orbit of the source; where the detector is longer on one side, with columns of zeros on
 *     the other: what is filtered there counts, although nothing was measured
 * @param columnsBefore how many of these are before the detector's own
 * @param weights of views and columns
 * @param grid of the image
 * @param filter of detector rows
 */
public record Reconstruction(
    Orbit orbit, int columnsBefore, ViewWeights weights, UprightGrid grid, FilterSettings filter)
    implements Serializable {
  /**
   * Finds out how.
   *
   * @throws InputException if the orbit is not circular, its views do not suffice, or the image
   *     reaches beyond it or lies askew
   */
  public static Reconstruction of(Geometry geometry, VoxelGrid image, FilterSettings filter) {
    Orbit orbit = Orbits.of(geometry);
    UprightGrid grid = new UprightGrid(image);
    if (orbit.form() != Form.PARALLEL && !(grid.radius() < orbit.sourceToAxis())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the image reaches %.1f mm from the axis, and the source is at %.1f mm: expected a"
                  + " smaller image",
              grid.radius(),
              orbit.sourceToAxis()));
    }
    ViewWeights weights = ViewWeights.of(orbit);
    return weights.scheme() == Scheme.OFFSET_DETECTOR
        ? new Reconstruction(orbit.balanced(), orbit.missingBefore(), weights, grid, filter)
        : new Reconstruction(orbit, 0, weights, grid, filter);
  }

  /**
   * Returns the detector rows that planes of the image depend on.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  public RowRange rows(int zFrom, int zTo) {
    return RowRange.of(orbit, grid, zFrom, zTo);
  }

  /** Returns the bytes that a slab of planes takes while it is computed. */
  public long bytes(int zFrom, int zTo) {
    long image = (long) (zTo - zFrom) * grid.grid().nx() * grid.grid().ny() * Float.BYTES;
    return image + FilteredViews.bytes(orbit.views(), orbit.columns().count(), rows(zFrom, zTo));
  }

  /**
   * Begins a slab of planes.
   *
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has no room for it
   */
  public ImageSlab slab(int zFrom, int zTo, LineKernel kernel) {
    return new ImageSlab(this, zFrom, zTo, kernel);
  }
}
