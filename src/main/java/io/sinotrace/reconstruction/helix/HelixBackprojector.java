package io.sinotrace.reconstruction.helix;

import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.util.Arrays;

/**
 * Adds filtered parallel views of a helical scan up to planes of an image. No voxel depends on
 * which planes are asked for together.
 */
public final class HelixBackprojector {
  /** Name of the arithmetic that all kernels share: another name stands for other bits. */
  public static final String ARITHMETIC = "helix-1";

  /** Lines that are worked on at a time, along either axis. */
  private static final int BLOCK = 8;

  /** What the sum of weights begins at, so that 0 / 0 is 0; too little to be seen otherwise. */
  private static final float NOTHING = 0x1p-96f;

  /** Rows by which p may be off, at most, for rounding. */
  private static final double ROUNDING = 0.01;

  private final ParallelViews parallel;
  private final UprightGrid grid;
  private final FilteredViews views;
  private final HelixCoverage.Range range;
  private final LineKernel kernel;
  private final HelixPath path;
  private final RowWeight weight;
  private final int rows;
  private final int halfRows;
  private final float lo;
  private final float hi;

  /** Values of the detector rows on one line, the outermost of them repeated beyond. */
  private final float[] line;

  private float[] values = new float[0];
  private float[] sums = new float[0];
  private float[] weights = new float[0];

  /**
   * Prepares to add up.
   *
   * @param views filtered, with all rows
   * @param range which views these are
   */
  public HelixBackprojector(
      ParallelViews parallel,
      UprightGrid grid,
      FilteredViews views,
      HelixCoverage.Range range,
      LineKernel kernel) {
    this.parallel = parallel;
    this.grid = grid;
    this.views = views;
    this.range = range;
    this.kernel = kernel;
    this.path = new HelixPath(parallel, grid);
    this.rows = parallel.helix().orbit().rows().count();
    this.weight = new RowWeight(rows);
    this.halfRows = rows >> 1;
    this.lo = -halfRows - 1.5f;
    this.hi = rows - halfRows - 0.5f;
    this.line = new float[rows + 2 * LineKernel.MARGIN];
  }

  /**
   * Computes planes of the image.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   * @param image receives [z][y][x] of these planes, x fastest
   */
  public void planes(int zFrom, int zTo, float[] image) {
    int nx = grid.grid().nx();
    int ny = grid.grid().ny();
    int depth = zTo - zFrom;
    float[] totals = new float[BLOCK * BLOCK * depth];
    values = new float[depth + LineKernel.MARGIN];
    sums = new float[depth];
    weights = new float[depth];
    for (int y = 0; y < ny; y += BLOCK) {
      for (int x = 0; x < nx; x += BLOCK) {
        int yTo = Math.min(ny, y + BLOCK);
        int xTo = Math.min(nx, x + BLOCK);
        Arrays.fill(totals, 0);
        for (int direction = 0; direction < parallel.directions(); direction++) {
          int at = 0;
          for (int j = y; j < yTo; j++) {
            for (int i = x; i < xTo; i++) {
              add(direction, grid.x(i, j), grid.y(i, j), zFrom, depth, totals, at);
              at += depth;
            }
          }
        }
        int from = 0;
        for (int j = y; j < yTo; j++) {
          for (int i = x; i < xTo; i++) {
            for (int k = 0; k < depth; k++) {
              image[(k * ny + j) * nx + i] = totals[from + k];
            }
            from += depth;
          }
        }
      }
    }
  }

  /** Adds what the views of a direction give to a line. */
  private void add(
      int direction, double x, double y, int zFrom, int depth, float[] totals, int at) {
    int period = parallel.directions();
    int first = range.from() + Math.floorMod(direction - range.from(), period);
    boolean seen = false;
    for (int view = first; view < range.to(); view += period) {
      if (path.set(view, x, y)) {
        if (!seen) {
          Arrays.fill(sums, 0);
          Arrays.fill(weights, NOTHING);
          seen = true;
        }
        add(view, zFrom, depth);
      }
    }
    for (int k = 0; seen && k < depth; k++) {
      totals[at + k] += sums[k] / weights[k];
    }
  }

  /** Adds what a view gives to those voxels of a line that the detector reaches. */
  private void add(int view, int zFrom, int depth) {
    int begin = zFrom - (grid.grid().nz() >> 1);
    double reach = RowWeight.REACH * rows / 2 + ROUNDING;
    double one = (weight.middle() - reach - path.start) / path.step;
    double other = (weight.middle() + reach - path.start) / path.step;
    int from = (int) Math.max(0, Math.floor(Math.min(one, other)) - begin);
    int to = (int) Math.min(depth, Math.ceil(Math.max(one, other)) - begin + 1);
    if (to <= from) {
      return;
    }
    int count = to - from;
    int left = views.at(path.column);
    kernel.interpolate(
        views.view(view - range.from()),
        left,
        left + views.stride(),
        path.share,
        views.stride(),
        line,
        LineKernel.MARGIN);
    Arrays.fill(line, LineKernel.MARGIN - 2, LineKernel.MARGIN, line[LineKernel.MARGIN]);
    int end = LineKernel.MARGIN + rows;
    Arrays.fill(line, end, end + 2, line[end - 1]);
    Arrays.fill(values, 0, Math.min(values.length, count), 0);
    kernel.add(
        line,
        LineKernel.MARGIN + halfRows,
        path.start,
        path.step,
        1,
        lo,
        hi,
        begin + from,
        count,
        values,
        0);
    weight.add(values, path.start, path.step, begin + from, count, sums, weights, from);
  }
}
