package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.util.Arrays;

/** Adds filtered projections up to planes of an image on the processor, line by line. */
public final class Backprojector {
  /** Name of the arithmetic that all kernels share: another name stands for other bits. */
  public static final String ARITHMETIC = "line-2";

  /**
   * Lines that are worked on at a time, along either axis: the columns that they meet in a view
   * stay in the nearest cache, and so do their sums.
   */
  private static final int BLOCK = 8;

  private final Orbit orbit;
  private final UprightGrid grid;
  private final FilteredViews views;
  private final LineKernel kernel;
  private final LinePath path;
  private final LineConstants shared;

  /** Values of the detector rows on one line; those beyond the detector are 0 and stay so. */
  private final float[] line;

  /**
   * Prepares to add up.
   *
   * @param views filtered, of all rows that the planes depend on; see {@link RowRange}
   */
  Backprojector(Orbit orbit, UprightGrid grid, FilteredViews views, LineKernel kernel) {
    this.orbit = orbit;
    this.grid = grid;
    this.views = views;
    this.kernel = kernel;
    this.shared = LineConstants.of(orbit, grid);
    this.path = new LinePath(orbit, shared);
    this.line = new float[orbit.rows().count() + 2 * LineKernel.MARGIN];
  }

  /** See {@link Backprojection#planes}. Each voxel is a sum over views in their order. */
  void planes(int zFrom, int zTo, float[] image) {
    int nx = grid.grid().nx();
    int ny = grid.grid().ny();
    int depth = zTo - zFrom;
    int stride = (depth + FilteredViews.ALIGNMENT - 1) / FilteredViews.ALIGNMENT;
    stride *= FilteredViews.ALIGNMENT;
    float[] sums = new float[BLOCK * BLOCK * stride];
    for (int y = 0; y < ny; y += BLOCK) {
      for (int x = 0; x < nx; x += BLOCK) {
        int yTo = Math.min(ny, y + BLOCK);
        int xTo = Math.min(nx, x + BLOCK);
        Arrays.fill(sums, 0);
        for (int view = 0; view < orbit.views(); view++) {
          add(view, x, xTo, y, yTo, zFrom, zTo, sums, stride);
        }
        int from = 0;
        for (int j = y; j < yTo; j++) {
          for (int i = x; i < xTo; i++) {
            for (int k = 0; k < depth; k++) {
              // A view that is left out, as no row is there, must not be told by a zero's sign.
              image[(k * ny + j) * nx + i] = sums[from + k] + 0f;
            }
            from += stride;
          }
        }
      }
    }
  }

  /** Adds what a view gives to the lines of a block. */
  private void add(
      int view, int x, int xTo, int y, int yTo, int zFrom, int zTo, float[] sums, int stride) {
    int first = zFrom - shared.middlePlane();
    int halfRows = shared.halfRows();
    int last = first + (zTo - zFrom) - 1;
    float[] values = views.view(view);
    RowRange rows = views.rows();
    int at = 0;
    for (int j = y; j < yTo; j++) {
      for (int i = x; i < xTo; i++) {
        if (path.set(view, grid.x(i, j), grid.y(i, j))) {
          // Rows that the line's voxels may be between; whole vectors of them.
          float one = Math.fma((float) first, path.step, path.start);
          float other = Math.fma((float) last, path.step, path.start);
          double low = Math.floor(Math.min(one, other)) + halfRows - rows.from();
          double high = Math.floor(Math.max(one, other)) + halfRows - rows.from();
          int from = (int) Math.max(0, low) & -FilteredViews.ALIGNMENT;
          int to = (int) Math.min(views.stride(), high + 3);
          if (to > from) {
            int count = Math.min(views.stride() - from, roundUp(to - from));
            int left = views.at(path.column) + from;
            kernel.interpolate(
                values,
                left,
                left + views.stride(),
                path.share,
                count,
                line,
                LineKernel.MARGIN + rows.from() + from);
            kernel.add(
                line,
                LineKernel.MARGIN + halfRows,
                path.start,
                path.step,
                path.weight,
                shared.lo(),
                shared.hi(),
                first,
                zTo - zFrom,
                sums,
                at);
          }
        }
        at += stride;
      }
    }
  }

  private static int roundUp(int count) {
    return (count + FilteredViews.ALIGNMENT - 1) & -FilteredViews.ALIGNMENT;
  }
}
