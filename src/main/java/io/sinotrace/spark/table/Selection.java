package io.sinotrace.spark.table;

import io.sinotrace.geometry.Tile;
import io.sinotrace.sinogram.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one partition of a query makes: some detector rows of some views of a scan.
 *
 * @param part of the scan that has them all
 * @param views numbers of the views, ascending
 * @param rows numbers of the detector rows, ascending: each of them in each of the views
 */
record Selection(RowTile part, int[] views, int[] rows) {
  /** Returns a whole tile. */
  static Selection of(RowTile part) {
    Tile tile = part.tile();
    return new Selection(
        part,
        IntStream.range(tile.viewFrom(), tile.viewTo()).toArray(),
        IntStream.range(tile.rowFrom(), tile.rowTo()).toArray());
  }

  /** Returns how many rows of the table it has. */
  long count() {
    return (long) views.length * rows.length;
  }

  /**
   * Returns what a filter keeps of it: one selection for all views of which it keeps the same rows.
   */
  List<Selection> where(RowFilter filter) {
    IntFunction<BitSet> wanted = filter.in(part.scan(), part.scanRows());
    BitSet here = new BitSet();
    Arrays.stream(rows).forEach(here::set);
    Map<BitSet, List<Integer>> viewsOfRows = new LinkedHashMap<>();
    for (int view : views) {
      BitSet left = RowFilter.intersection(here, wanted.apply(view));
      viewsOfRows.computeIfAbsent(left, key -> new ArrayList<>()).add(view);
    }
    viewsOfRows.remove(new BitSet());
    List<Selection> parts = new ArrayList<>();
    viewsOfRows.forEach(
        (left, some) ->
            parts.add(
                new Selection(
                    part,
                    some.stream().mapToInt(Integer::intValue).toArray(),
                    left.stream().toArray())));
    return parts;
  }

  /**
   * Returns its first {@code limit} rows of the table: whole views, and the beginning of one more.
   */
  List<Selection> first(long limit) {
    if (limit >= count()) {
      return List.of(this);
    }
    int whole = (int) (limit / rows.length);
    int more = (int) (limit % rows.length);
    List<Selection> parts = new ArrayList<>();
    if (whole > 0) {
      parts.add(new Selection(part, Arrays.copyOf(views, whole), rows));
    }
    if (more > 0) {
      parts.add(new Selection(part, new int[] {views[whole]}, Arrays.copyOf(rows, more)));
    }
    return parts;
  }

  /** Returns the only value of the column scan, view or row in it, or null if there are several. */
  @Nullable Object value(String column) {
    return switch (column) {
      case Columns.SCAN -> part.scan();
      case Columns.VIEW -> views.length == 1 ? views[0] : null;
      case Columns.ROW -> rows.length == 1 ? rows[0] : null;
      default -> throw new IllegalArgumentException(column);
    };
  }

  /** Returns whether it is the same part of the same tile. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Selection selection
        && part.equals(selection.part)
        && Arrays.equals(views, selection.views)
        && Arrays.equals(rows, selection.rows);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(views) + Arrays.hashCode(rows);
  }

  /** Returns the task that makes its rows. */
  RowTask task() {
    return part.task(views, rows);
  }
}
