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
   * stay in the nearest cache, and their sums in the next one.
   */
  private static final int BLOCK = 8;

  private final Orbit orbit;
  private final UprightGrid grid;
  private final FilteredViews views;
  private final LineKernel kernel;
  private final LinePaths paths;
  private final LineConstants shared;

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
    this.paths = new LinePaths(orbit, shared, BLOCK * BLOCK);
  }

  /** See {@link Backprojection#planes}. Each voxel is a sum over views in their order. */
  void planes(int zFrom, int zTo, float[] image) {
    int nx = grid.grid().nx();
    int ny = grid.grid().ny();
    int depth = zTo - zFrom;
    SlabLines slab =
        new SlabLines(
            views.rows().from(),
            views.stride(),
            shared.halfRows(),
            shared.lo(),
            shared.hi(),
            zFrom - shared.middlePlane(),
            depth,
            new float[orbit.rows().count() + 2 * LineKernel.MARGIN]);
    int stride = (depth + FilteredViews.ALIGNMENT - 1) & -FilteredViews.ALIGNMENT;
    float[] sums = new float[BLOCK * BLOCK * stride];
    double[] xs = new double[BLOCK * BLOCK];
    double[] ys = new double[BLOCK * BLOCK];
    for (int y = 0; y < ny; y += BLOCK) {
      for (int x = 0; x < nx; x += BLOCK) {
        int yTo = Math.min(ny, y + BLOCK);
        int xTo = Math.min(nx, x + BLOCK);
        int lines = 0;
        for (int j = y; j < yTo; j++) {
          for (int i = x; i < xTo; i++) {
            xs[lines] = grid.x(i, j);
            ys[lines++] = grid.y(i, j);
          }
        }
        Arrays.fill(sums, 0);
        for (int view = 0; view < orbit.views(); view++) {
          // By themselves: among the long loops of the kernel the divisions would be waited for.
          paths.set(view, xs, ys, lines);
          add(slab, views.view(view), lines, sums, stride);
        }
        store(sums, stride, x, xTo, y, yTo, depth, image);
      }
    }
  }

  /** Puts the lines of a block into the image, a few neighbours in a row at a time. */
  private void store(
      float[] sums, int stride, int x, int xTo, int y, int yTo, int depth, float[] image) {
    int nx = grid.grid().nx();
    int ny = grid.grid().ny();
    for (int k = 0; k < depth; k++) {
      int from = k;
      for (int j = y; j < yTo; j++) {
        int to = (k * ny + j) * nx;
        for (int i = x; i < xTo; i++) {
          // A view that is left out, as it does not see a line, must not be told by a zero's sign.
          image[to + i] = sums[from] + 0f;
          from += stride;
        }
      }
    }
  }

  /**
   * Adds what a view gives to the lines of a block.
   *
   * @param values of the view
   * @param stride sums of a line
   */
  private void add(SlabLines slab, float[] values, int lines, float[] sums, int stride) {
    for (int k = 0; k < lines; k++) {
      int column = paths.column[k];
      if (column != LinePaths.NO_COLUMN) {
        kernel.backproject(
            slab,
            values,
            views.at(column),
            paths.share[k],
            paths.start[k],
            paths.step[k],
            paths.weight[k],
            sums,
            k * stride);
      }
    }
  }
}
