package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;

/**
 * A file of pixels being written: {@code view INT, row INT}, and {@code ARRAY<FLOAT>} for each
 * {@linkplain ValueColumn value column}, nothing null, one row for each detector row of each view,
 * ordered by view, then row.
 *
 * <p>A file is one tile and one row group. Since the numbers of views, rows and columns are known
 * when it is opened, its pages are put together here, as the Parquet format specification lays them
 * out, and not record by record as Parquet's own writers do, which costs many times as much. The
 * columns view and row come first and whole; then the first value column follows page by page, and
 * only one page of it is held in memory. The format wants one column after the other, so that the
 * compressed pages of further value columns are held until the last row. Pages of all columns are
 * cut at the same rows, so that a reader that wants some views or rows can skip the pages of the
 * others.
 *
 * <p>The footer comes last: a file that was closed before its last row has none, and no reader
 * takes it for a Parquet file.
 */
public final class SinogramFile implements AutoCloseable {
  /**
   * Pages of up to so many rows: a reader of one row of each view reads up to so many times as
   * much.
   */
  private static final int PAGE_ROWS = 6;

  /**
   * Short rows share a page up to this many pixels, 8 KiB: smaller pages would be mostly headers.
   */
  private static final int SMALL_PAGE_PIXELS = 1 << 11;

  /** Very long rows share a page only up to this many pixels: it is held in memory. */
  private static final int PAGE_PIXELS = 1 << 20;

  private final int[] views;
  private final int[] rows;
  private final int columns;
  private final long total;
  private final PageRows pages;
  private final List<ListPage> page = new ArrayList<>();

  /** The pages of each value column but the first. */
  private final List<List<PageWriter.Page>> later = new ArrayList<>();

  private final ChecksummedOutput output;
  private final PageWriter writer;
  private long next;
  private long nextPage;
  private long written;
  private boolean complete;

  /**
   * Opens a new file for a tile.
   *
   * @param views numbers in the scan of the tile's views, in the order they will be written
   * @param rows numbers of the detector rows of each view, in the order they will be written
   * @param columns pixels of a detector row
   * @param values the value columns, at least one
   * @throws IllegalArgumentException if the tile is empty
   * @throws IOException also if the file exists
   */
  public SinogramFile(
      Path path,
      Configuration conf,
      Compression compression,
      int[] views,
      int[] rows,
      int columns,
      List<ValueColumn> values)
      throws IOException {
    this(path, conf, compression, views, rows, columns, values.size(), SinogramSchema.of(values));
  }

  /**
   * Opens a new file of the same form with other names of its columns.
   *
   * @param values how many value columns the schema has
   */
  SinogramFile(
      Path path,
      Configuration conf,
      Compression compression,
      int[] views,
      int[] rows,
      int columns,
      int values,
      MessageType schema)
      throws IOException {
    if (views.length == 0 || rows.length == 0 || columns < 1) {
      throw new IllegalArgumentException(
          "an empty tile: %d views, %d rows, %d columns"
              .formatted(views.length, rows.length, columns));
    }
    this.views = views.clone();
    this.rows = rows.clone();
    this.columns = columns;
    this.total = (long) views.length * rows.length;
    int maxRows = pageRows(columns);
    this.pages = new PageRows(maxRows, rows.length, total);
    for (int k = 0; k < values; k++) {
      page.add(new ListPage(columns, Float.BYTES, maxRows));
      later.add(new ArrayList<>());
    }
    this.output = new ChecksummedOutput(path, conf);
    this.writer = new PageWriter(output, schema, compression);
  }

  private static int pageRows(int columns) {
    int rows = Math.max(PAGE_ROWS, SMALL_PAGE_PIXELS / columns);
    return Math.max(1, Math.min(rows, PAGE_PIXELS / columns));
  }

  /**
   * Writes the pixels of the next detector row: for value column k those from {@code values[offset
   * + k * stride]}.
   *
   * @throws IllegalArgumentException if it is not that row's turn
   */
  public void write(int view, int row, float[] values, int offset, int stride) throws IOException {
    if (next == total || view != view(next) || row != row(next)) {
      throw new IllegalArgumentException("not the turn of view " + view + ", row " + row);
    }
    // Counted before and after the write: if one row fails the file never becomes complete.
    long at = next++;
    if (at == 0) {
      writer.start(total);
      writer.writeIntegers(0, pages, this::view);
      writer.writeIntegers(1, pages, this::row);
      writer.startColumn(2, total * columns);
    }
    boolean starts = at == nextPage;
    if (starts) {
      nextPage = at + pages.at(at);
    }
    for (int k = 0; k < page.size(); k++) {
      add(k, starts ? pages.at(at) : 0, values, offset + k * stride);
    }
    written++;
  }

  /**
   * Adds the pixels of a row to the page of a value column.
   *
   * @param startRows how many rows the page has that begins with this one; 0 if none does
   */
  private void add(int column, int startRows, float[] values, int offset) throws IOException {
    ListPage of = page.get(column);
    if (startRows > 0) {
      of.start(startRows);
    }
    of.add(values, offset);
    if (of.full() && column == 0) {
      writer.write(writer.compressed(of));
    } else if (of.full()) {
      later.get(column).add(writer.compressed(of).copied());
    }
  }

  private int view(long at) {
    return views[(int) (at / rows.length)];
  }

  private int row(long at) {
    return rows[(int) (at % rows.length)];
  }

  /** Completes the file if every row was written, and leaves it without a footer otherwise. */
  @Override
  public void close() throws IOException {
    boolean ends = written == total && !complete;
    try (writer) {
      if (ends) {
        writer.endColumn();
        for (int k = 1; k < later.size(); k++) {
          writer.startColumn(2 + k, total * columns);
          for (PageWriter.Page held : later.get(k)) {
            writer.write(held);
          }
          writer.endColumn();
        }
        writer.end();
      }
    }
    complete |= ends;
  }

  /** Returns whether the file is closed and has all its rows. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the rows written. */
  public long rows() {
    return written;
  }

  /**
   * Returns the bytes of the closed file.
   *
   * @throws IllegalStateException if it is not complete
   */
  public long bytes() {
    checkComplete();
    return output.bytes();
  }

  /**
   * Returns the CRC-32C of the closed file's bytes, in hexadecimal.
   *
   * @throws IllegalStateException if it is not complete
   */
  public String crc32c() {
    checkComplete();
    return output.crc32c();
  }

  private void checkComplete() {
    if (!complete) {
      throw new IllegalStateException("%d of %d rows written".formatted(written, total));
    }
  }
}
