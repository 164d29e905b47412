package io.sinotrace.plan;

import io.sinotrace.geometry.Tile;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * How a scan is cut: into tiles, each the work of one task, and these into files.
 *
 * @param tiles that cover the scan once, ordered by view, then row
 */
public record ScanCut(List<TilePlan> tiles) implements Serializable {
  /** Returns the tiles of the files, in the order of the files' numbers. */
  public List<Tile> files() {
    return tiles.stream()
        .flatMap(tile -> tile.files().stream())
        .sorted(Comparator.comparingInt(FileTile::number))
        .map(FileTile::tile)
        .toList();
  }
}
