package io.sinotrace.geometry;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of views and detector rows, with all columns: what a task traces, or a file holds.
 *
 * @param viewFrom first view
 * @param viewTo first view after the tile
 * @param rowFrom first detector row
 * @param rowTo first detector row after the tile
 */
public record Tile(int viewFrom, int viewTo, int rowFrom, int rowTo) implements Serializable {
  /** Checks that there is at least one view and one row, from 0 on. */
  public Tile {
    if (viewFrom < 0 || viewTo <= viewFrom || rowFrom < 0 || rowTo <= rowFrom) {
      throw new IllegalArgumentException(
          "a tile of views %d to %d and rows %d to %d: expected at least one of each, from 0 on"
              .formatted(viewFrom, viewTo, rowFrom, rowTo));
    }
  }

  /** Returns the number of views. */
  public int views() {
    return viewTo - viewFrom;
  }

  /** Returns the number of detector rows of each view. */
  public int rows() {
    return rowTo - rowFrom;
  }

  /** Returns the number of pixels when each row has {@code columns} of them. */
  public long pixels(int columns) {
    return (long) views() * rows() * columns;
  }

  /**
   * Cuts this tile into equal parts; where a side cannot be divided, some are larger by one.
   *
   * @param viewParts parts along the views, from 1 to {@link #views()}
   * @param rowParts parts along the rows, from 1 to {@link #rows()}
   * @return the parts, ordered by view, then row; together they cover this tile once
   */
  public List<Tile> cutEvenly(int viewParts, int rowParts) {
    List<Tile> parts = new ArrayList<>(Math.multiplyExact(viewParts, rowParts));
    for (int v = 0; v < viewParts; v++) {
      for (int r = 0; r < rowParts; r++) {
        parts.add(
            new Tile(
                viewFrom + edge(v, views(), viewParts),
                viewFrom + edge(v + 1, views(), viewParts),
                rowFrom + edge(r, rows(), rowParts),
                rowFrom + edge(r + 1, rows(), rowParts)));
      }
    }
    return parts;
  }

  /** Returns where part {@code k} of a side of length {@code n} begins. */
  private static int edge(int k, int n, int parts) {
    return (int) ((long) k * n / parts);
  }

  /**
   * Cuts this tile into parts of a size; the last ones along a side have what is left, which may be
   * less.
   *
   * @param views of a part, at least 1
   * @param rows of a part, at least 1
   * @return the parts, ordered by view, then row; together they cover this tile once
   */
  public List<Tile> cutToSize(int views, int rows) {
    List<Tile> parts = new ArrayList<>();
    int partViewTo;
    for (int view = viewFrom; view < viewTo; view = partViewTo) {
      partViewTo = view + Math.min(views, viewTo - view);
      int partRowTo;
      for (int row = rowFrom; row < rowTo; row = partRowTo) {
        partRowTo = row + Math.min(rows, rowTo - row);
        parts.add(new Tile(view, partViewTo, row, partRowTo));
      }
    }
    return parts;
  }

  /**
   * Returns how many of this tile's pixels, ordered by view, row and column, come before the first
   * of a part of it.
   */
  public int pixelsBefore(Tile part, int columns) {
    long rows = (long) (part.viewFrom - viewFrom) * rows() + (part.rowFrom - rowFrom);
    return Math.toIntExact(rows * columns);
  }
}
