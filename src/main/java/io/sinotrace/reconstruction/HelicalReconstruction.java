package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.helix.Helix;
import io.sinotrace.reconstruction.helix.HelixBackprojector;
import io.sinotrace.reconstruction.helix.HelixCoverage;
import io.sinotrace.reconstruction.helix.ParallelViews;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the image of a helical scan is computed; see {@link io.sinotrace.reconstruction.helix}.
 *
 * @param views that rays are sorted into
 * @param coverage of the image
 * @param grid of the image
 * @param filter of detector rows
 */
record HelicalReconstruction(
    ParallelViews views, HelixCoverage coverage, UprightGrid grid, FilterSettings filter)
    implements Reconstruction {
  /**
   * Finds out how.
   *
   * @param zFrom the first plane of the image that is wanted
   * @param zTo the one after the last
   * @throws InputException if the source is not on a helix, or one of these planes is not seen from
   *     all sides
   */
  static HelicalReconstruction of(
      Geometry geometry, UprightGrid grid, FilterSettings filter, int zFrom, int zTo) {
    Helix helix = Helix.of(geometry);
    Reconstruction.requireInside(grid, helix.orbit());
    ParallelViews views = new ParallelViews(helix);
    HelixCoverage coverage = new HelixCoverage(views, grid);
    coverage.require(zFrom, zTo);
    return new HelicalReconstruction(views, coverage, grid, filter);
  }

  /** Returns all detector rows. */
  RowRange rows() {
    return new RowRange(0, views.helix().orbit().rows().count());
  }

  @Override
  public NeededRows needed(int zFrom, int zTo) {
    HelixCoverage.Range range = coverage.views(zFrom, zTo);
    return new NeededRows(
        views.measuredFrom(range.from()),
        range.count() == 0 ? views.measuredFrom(range.from()) : views.measuredTo(range.to() - 1),
        0,
        rows().to());
  }

  @Override
  public long bytes(int zFrom, int zTo) {
    NeededRows needed = needed(zFrom, zTo);
    long measured = (long) (needed.viewTo() - needed.viewFrom()) * rows().count();
    return measured * views.helix().orbit().columns().count() * Float.BYTES
        + FilteredViews.bytes(coverage.views(zFrom, zTo).count(), views.columns().count(), rows());
  }

  @Override
  public int viewsOfVoxel() {
    return views.directions();
  }

  @Override
  public String arithmetic() {
    return HelixBackprojector.ARITHMETIC;
  }

  @Override
  public String deviceRefusal() {
    return "helical scans are added up on the processor alone";
  }

  private static LineKernel onProcessor(Backprojection backprojection) {
    if (backprojection instanceof LineKernel kernel) {
      return kernel;
    }
    throw new IllegalArgumentException(backprojection.name() + " for a helical scan");
  }

  @Override
  public Map<String, String> notes() {
    Helix helix = views.helix();
    String form = helix.orbit().form().name().toLowerCase(Locale.ROOT);
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("orbit", String.format(Locale.ROOT, "helical, %s, pitch %.3f", form, helix.pitch()));
    notes.put("weights", "rows");
    double turned = Math.abs(helix.turn()) * helix.orbit().views();
    notes.put("degrees", String.format(Locale.ROOT, "%.3f", Math.toDegrees(turned)));
    return notes;
  }

  @Override
  public ImageSlab slab(int zFrom, int zTo, Backprojection backprojection) {
    return new HelicalSlab(this, zFrom, zTo, onProcessor(backprojection));
  }
}
