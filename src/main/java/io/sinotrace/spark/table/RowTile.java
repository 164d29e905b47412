package io.sinotrace.spark.table;

import io.sinotrace.geometry.Tile;

/**
 * Rows of one scan that one task can make. Equal tiles have equal rows, so that Spark computes a
 * query that occurs twice only once.
 */
interface RowTile {
  /** Returns the scan's id. */
  String scan();

  /** Returns the views and detector rows. */
  Tile tile();

  /** Returns how many detector rows the scan has. */
  int scanRows();

  /** Returns the pixels of a detector row. */
  int pixels();

  /**
   * Returns the task that makes some of the rows.
   *
   * @param views numbers of views of the tile, ascending
   * @param rows numbers of its detector rows, ascending: each of them in each of the views
   */
  RowTask task(int[] views, int[] rows);
}
