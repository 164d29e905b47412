package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.Backprojector;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.Orbits;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.reconstruction.weight.ViewWeights;
import io.sinotrace.reconstruction.weight.ViewWeights.Scheme;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the image of a circular scan is computed: parallel and fan beams exactly, cone beams after
 * Feldkamp, Davis and Kress.
 *
 * @param orbit of the source; where the detector is longer on one side, with columns of zeros on
 *     the other: what is filtered there counts, although nothing was measured
 * @param columnsBefore how many of these are before the detector's own
 * @param weights of views and columns
 * @param grid of the image
 * @param filter of detector rows
 */
record CircularReconstruction(
    Orbit orbit, int columnsBefore, ViewWeights weights, UprightGrid grid, FilterSettings filter)
    implements Reconstruction {
  /**
   * Finds out how.
   *
   * @throws InputException if the orbit is not circular, its views do not suffice, or the image
   *     reaches beyond it
   */
  static CircularReconstruction of(Geometry geometry, UprightGrid grid, FilterSettings filter) {
    Orbit orbit = Orbits.of(geometry);
    if (orbit.form() != Form.PARALLEL) {
      Reconstruction.requireInside(grid, orbit);
    }
    ViewWeights weights = ViewWeights.of(orbit);
    if (weights.scheme() == Scheme.OFFSET_DETECTOR
        && filter.extrapolation() != Extrapolation.NONE) {
      throw new InputException(
          "rows of a detector that is longer on one side of the axis are not extrapolated");
    }
    return weights.scheme() == Scheme.OFFSET_DETECTOR
        ? new CircularReconstruction(orbit.balanced(), orbit.missingBefore(), weights, grid, filter)
        : new CircularReconstruction(orbit, 0, weights, grid, filter);
  }

  @Override
  public NeededRows needed(int zFrom, int zTo) {
    RowRange rows = rows(zFrom, zTo);
    return new NeededRows(0, orbit.views(), rows.from(), rows.to());
  }

  /** Returns the detector rows that planes of the image depend on, in any view. */
  RowRange rows(int zFrom, int zTo) {
    return RowRange.of(orbit, grid, zFrom, zTo);
  }

  @Override
  public long bytes(int zFrom, int zTo) {
    return FilteredViews.bytes(orbit.views(), orbit.columns().count(), rows(zFrom, zTo));
  }

  @Override
  public int viewsOfVoxel() {
    return orbit.views();
  }

  @Override
  public String arithmetic() {
    return Backprojector.ARITHMETIC;
  }

  @Override
  public Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("orbit", orbit.form().name().toLowerCase(Locale.ROOT));
    notes.put("weights", weights.scheme().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    notes.put("degrees", String.format(Locale.ROOT, "%.3f", Math.toDegrees(weights.range())));
    return notes;
  }

  @Override
  public ImageSlab slab(int zFrom, int zTo, Backprojection backprojection) {
    return new CircularSlab(this, zFrom, zTo, backprojection);
  }
}
