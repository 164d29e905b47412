package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.setup.RaySetup;
import org.jspecify.annotations.Nullable;

/**
 * Slanted lines of the pixels of a tile of one view. Seen from the source, they are parallel to the
 * lines of the volume's copy, which run along the lower of the two other axes than the rays' main
 * axis. So the rays to the pixels of one are near a plane that holds such lines, and enter a slab
 * in a few of them.
 *
 * <p>A line takes one pixel of each column (or of each row, where that is nearer to its direction),
 * in strips of as many as a vector has lanes; each strip has a direction of its own. Lines are
 * numbered by the row (column) of a strip's first pixel, less that pixel's offset; each pixel is in
 * one of them.
 */
final class Slant {
  /** Places where a line of pixels may begin in its first pixel, of which the best is taken. */
  private static final int PHASES = 16;

  /** Differences below this are rounding. */
  private static final double ROUNDING = 1e-9;

  /** Whether a lane is a column, and lines are numbered by rows; else the other way round. */
  final boolean byColumns;

  /** Pixels that lanes are: columns or rows of the tile. */
  final int lanes;

  /** Pixels across the lines: rows or columns of the tile. */
  final int across;

  /** Number of the first line. */
  final int from;

  /** The one after the last. */
  final int to;

  /** Whether windows would not hold what the rays of most strips meet. */
  final boolean wide;

  /** By lane, what is added to a line's number. */
  private final int[] offset;

  private Slant(boolean byColumns, int lanes, int across, boolean wide, int[] offset) {
    this.byColumns = byColumns;
    this.lanes = lanes;
    this.across = across;
    this.wide = wide;
    this.offset = offset;
    this.from = from(0, lanes);
    this.to = to(0, lanes);
  }

  /**
   * Returns those of a tile of a view; null where too many would be cut off by the tile's edges.
   *
   * @param ray to try rays with
   */
  static @Nullable Slant of(RaySetup ray, Tile tile, int view, int columns) {
    int rows = tile.rows();
    if (rows < VectorUnit.LANES || columns < VectorUnit.LANES) {
      return null;
    }
    int row = tile.rowFrom() + rows / 2;
    int column = columns / 2;
    double perColumn = Step.of(ray, view, row, column, 0, 1).along2;
    double perRow = Step.of(ray, view, row, column, 1, 0).along2;
    boolean byColumns = Math.abs(perColumn) <= Math.abs(perRow);
    int lanes = byColumns ? columns : rows;
    int[] offset = new int[lanes];
    int wide = 0;
    double base = 0;
    for (int lane = 0; lane < lanes; lane += VectorUnit.LANES) {
      int count = Math.min(VectorUnit.LANES, lanes - lane);
      int middle = lane + count / 2;
      int r = byColumns ? row : tile.rowFrom() + middle;
      int c = byColumns ? middle : column;
      Step onward = Step.of(ray, view, r, c, byColumns ? 0 : 1, byColumns ? 1 : 0);
      Step aside = Step.of(ray, view, r, c, byColumns ? 1 : 0, byColumns ? 0 : 1);
      double slope = -onward.along2 / aside.along2;
      if (!(Math.abs(slope) <= 2)) {
        // No number, or far from both ways: the rays beside have another main axis, or all are in a
        // plane. Any offsets are right.
        slope = 0;
      }
      double spacing = Math.abs(onward.along1 + slope * aside.along1);
      if (spacing * (VectorUnit.LANES - 1) > Windows.WIDTH - 3) {
        wide += count;
      }
      fillOffsets(slope, (int) Math.floor(base), offset, lane, count);
      base += slope * count;
    }
    return new Slant(byColumns, lanes, byColumns ? rows : columns, 2 * wide > lanes, offset);
  }

  /**
   * Fills in the offsets of a strip: those that leave the least distance from a straight line.
   *
   * @param base where the strip before it ends
   */
  private static void fillOffsets(double slope, int base, int[] offset, int first, int count) {
    double narrowest = Double.POSITIVE_INFINITY;
    double best = 0;
    for (int k = 0; k < PHASES; k++) {
      double phase = (double) k / PHASES;
      double least = 1;
      double most = 0;
      for (int lane = 0; lane < count; lane++) {
        double exact = slope * lane + phase;
        double rest = exact - Math.floor(exact);
        least = Math.min(least, rest);
        most = Math.max(most, rest);
      }
      if (most - least < narrowest - ROUNDING) {
        narrowest = most - least;
        best = phase;
      }
    }
    for (int lane = 0; lane < count; lane++) {
      offset[first + lane] = base + (int) Math.floor(slope * lane + best);
    }
  }

  /** Returns the first line that has a pixel in some lanes. */
  int from(int laneFrom, int laneTo) {
    int most = offset[laneFrom];
    for (int lane = laneFrom; lane < laneTo; lane++) {
      most = Math.max(most, offset[lane]);
    }
    return -most;
  }

  /** Returns the line after the last that has one. */
  int to(int laneFrom, int laneTo) {
    int least = offset[laneFrom];
    for (int lane = laneFrom; lane < laneTo; lane++) {
      least = Math.min(least, offset[lane]);
    }
    return across - least;
  }

  /** Returns the row (column), counted from the tile's first, of a line's pixel in a lane. */
  int at(int line, int lane) {
    return line + offset[lane];
  }

  /**
   * By how much the coordinates of a ray, along the two other axes, differ from those of one to
   * another pixel, in the middle of the main axis and in voxels; not numbers where their main axes
   * differ.
   */
  private record Step(double along1, double along2) {
    static Step of(RaySetup ray, int view, int row, int column, int rows, int columns) {
      ray.set(view, row, column);
      int axis = ray.axis;
      double start1 = ray.start1;
      double start2 = ray.start2;
      ray.set(view, row - rows, column - columns);
      return ray.axis == axis
          ? new Step(start1 - ray.start1, start2 - ray.start2)
          : new Step(Double.NaN, Double.NaN);
    }
  }
}
