package io.sinotrace.reconstruction;

import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.filter.RampFilter;
import io.sinotrace.reconstruction.helix.HelixBackprojector;
import io.sinotrace.reconstruction.helix.HelixCoverage;
import io.sinotrace.reconstruction.helix.ParallelViews;
import io.sinotrace.reconstruction.helix.Rebinning;

/** Planes of an image of a helical scan: rows are kept as they come, and sorted at last. */
final class HelicalSlab implements ImageSlab {
  private final HelicalReconstruction reconstruction;
  private final int zFrom;
  private final int zTo;
  private final LineKernel kernel;
  private final MeasuredRows measured;

  HelicalSlab(HelicalReconstruction reconstruction, int zFrom, int zTo, LineKernel kernel) {
    this.reconstruction = reconstruction;
    this.zFrom = zFrom;
    this.zTo = zTo;
    this.kernel = kernel;
    this.measured =
        new MeasuredRows(
            reconstruction.needed(zFrom, zTo),
            reconstruction.views().helix().orbit().columns().count());
  }

  @Override
  public NeededRows needed() {
    return measured.needed();
  }

  @Override
  public void accept(int view, int row, float[] pixels) {
    measured.put(view, row, pixels);
  }

  @Override
  public float[] image() {
    measured.requireAll();
    int plane =
        Math.multiplyExact(reconstruction.grid().grid().nx(), reconstruction.grid().grid().ny());
    float[] image = new float[Math.multiplyExact(plane, zTo - zFrom)];
    HelixCoverage.Range range = reconstruction.coverage().views(zFrom, zTo);
    new HelixBackprojector(
            reconstruction.views(), reconstruction.grid(), filtered(range), range, kernel)
        .planes(zFrom, zTo, image);
    return image;
  }

  /** Sorts the rows into parallel views and filters these. */
  private FilteredViews filtered(HelixCoverage.Range range) {
    ParallelViews parallel = reconstruction.views();
    int columns = parallel.columns().count();
    FilteredViews filtered = new FilteredViews(range.count(), columns, reconstruction.rows());
    RampFilter filter = new RampFilter(parallel.asOrbit(), reconstruction.filter());
    Rebinning rebinning = new Rebinning(parallel);
    double[] values = new double[columns];
    for (int view = range.from(); view < range.to(); view++) {
      for (int row = 0; row < reconstruction.rows().count(); row++) {
        rebinning.row(view, row, measured::of, values);
        filter.apply(values);
        filtered.set(view - range.from(), row, values);
      }
      measured.dropBefore(parallel.measuredFrom(view));
    }
    return filtered;
  }
}
