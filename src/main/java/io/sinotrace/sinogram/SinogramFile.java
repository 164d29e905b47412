package io.sinotrace.sinogram;

import io.sinotrace.sinogram.SinogramFile.Row;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * A file of line integrals being written: {@code view INT, row INT, line_integral ARRAY<FLOAT>},
 * nothing null, one row for each detector row of each view.
 */
public final class SinogramFile implements AutoCloseable {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message sinogram {
            required int32 view;
            required int32 row;
            required group line_integral (LIST) {
              repeated group list {
                required float element;
              }
            }
          }
          """);

  /** Pages of this many rows: the finest grain at which a reader can skip. */
  private static final int PAGE_ROWS = 32;

  private final ParquetFile<Row> file;

  record Row(int view, int row, float[] values, int offset, int columns) {}

  /** Opens a new file; fails if it exists. */
  public SinogramFile(Path path, Configuration conf, Compression compression) throws IOException {
    this.file = new ParquetFile<>(path, conf, SCHEMA, compression, PAGE_ROWS, SinogramFile::fill);
  }

  /** Writes the {@code columns} pixels of one detector row from {@code values[offset]}. */
  public void write(int view, int row, float[] values, int offset, int columns) throws IOException {
    file.write(new Row(view, row, values, offset, columns));
  }

  private static void fill(Row row, RecordConsumer out) {
    out.startField("view", 0);
    out.addInteger(row.view);
    out.endField("view", 0);
    out.startField("row", 1);
    out.addInteger(row.row);
    out.endField("row", 1);
    out.startField("line_integral", 2);
    out.startGroup();
    out.startField("list", 0);
    for (int c = 0; c < row.columns; c++) {
      out.startGroup();
      out.startField("element", 0);
      out.addFloat(row.values[row.offset + c]);
      out.endField("element", 0);
      out.endGroup();
    }
    out.endField("list", 0);
    out.endGroup();
    out.endField("line_integral", 2);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Returns the rows written. */
  public long rows() {
    return file.rows();
  }

  /** Returns the bytes of the closed file. */
  public long bytes() {
    return file.bytes();
  }

  /** Returns the CRC-32C of the closed file's bytes, in hexadecimal. */
  public String crc32c() {
    return file.crc32c();
  }
}
