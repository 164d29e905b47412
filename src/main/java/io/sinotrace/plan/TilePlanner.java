package io.sinotrace.plan;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.geometry.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a scan into tiles of work: the partitions, each of which one task traces.
 *
 * <p>Rays of many rows are traced faster together, since they share the path of their column, and
 * so are those of many views, which meet the same voxels while these are in the processor's cache.
 * Up to 90 views x 384 rows make a tile, and where that gives too few tiles to keep all cores busy,
 * they are cut smaller.
 *
 * <p>How many cores there are must not show in the files. So the files are laid out first, by the
 * sizes of the scan alone (see {@link FilePlan}), and a tile is made of whole files; only where a
 * description says how to cut are the tiles cut first, and each of them into files.
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

  /**
   * How large tiles are that are made of whole files.
   *
   * @param together whether rays of many views and rows are traced faster together up to a point
   *     only, which is reached in 90 x 384; else the more, the better
   * @param perSlot tiles for each task at a time, at least
   * @param mostPixels of a tile
   */
  public record TaskSize(boolean together, int perSlot, long mostPixels) {
    /**
     * Three tiles for each task at a time, so that the last one to finish does not leave the others
     * idle long; of pixels that may be in memory all at once.
     */
    public static final TaskSize DEFAULT = new TaskSize(true, 3, 1L << 24);

    /** Returns the size of tiles that are as large as can be, and as few. */
    public static TaskSize largest(long mostPixels) {
      return new TaskSize(false, 1, Math.min(mostPixels, MAX_TILE_PIXELS));
    }
  }

  private static final int TILE_VIEWS = 90;
  private static final int TILE_ROWS = 384;

  /** Tiles have at least so many rows as long as they can be cut along views instead. */
  private static final int MIN_TILE_ROWS = 96;

  /** The most pixels of any tile, 1 GiB. */
  private static final long MAX_TILE_PIXELS = 1L << 28;

  /**
   * Files along the rows of a tile that was cut first: a task has them open at a time, and each
   * needs buffers and a stream to the storage. Tiles that are made of files have few by their size.
   */
  private static final int MAX_OPEN = 8;

  private final int views;
  private final int rows;
  private final int columns;

  private TilePlanner(int views, int rows, int columns) {
    this.views = views;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Cuts a scan. The files depend on {@code cores} in no case, and on {@code split} and {@code
   * partitions} only if either says how to cut.
   *
   * @param columns pixels of a detector row
   * @param split along what to cut
   * @param partitions how many tiles, or 0 to choose from the sizes
   * @param cores how many tasks run at a time; used if neither of the two says how to cut
   * @throws InputException if more partitions are asked for than can be cut, or a tile would not
   *     fit in memory
   */
  public static ScanCut plan(
      int views, int rows, int columns, Split split, int partitions, int cores) {
    return plan(views, rows, columns, split, partitions, cores, TaskSize.DEFAULT);
  }

  /** As above, into tiles of a size, which is used where {@code cores} is. */
  public static ScanCut plan(
      int views, int rows, int columns, Split split, int partitions, int cores, TaskSize size) {
    TilePlanner planner = new TilePlanner(views, rows, columns);
    List<TilePlan> tiles =
        split == Split.AUTO && partitions == 0
            ? planner.joined((long) size.perSlot * cores, size)
            : planner.inFiles(planner.asked(split, partitions));
    for (TilePlan tile : tiles) {
      if (tile.tile().pixels(columns) > MAX_TILE_PIXELS) {
        throw tooLarge(tile.tile(), columns, split, partitions);
      }
    }
    return new ScanCut(tiles);
  }

  private FilePlan scanFiles() {
    return FilePlan.of(whole(), columns, rows);
  }

  private Tile whole() {
    return new Tile(0, views, 0, rows);
  }

  /** Joins files into about as many tiles as are wanted. */
  private List<TilePlan> joined(long wanted, TaskSize size) {
    FilePlan files = scanFiles();
    int viewBlocks = blocks(views, size.together ? TILE_VIEWS : views, files.viewParts());
    int rowBlocks = blocks(rows, size.together ? TILE_ROWS : rows, files.rowParts());
    while ((long) viewBlocks * rowBlocks < wanted
        || ceilDiv(views, viewBlocks) * ceilDiv(rows, rowBlocks) * columns > size.mostPixels) {
      double v = (double) views / viewBlocks / TILE_VIEWS;
      double r = (double) rows / rowBlocks / MIN_TILE_ROWS;
      if (viewBlocks < files.viewParts() && (v >= r || rowBlocks >= files.rowParts())) {
        viewBlocks = Math.min(files.viewParts(), 2 * viewBlocks);
      } else if (rowBlocks < files.rowParts()) {
        rowBlocks = Math.min(files.rowParts(), 2 * rowBlocks);
      } else {
        break;
      }
    }
    return files.join(viewBlocks, rowBlocks, 0);
  }

  /**
   * Returns how many blocks of at most {@code most} a side of length {@code n} is cut into: doubled
   * from one, as the parts that they are made of are, so that these divide evenly among them.
   */
  private static int blocks(int n, int most, int limit) {
    int blocks = 1;
    while (blocks < limit && ceilDiv(n, blocks) > most) {
      blocks = Math.min(limit, 2 * blocks);
    }
    return blocks;
  }

  /** Returns the tiles that a description asks for. */
  private List<Tile> asked(Split split, int partitions) {
    return switch (split) {
      case VIEWS -> whole().cutEvenly(count(split, partitions, views), 1);
      case ROWS -> whole().cutEvenly(1, count(split, partitions, rows));
      case AUTO -> exactly(partitions);
    };
  }

  /** Returns how many tiles to cut along one axis: as many as there would be files, if not said. */
  private int count(Split split, int partitions, int available) {
    if (partitions > available) {
      throw new InputException(
          Setting.PARTITIONS,
          "%d, but split by %s this scan has %d at most; expected fewer, or another split"
              .formatted(partitions, split.name().toLowerCase(Locale.ROOT), available));
    }
    return partitions > 0 ? partitions : Math.min(available, scanFiles().count());
  }

  /** Returns exactly {@code partitions} tiles, as square in tile sizes as its divisors allow. */
  private List<Tile> exactly(int partitions) {
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
    return whole().cutEvenly(best, partitions / best);
  }

  /** Cuts each tile into files. */
  private List<TilePlan> inFiles(List<Tile> tiles) {
    List<TilePlan> plans = new ArrayList<>();
    int files = 0;
    for (Tile tile : tiles) {
      FilePlan plan = FilePlan.of(tile, columns, MAX_OPEN);
      plans.addAll(plan.join(1, 1, files));
      files += plan.count();
    }
    return plans;
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }

  private static InputException tooLarge(Tile tile, int columns, Split split, int partitions) {
    String tooLarge =
        "a tile of %d views x %d rows x %d columns is too large; expected at most 2^28 pixels: "
            .formatted(tile.views(), tile.rows(), columns);
    return partitions == 0 && split != Split.AUTO
        ? new InputException(Setting.SPLIT, tooLarge + "another split")
        : new InputException(Setting.PARTITIONS, tooLarge + "more partitions, or another split");
  }
}
