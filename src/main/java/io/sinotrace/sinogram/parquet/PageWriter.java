package io.sinotrace.sinogram.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.LongToIntFunction;
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

  /**
   * Writes the next column, one of required integers outside lists: it has no levels, so that its
   * pages are its values. Minimum, maximum and null count of every page let readers skip it.
   */
  void writeIntegers(int column, PageRows rows, LongToIntFunction values) throws IOException {
    ColumnDescriptor descriptor = schema.getColumns().get(column);
    ByteBuffer page =
        ByteBuffer.allocate(rows.most() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    startColumn(column, rows.total());
    int count;
    for (long first = 0; first < rows.total(); first += count) {
      count = rows.at(first);
      Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
      page.clear();
      for (int i = 0; i < count; i++) {
        int value = values.applyAsInt(first + i);
        page.putInt(value);
        statistics.updateStats(value);
      }
      writePage(page.array(), page.position(), count, count, statistics);
    }
    writer.endColumn();
  }

  /** Writes a page of lists, without statistics: no query filters by them, and NaN has no order. */
  void write(PixelPage page) throws IOException {
    writePage(page.array(), page.length(), page.values(), page.rows(), null);
  }

  private void writePage(
      byte[] page, int length, int values, int rows, @Nullable Statistics<?> statistics)
      throws IOException {
    writer.writeDataPage(
        values,
        length,
        compressor.compress(page, length),
        statistics,
        rows,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
  }

  /** Ends the last column, the row group and the file. */
  void end() throws IOException {
    writer.endColumn();
    writer.endBlock();
    writer.end(Map.of());
  }

  /** Closes the file; if it was not ended it has no footer. */
  @Override
  public void close() throws IOException {
    // The writer leaves its stream open once writing to it has failed.
    try (output;
        compressor) {
      writer.close();
    }
  }
}
