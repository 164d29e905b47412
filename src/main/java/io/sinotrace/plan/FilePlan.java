package io.sinotrace.plan;

import io.sinotrace.geometry.Tile;
import java.util.List;

/**
 * How a scan is laid out in files: each holds a tile of views and detector rows, as one row group.
 *
 * <p>Many readers skip whole row groups and nothing smaller. So a scan is cut into about eight
 * parts along views and along rows, so that a reader of one projection (all rows of a view) or one
 * sinogram (one row of all views) reads an eighth of it. Large scans are cut into tiles of 90 views
 * x 64 rows, and small ones into fewer tiles, so that files do not get tiny.
 *
 * @param views of a tile at most
 * @param rows of a tile at most
 */
public record FilePlan(int views, int rows) {
  private static final int MAX_VIEWS = 90;
  private static final int MAX_ROWS = 64;

  /** Parts that a large scan is cut into along views, and along rows. */
  private static final int CUTS = 8;

  /** About the fewest pixels of a file, 2 MiB: more files would cost more than they help. */
  private static final double MIN_PIXELS = 1 << 19;

  /** Files that a task writes at a time: each needs buffers, and a stream to the storage. */
  private static final int MAX_OPEN = 8;

  /** Returns the layout of a scan. */
  public static FilePlan of(int views, int rows, int columns) {
    double possible = Math.sqrt((double) views * rows * columns / MIN_PIXELS);
    int cuts = (int) Math.max(1, Math.min(CUTS, possible));
    return new FilePlan(
        Math.min(MAX_VIEWS, (views + cuts - 1) / cuts),
        Math.min(MAX_ROWS, (rows + cuts - 1) / cuts));
  }

  /** Returns the tiles of the files for what one task traces, ordered by view, then row. */
  public List<Tile> files(Tile work) {
    int viewCuts = cuts(work.views(), views);
    int rowCuts = Math.min(MAX_OPEN, cuts(work.rows(), rows));
    return work.cutEvenly(viewCuts, rowCuts);
  }

  private static int cuts(int n, int most) {
    return (n + most - 1) / most;
  }
}
