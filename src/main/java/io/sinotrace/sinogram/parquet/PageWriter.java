package io.sinotrace.sinogram.parquet;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of one row group, written page by page, one column after the other; every page is
 * compressed and has a checksum, and its place is in the offset index.
 */
final class PageWriter implements Closeable {
  /** A limit that Parquet requires; it is never reached. */
  private static final long ROW_GROUP_BYTES = 1L << 40;

  private final MessageType schema;
  private final Compression compression;
  private final ChecksummedOutput output;
  private final ParquetFileWriter writer;
  private final PageCompressor compressor;

  /** Makes the file; fails if it exists. */
  PageWriter(ChecksummedOutput output, MessageType schema, Compression compression)
      throws IOException {
    this.schema = schema;
    this.compression = compression;
    this.output = output;
    this.writer =
        new ParquetFileWriter(
            output,
            schema,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0,
            null,
            ParquetProperties.builder().withPageWriteChecksumEnabled(true).build());
    this.compressor = new PageCompressor(compression);
  }

  /** Begins the file and its row group of {@code rows} rows. */
  void start(long rows) throws IOException {
    writer.start();
    writer.startBlock(rows);
  }

  /** Begins the next column. */
  void startColumn(int column, long values) throws IOException {
    writer.startColumn(schema.getColumns().get(column), values, compression.codec());
  }

  /** Ends the column whose pages were written one by one. */
  void endColumn() throws IOException {
    writer.endColumn();
  }

  /**
   * Writes the next column, one of required integers outside lists: it has no levels, so that its
   * pages are its values. Minimum, maximum and null count of every page let readers skip it.
   */
  void writeIntegers(int column, PageRows rows, LongToIntFunction values) throws IOException {
    ColumnDescriptor descriptor = schema.getColumns().get(column);
    PageBytes page = new PageBytes(rows.most() * Integer.BYTES);
    startColumn(column, rows.total());
    int count;
    for (long first = 0; first < rows.total(); first += count) {
      count = rows.at(first);
      Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
      page.clear();
      for (int i = 0; i < count; i++) {
        int value = values.applyAsInt(first + i);
        page.put(value);
        statistics.updateStats(value);
      }
      writePage(page, count, statistics);
    }
    endColumn();
  }

  /**
   * Writes the next column, one of optional doubles outside lists: its definition levels are 1
   * where there is a value. NaN stands for null.
   */
  void writeOptionalDoubles(int column, PageRows rows, LongToDoubleFunction values)
      throws IOException {
    PageBytes page =
        new PageBytes(
            PageBytes.MAX_LENGTH_BYTES + rows.most() * (PageBytes.MAX_RUN_BYTES + Double.BYTES));
    startColumn(column, rows.total());
    int count;
    for (long first = 0; first < rows.total(); first += count) {
      count = rows.at(first);
      double[] all = new double[count];
      for (int i = 0; i < count; i++) {
        all[i] = values.applyAsDouble(first + i);
      }
      page.clear();
      page.startLevels();
      int from = 0;
      for (int to = 1; to <= count; to++) {
        if (to == count || Double.isNaN(all[to]) != Double.isNaN(all[from])) {
          page.putRun(to - from, Double.isNaN(all[from]) ? 0 : 1);
          from = to;
        }
      }
      page.endLevels();
      for (double value : all) {
        if (!Double.isNaN(value)) {
          page.put(value);
        }
      }
      writePage(new Page(count, count, page.length(), compress(page)), null);
    }
    endColumn();
  }

  /**
   * A compressed page, to be written when its column's turn has come.
   *
   * @param values in it
   * @param rows in it
   * @param length of its bytes before they were compressed
   * @param bytes compressed; where they are not {@link #copied}, only until the next is compressed
   */
  record Page(int values, int rows, int length, BytesInput bytes) {
    /** Returns a page that stays as it is. */
    Page copied() throws IOException {
      ByteArrayOutputStream copy = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
      bytes.writeAllTo(copy);
      return new Page(values, rows, length, BytesInput.from(copy.toByteArray()));
    }
  }

  /** Returns a page of lists, compressed. */
  Page compressed(ListPage page) throws IOException {
    return new Page(page.values(), page.rows(), page.bytes().length(), compress(page.bytes()));
  }

  /** Writes a page of lists, without statistics: no query filters by them, and NaN has no order. */
  void write(Page page) throws IOException {
    writePage(page, null);
  }

  private void writePage(PageBytes page, int rows, Statistics<?> statistics) throws IOException {
    writePage(new Page(rows, rows, page.length(), compress(page)), statistics);
  }

  private BytesInput compress(PageBytes page) throws IOException {
    return compressor.compress(page.array(), page.length());
  }

  private void writePage(Page page, @Nullable Statistics<?> statistics) throws IOException {
    writer.writeDataPage(
        page.values,
        page.length,
        page.bytes,
        statistics,
        page.rows,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
  }

  /** Ends the row group and the file. */
  void end() throws IOException {
    writer.endBlock();
    output.hold();
    writer.end(Map.of());
    byte[] end = CanonicalFooter.of(output.release());
    output.append(end, 0, end.length);
    output.complete();
  }

  /** Closes the file; if it was not ended it has no footer, and in an object store is not there. */
  @Override
  public void close() throws IOException {
    // The writer leaves its stream open once writing to it has failed.
    try (output;
        compressor) {
      writer.close();
    }
  }
}
