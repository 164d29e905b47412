package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * A block of views and detector rows, with all columns: what a task traces, or a file holds.
 *
 * @param viewFrom first view
 * @param viewTo first view after the tile
 * @param rowFrom first detector row
 * @param rowTo first detector row after the tile
 */
public record Tile(int viewFrom, int viewTo, int rowFrom, int rowTo) implements Serializable {
  /** Refuses an empty or negative block. */
  public Tile {
    if (viewFrom < 0 || viewTo <= viewFrom || rowFrom < 0 || rowTo <= rowFrom) {
      throw new IllegalArgumentException(
          "an empty tile: views "
              + viewFrom
              + " to "
              + viewTo
              + ", rows "
              + rowFrom
              + " to "
              + rowTo);
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
}
