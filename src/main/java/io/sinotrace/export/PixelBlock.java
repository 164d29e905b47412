package io.sinotrace.export;

import java.nio.ByteBuffer;

/**
 * The pixels of a file: whole detector rows, one after the other.
 *
 * @param type of a pixel
 * @param order of the rows
 * @param firstView the first of the views that it has
 * @param views how many follow one another from there
 * @param rows of a view
 * @param columns of a row
 */
public record PixelBlock(
    PixelType type, Order order, int firstView, int views, int rows, int columns) {
  /** The order of detector rows in a file. */
  public enum Order {
    /** All rows of a view, the lowest first, then the next view. */
    ROWS_OF_VIEW,
    /** All rows of a view, the highest first, then the next view. */
    ROWS_OF_VIEW_DOWNWARDS,
    /** A row of all views, the lowest row first, then the next row. */
    VIEWS_OF_ROW
  }

  /** Returns all pixels of a scan. */
  static PixelBlock of(ExportScan scan, PixelType type, Order order) {
    return new PixelBlock(type, order, 0, scan.views(), scan.rows(), scan.columns());
  }

  /** Returns the number of bytes of a detector row. */
  public int rowBytes() {
    return Math.multiplyExact(columns, type.bytes());
  }

  /** Returns the number of bytes of all. */
  long bytes() {
    return (long) views * rows * rowBytes();
  }

  /** Returns how many bytes of pixels lie before a detector row. */
  public long offset(int view, int row) {
    int k = view - firstView;
    long before =
        switch (order) {
          case ROWS_OF_VIEW -> (long) k * rows + row;
          case ROWS_OF_VIEW_DOWNWARDS -> (long) k * rows + (rows - 1 - row);
          case VIEWS_OF_ROW -> (long) row * views + k;
        };
    return before * rowBytes();
  }

  /**
   * Encodes a detector row.
   *
   * @param bytes little-endian, with {@link #rowBytes} left
   * @throws io.sinotrace.InputException if the type cannot hold a value
   */
  public void encode(float[] pixels, ByteBuffer bytes) {
    for (float pixel : pixels) {
      type.put(bytes, pixel);
    }
  }
}
