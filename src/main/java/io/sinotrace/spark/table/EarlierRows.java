package io.sinotrace.spark.table;

import io.sinotrace.sinogram.ValueColumn;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the rows of earlier views on which those of a query depend (afterglow), wherever in the
 * scan they are. Each task makes them again for itself, so that its rows are the same however the
 * work is cut.
 */
final class EarlierRows {
  private final int views;
  private final Map<String, List<RowTile>> tiles;

  /**
   * Looks for the tiles of some scans.
   *
   * @param asked the value columns of the query
   */
  EarlierRows(RowSource source, Set<String> scans, List<ValueColumn> asked) {
    this.views = source.values().earlierViews(asked);
    this.tiles =
        views == 0
            ? Map.of()
            : source.tiles(RowFilter.scans(scans::contains), asked).stream()
                .collect(
                    Collectors.groupingBy(
                        RowTile::scan,
                        Collectors.mapping(RowTile.class::cast, Collectors.toList())));
  }

  /** Returns what makes the rows on which those of a partition depend, besides its own. */
  List<RowTask> before(Selection partition) {
    if (views == 0) {
      return List.of();
    }
    BitSet earlier = new BitSet();
    for (int view : partition.views()) {
      earlier.set(Math.max(0, view - views), view);
    }
    Arrays.stream(partition.views()).forEach(earlier::clear);
    BitSet rows = new BitSet();
    Arrays.stream(partition.rows()).forEach(rows::set);
    RowFilter wanted = RowFilter.views(earlier::get).and(RowFilter.rows(rows::get));
    return tiles.getOrDefault(partition.part().scan(), List.of()).stream()
        .flatMap(tile -> Selection.of(tile).where(wanted).stream())
        .map(Selection::task)
        .toList();
  }
}
