package io.sinotrace.sinogram.parquet;

/**
 * How a tile's rows fall on pages. A page that began in one view and ended in the next would span
 * all detector rows, and be read for any of them; so pages end where their view does, or, where
 * views have few rows, hold several views whole.
 *
 * @param most rows on a page
 * @param viewRows rows of each view in the tile
 * @param total rows of the tile
 */
record PageRows(int most, int viewRows, long total) {
  /** Returns how many rows the page has that begins with this row of the tile. */
  int at(long row) {
    if (viewRows < most) {
      int whole = most / viewRows * viewRows;
      return (int) Math.min(whole, total - row);
    }
    int pages = (viewRows + most - 1) / most;
    int even = (viewRows + pages - 1) / pages;
    return Math.min(even, viewRows - (int) (row % viewRows));
  }
}
