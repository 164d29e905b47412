package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.util.Arrays;

/** Adds filtered projections up to planes of an image on the processor, line by line. */
public final class Backprojector {
  /** Name of the arithmetic that all kernels share: another name stands for other bits. */
  public static final String ARITHMETIC = "line-2";

  /** Bytes that the sums of a block of lines may take: a quarter of a small second-level cache. */
  private static final int BLOCK_BYTES = 256 << 10;

  private static final int LEAST_SIDE = 8;
  private static final int MOST_SIDE = 32;

  private final Orbit orbit;
  private final UprightGrid grid;
  private final FilteredViews views;
  private final LineKernel kernel;
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
    int side = side(stride);
    LinePaths paths = new LinePaths(orbit, shared, side * side);
    float[] sums = new float[side * side * stride];
    double[] xs = new double[side * side];
    double[] ys = new double[side * side];
    for (int y = 0; y < ny; y += side) {
      for (int x = 0; x < nx; x += side) {
        int yTo = Math.min(ny, y + side);
        int xTo = Math.min(nx, x + side);
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
          add(slab, paths, views.view(view), lines, sums, stride);
        }
        store(sums, stride, x, xTo, y, yTo, depth, image);
      }
    }
  }

  /**
   * Returns how many lines are worked on at a time, along either axis: as many as leave their sums
   * in the second-level cache, since a column of a view, which comes from farther away, then serves
   * the more lines.
   *
   * @param stride sums of a line
   */
  private static int side(int stride) {
    int side = MOST_SIDE;
    while (side > LEAST_SIDE && (long) side * side * stride * Float.BYTES > BLOCK_BYTES) {
      side /= 2;
    }
    return side;
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
   * @param paths of the lines in the view
   * @param values of the view
   * @param stride sums of a line
   */
  private void add(
      SlabLines slab, LinePaths paths, float[] values, int lines, float[] sums, int stride) {
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
