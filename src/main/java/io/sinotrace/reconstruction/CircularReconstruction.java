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
import io.sinotrace.reconstruction.orbit.TiltedDetector;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import io.sinotrace.reconstruction.weight.ViewWeights;
import io.sinotrace.reconstruction.weight.ViewWeights.Scheme;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the image of a circular scan is computed: parallel and fan beams exactly, cone beams after
 * Feldkamp, Davis and Kress.
 *
 * @param orbit of the source; where the detector is longer on one side, with columns of zeros on
 *     the other: what is filtered there counts, although nothing was measured
 * @param columnsBefore how many of these are before the detector's own
 * @param weights of views and columns
 * @param grid of the image
 * @param aboutAxis the same grid, as seen from the axis of rotation
 * @param tilted the detector, if that of the orbit only stands in its place
 * @param filter of detector rows
 */
record CircularReconstruction(
    Orbit orbit,
    int columnsBefore,
    ViewWeights weights,
    UprightGrid grid,
    UprightGrid aboutAxis,
    @Nullable TiltedDetector tilted,
    FilterSettings filter)
    implements Reconstruction {
  /**
   * Finds out how.
   *
   * @throws InputException if the orbit is not circular, its views do not suffice, or the image
   *     reaches beyond it
   */
  static CircularReconstruction of(Geometry geometry, UprightGrid grid, FilterSettings filter) {
    Orbits.Recognised found = Orbits.of(geometry);
    Orbit orbit = found.orbit();
    UprightGrid aboutAxis = grid.about(found.axisX(), found.axisY());
    if (orbit.form() != Form.PARALLEL) {
      Reconstruction.requireInside(aboutAxis, orbit);
    }
    ViewWeights weights = ViewWeights.of(orbit);
    if (weights.scheme() == Scheme.OFFSET_DETECTOR
        && filter.extrapolation() != Extrapolation.NONE) {
      throw new InputException(
          "rows of a detector that is longer on one side of the axis are not extrapolated");
    }
    boolean offset = weights.scheme() == Scheme.OFFSET_DETECTOR;
    return new CircularReconstruction(
        offset ? orbit.balanced() : orbit,
        offset ? orbit.missingBefore() : 0,
        weights,
        grid,
        aboutAxis,
        found.tilted(),
        filter);
  }

  @Override
  public NeededRows needed(int zFrom, int zTo) {
    RowRange rows = rows(zFrom, zTo);
    if (tilted == null || rows.count() == 0) {
      return new NeededRows(0, orbit.views(), rows.from(), rows.to());
    }
    int[] there = tilted.rows(rows.from(), rows.to());
    return new NeededRows(0, orbit.views(), there[0], there[1]);
  }

  /** Returns the rows of the orbit's detector that planes depend on, in any view. */
  RowRange rows(int zFrom, int zTo) {
    return RowRange.of(orbit, aboutAxis, zFrom, zTo);
  }

  @Override
  public long bytes(int zFrom, int zTo) {
    long filtered = FilteredViews.bytes(orbit.views(), orbit.columns().count(), rows(zFrom, zTo));
    if (tilted == null) {
      return filtered;
    }
    // At worst all rows of a view come last.
    NeededRows needed = needed(zFrom, zTo);
    long measured = (long) orbit.views() * (needed.rowTo() - needed.rowFrom());
    return filtered + measured * tilted.columns() * Float.BYTES;
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
    String form = orbit.form().name().toLowerCase(Locale.ROOT);
    notes.put("orbit", tilted == null ? form : form + ", tilted detector");
    notes.put("weights", weights.scheme().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    notes.put("degrees", String.format(Locale.ROOT, "%.3f", Math.toDegrees(weights.range())));
    return notes;
  }

  @Override
  public ImageSlab slab(int zFrom, int zTo, Backprojection backprojection) {
    CircularSlab slab = new CircularSlab(this, zFrom, zTo, backprojection);
    return tilted == null
        ? slab
        : new TiltedSlab(slab, tilted, needed(zFrom, zTo), rows(zFrom, zTo));
  }
}
