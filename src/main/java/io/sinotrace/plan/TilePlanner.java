package io.sinotrace.plan;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Tile;
import java.util.List;

/**
 * Cuts a scan into tiles of work: the partitions, each of which one task traces.
 *
 * <p>Rays of many rows are traced faster together, since they share the path of their column, and
 * so are those of many views, which meet the same voxels while these are in the processor's cache.
 * Up to 90 views x 384 rows make a tile, and where that gives too few tiles to keep all cores busy,
 * they are cut smaller. {@link FilePlan} says how their pixels are laid out in files.
 */
public final class TilePlanner {
  /** How a scan is cut. */
  public enum Split {
    /** By views and rows, from the sizes. */
    AUTO,
    /** By views alone: every tile has all rows. */
    VIEWS,
    /** By detector rows alone: every tile has all views. */
    ROWS
  }

  private static final int TILE_VIEWS = 90;
  private static final int TILE_ROWS = 384;

  /** Tiles have at least so many rows as long as they can be cut along views instead. */
  private static final int MIN_TILE_ROWS = 96;

  /** The most pixels of a tile whose size is chosen here: they may be in memory all at once. */
  private static final long CHOSEN_TILE_PIXELS = 1L << 24;

  /** The most pixels of any tile, 1 GiB. */
  private static final long MAX_TILE_PIXELS = 1L << 28;

  /** Tiles for each core, so that the last one to finish does not leave the others idle long. */
  private static final int TILES_PER_CORE = 3;

  private TilePlanner() {}

  /**
   * Returns tiles that cover all views and rows, ordered by view, then row.
   *
   * @param columns pixels of a detector row
   * @param split along what to cut
   * @param partitions how many tiles, or 0 to choose from the sizes
   * @param cores how many tasks run at a time; used if the number of tiles is chosen here
   * @throws InputException if more partitions are asked for than can be cut, or a tile would not
   *     fit in memory
   */
  public static List<Tile> plan(
      int views, int rows, int columns, Split split, int partitions, int cores) {
    List<Tile> tiles = tiles(views, rows, columns, split, partitions, cores);
    for (Tile tile : tiles) {
      if (tile.pixels(columns) > MAX_TILE_PIXELS) {
        throw new InputException(
            Setting.PARTITIONS,
            "a tile of %d views x %d rows x %d columns is too large;"
                    .formatted(tile.views(), tile.rows(), columns)
                + " expected at most 2^28 pixels: more partitions, or another split");
      }
    }
    return tiles;
  }

  private static List<Tile> tiles(
      int views, int rows, int columns, Split split, int partitions, int cores) {
    return switch (split) {
      case VIEWS -> cut(views, rows, count(views, rows, columns, views, partitions, cores), 1);
      case ROWS -> cut(views, rows, 1, count(views, rows, columns, rows, partitions, cores));
      case AUTO ->
          partitions > 0
              ? exactly(views, rows, partitions)
              : chosen(views, rows, columns, (long) TILES_PER_CORE * cores);
    };
  }

  private static int count(
      int views, int rows, int columns, int available, int partitions, int cores) {
    if (partitions > available) {
      throw tooMany(partitions, available);
    }
    if (partitions > 0) {
      return partitions;
    }
    long bySize = ceilDiv((long) views * rows * columns, CHOSEN_TILE_PIXELS);
    return (int) Math.min(available, Math.max(bySize, (long) TILES_PER_CORE * cores));
  }

  /** Returns exactly {@code partitions} tiles, as square in tile sizes as its divisors allow. */
  private static List<Tile> exactly(int views, int rows, int partitions) {
    int best = 0;
    double bestRatio = Double.POSITIVE_INFINITY;
    for (int v = 1; v <= partitions; v++) {
      if (partitions % v == 0 && v <= views && partitions / v <= rows) {
        double ratio =
            Math.abs(
                Math.log((double) views / v / TILE_VIEWS)
                    - Math.log((double) rows * v / partitions / TILE_ROWS));
        if (ratio < bestRatio) {
          bestRatio = ratio;
          best = v;
        }
      }
    }
    if (best == 0) {
      throw new InputException(
          Setting.PARTITIONS,
          "%d does not divide into blocks of %d views x %d rows; choose another number, or split by"
                  .formatted(partitions, views, rows)
              + " views or rows alone");
    }
    return cut(views, rows, best, partitions / best);
  }

  private static List<Tile> chosen(int views, int rows, int columns, long wanted) {
    int viewBlocks = (int) ceilDiv(views, TILE_VIEWS);
    int rowBlocks = (int) ceilDiv(rows, TILE_ROWS);
    while ((long) viewBlocks * rowBlocks < wanted
        || ceilDiv(views, viewBlocks) * ceilDiv(rows, rowBlocks) * columns > CHOSEN_TILE_PIXELS) {
      double v = (double) views / viewBlocks / TILE_VIEWS;
      double r = (double) rows / rowBlocks / MIN_TILE_ROWS;
      if (viewBlocks < views && (v >= r || rowBlocks >= rows)) {
        viewBlocks = Math.min(views, 2 * viewBlocks);
      } else if (rowBlocks < rows) {
        rowBlocks = Math.min(rows, 2 * rowBlocks);
      } else {
        break;
      }
    }
    return cut(views, rows, viewBlocks, rowBlocks);
  }

  private static List<Tile> cut(int views, int rows, int viewBlocks, int rowBlocks) {
    return new Tile(0, views, 0, rows).cutEvenly(viewBlocks, rowBlocks);
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }

  private static InputException tooMany(int partitions, int available) {
    return new InputException(
        Setting.PARTITIONS,
        "%d, but this scan can be cut into %d at most".formatted(partitions, available));
  }
}
