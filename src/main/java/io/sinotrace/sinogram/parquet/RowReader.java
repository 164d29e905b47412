package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.Columns;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the detector rows of a file that {@link SinogramFile} wrote, one after the other; one row
 * group is held in memory at a time. The checksums of the pages are verified.
 */
public final class RowReader implements AutoCloseable {
  private final ColumnFile file;
  private final float[] pixels;
  private @Nullable Group group;
  private int view;
  private int row;

  /** The columns of a row group, and how many of its rows are still to come. */
  private static final class Group {
    private final ColumnReader views;
    private final ColumnReader rows;
    private final ColumnReader elements;
    private long left;

    Group(ColumnFile.RowGroup group) {
      this.views = group.column(Columns.VIEW);
      this.rows = group.column(Columns.ROW);
      this.elements = group.list(Columns.LINE_INTEGRAL);
      this.left = group.rows();
    }
  }

  /**
   * Opens a file.
   *
   * @param columns pixels of a detector row
   */
  public RowReader(Path path, Configuration conf, int columns) throws IOException {
    this.file = new ColumnFile(path, conf);
    this.pixels = new float[columns];
  }

  /**
   * Reads the next row; false after the last.
   *
   * @throws IOException if the file cannot be read, or a row has another number of pixels
   * @throws RuntimeException if it is damaged
   */
  public boolean next() throws IOException {
    while (group == null || group.left == 0) {
      ColumnFile.RowGroup next = file.next();
      if (next == null) {
        return false;
      }
      group = new Group(next);
    }
    group.left--;
    view = integer(group.views);
    row = integer(group.rows);
    for (int c = 0; c < pixels.length; c++) {
      pixels[c] = group.elements.getFloat();
      group.elements.consume();
      // 0: the next element, if any, is another list's.
      if (group.elements.getCurrentRepetitionLevel() != (c < pixels.length - 1 ? 1 : 0)) {
        throw new IOException("a row is not of " + pixels.length + " pixels");
      }
    }
    return true;
  }

  private static int integer(ColumnReader column) {
    int value = column.getInteger();
    column.consume();
    return value;
  }

  /** Returns the view of the row that was read last. */
  public int view() {
    return view;
  }

  /** Returns the number of the row that was read last. */
  public int row() {
    return row;
  }

  /** Returns the pixels of the row that was read last; overwritten by the next. */
  public float[] pixels() {
    return pixels;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
