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
  private static final int MOST_VIEWS = 90;
  private static final int MOST_ROWS = 64;
  private static final int CUTS = 8;

  /** Fewer pixels, 2 MiB, are not worth a file. */
  private static final double LEAST_PIXELS = 1 << 19;

  /** Files that a task writes to at a time: each wants buffers, and a stream to the storage. */
  private static final int MOST_OPEN = 8;

  /** Returns the layout of a scan. */
  public static FilePlan of(int views, int rows, int columns) {
    double worth = Math.sqrt((double) views * rows * columns / LEAST_PIXELS);
    int cuts = (int) Math.max(1, Math.min(CUTS, worth));
    return new FilePlan(
        Math.min(MOST_VIEWS, (views + cuts - 1) / cuts),
        Math.min(MOST_ROWS, (rows + cuts - 1) / cuts));
  }

  /** Returns the tiles of the files for what one task traces, ordered by view, then row. */
  public List<Tile> files(Tile work) {
    int viewCuts = cuts(work.views(), views);
    int rowCuts = Math.min(MOST_OPEN, cuts(work.rows(), rows));
    return work.cutEvenly(viewCuts, rowCuts);
  }

  private static int cuts(int n, int most) {
    return (n + most - 1) / most;
  }
}
