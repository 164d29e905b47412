package io.sinotrace.plan;

import io.sinotrace.geometry.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * How a scan, or a tile of one, is laid out in files: it is cut evenly along views and along
 * detector rows, and each part is a file of one row group.
 *
 * <p>Up to 2^21 pixels, 8 MiB, are one file. What is larger is cut by these rules:
 *
 * <ul>
 *   <li>About eight parts along views and along rows: many readers skip whole row groups and
 *       nothing smaller, so that one projection (all rows of a view) or one sinogram (one row of
 *       all views) costs them an eighth of the scan.
 *   <li>At most 90 views x 64 rows, and at most 2^24 pixels, a file: a row group of such a tile is
 *       what readers skip best in both directions, and what they hold in memory at a time. Hence
 *       not the 256 MB that are usual for tables: cut so, a scan of 200 MB would be read whole for
 *       one row of it. A file is also the least that a task writes: as one file that scan would
 *       keep one core busy, and here it keeps 32.
 *   <li>At least 2^20 pixels, 4 MiB, a file, even where there are fewer parts then: each file costs
 *       every reader a request and a footer.
 * </ul>
 *
 * <p>The number of parts is doubled as often as the rules allow, so that files can be joined into
 * tasks of equal sizes. Nothing but the sizes counts: the same scan has the same files on every
 * cluster.
 *
 * @param whole what is cut
 * @param viewParts parts along the views
 * @param rowParts parts along the detector rows
 */
record FilePlan(Tile whole, int viewParts, int rowParts) {
  private static final int MAX_VIEWS = 90;
  private static final int MAX_ROWS = 64;
  private static final int MAX_PIXELS = 1 << 24;
  private static final int MIN_PIXELS = 1 << 20;

  /** Parts that a scan is to have along views, and along rows. */
  private static final int PARTS = 8;

  /**
   * Returns the layout.
   *
   * @param columns pixels of a detector row
   * @param maxRowParts parts along the rows at most
   */
  static FilePlan of(Tile whole, int columns, int maxRowParts) {
    int maxViews = Math.max(1, Math.min(MAX_VIEWS, MAX_PIXELS / columns));
    int maxRows = Math.max(1, Math.min(MAX_ROWS, MAX_PIXELS / maxViews / columns));
    int viewLimit = whole.views();
    int rowLimit = Math.min(whole.rows(), maxRowParts);
    int v = 1;
    int r = 1;
    while (whole.pixels(columns) >= 2.0 * MIN_PIXELS * v * r) {
      double views = v == viewLimit ? 0 : tooLarge(whole.views(), v, maxViews);
      double rows = r == rowLimit ? 0 : tooLarge(whole.rows(), r, maxRows);
      if (Math.max(views, rows) <= 1) {
        break;
      }
      if (views > rows) {
        v = Math.min(viewLimit, 2 * v);
      } else {
        r = Math.min(rowLimit, 2 * r);
      }
    }
    return new FilePlan(whole, v, r);
  }

  /** Returns how many times too large the parts of a side of length {@code n} are. */
  private static double tooLarge(int n, int parts, int most) {
    return Math.max((double) PARTS, (double) n / most) / parts;
  }

  /** Returns the number of files. */
  int count() {
    return viewParts * rowParts;
  }

  /**
   * Joins files into tiles of as equal sizes as whole files allow.
   *
   * @param viewBlocks tiles along the views, up to {@link #viewParts}
   * @param rowBlocks tiles along the rows, up to {@link #rowParts}
   * @param firstNumber number of the first file
   * @return the tiles, ordered by view, then row
   */
  List<TilePlan> join(int viewBlocks, int rowBlocks, int firstNumber) {
    List<Tile> files = whole.cutEvenly(viewParts, rowParts);
    List<TilePlan> tiles = new ArrayList<>();
    // Blocks of the grid of files: its "views" are parts along the views.
    for (Tile block : new Tile(0, viewParts, 0, rowParts).cutEvenly(viewBlocks, rowBlocks)) {
      List<FileTile> joined = new ArrayList<>();
      for (int v = block.viewFrom(); v < block.viewTo(); v++) {
        for (int r = block.rowFrom(); r < block.rowTo(); r++) {
          int at = v * rowParts + r;
          joined.add(new FileTile(firstNumber + at, files.get(at)));
        }
      }
      Tile first = joined.get(0).tile();
      Tile last = joined.get(joined.size() - 1).tile();
      tiles.add(
          new TilePlan(
              new Tile(first.viewFrom(), last.viewTo(), first.rowFrom(), last.rowTo()), joined));
    }
    return tiles;
  }
}
