package io.sinotrace.export;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a file: those of whole detector rows.
 *
 * @param type of a pixel
 * @param rescale by which values become integers; null: they are stored as they are
 * @param order of the rows
 * @param firstView the first of the views that it has
 * @param views how many follow one another from there
 * @param rows of a view
 * @param columns of a row
 */
public record PixelBlock(
    PixelType type,
    @Nullable Rescale rescale,
    Order order,
    int firstView,
    int views,
    int rows,
    int columns) {
  /** The order of pixels in a file. */
  public enum Order {
    /** All rows of a view, the lowest first, then the next view. */
    ROWS_OF_VIEW,
    /** All rows of a view, the highest first, then the next view. */
    ROWS_OF_VIEW_DOWNWARDS,
    /** A row of all views, the lowest row first, then the next row. */
    VIEWS_OF_ROW,
    /** All detector columns of a view, each from its highest row down, then the next view. */
    COLUMNS_OF_VIEW_DOWNWARDS
  }

  /** Returns all pixels of a scan. */
  static PixelBlock of(ExportScan scan, PixelType type, Order order) {
    return new PixelBlock(type, null, order, 0, scan.views(), scan.rows(), scan.columns());
  }

  /** Returns the number of bytes of a detector row. */
  public int rowBytes() {
    return Math.multiplyExact(columns, type.bytes());
  }

  /** Returns the number of bytes of all. */
  public long bytes() {
    return (long) views * rows * rowBytes();
  }

  /** Returns how many bytes of pixels lie before the first of a detector row. */
  public long offset(int view, int row) {
    int k = view - firstView;
    return switch (order) {
      case ROWS_OF_VIEW -> ((long) k * rows + row) * rowBytes();
      case ROWS_OF_VIEW_DOWNWARDS -> ((long) k * rows + (rows - 1 - row)) * rowBytes();
      case VIEWS_OF_ROW -> ((long) row * views + k) * rowBytes();
      case COLUMNS_OF_VIEW_DOWNWARDS ->
          (long) k * rows * rowBytes() + (long) (rows - 1 - row) * type.bytes();
    };
  }

  /** Returns how many bytes there are from a pixel of a detector row to the next. */
  public int stride() {
    return order == Order.COLUMNS_OF_VIEW_DOWNWARDS
        ? Math.multiplyExact(rows, type.bytes())
        : type.bytes();
  }

  /** Returns whether the pixels of a detector row lie one after the other. */
  public boolean isByRow() {
    return stride() == type.bytes();
  }

  /**
   * Encodes a detector row, one pixel after the other.
   *
   * @param bytes little-endian, with {@link #rowBytes} left
   * @throws io.sinotrace.InputException if the type cannot hold a value
   */
  public void encode(float[] pixels, ByteBuffer bytes) {
    for (float pixel : pixels) {
      if (rescale == null) {
        type.put(bytes, pixel);
      } else {
        bytes.putShort(rescale.stored(pixel));
      }
    }
  }
}
