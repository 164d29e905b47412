package io.sinotrace.sinogram;

import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * One Parquet file being written, with a checksum of its bytes.
 *
 * @param <T> what a row is written from
 */
final class ParquetFile<T> implements AutoCloseable {
  /** The whole file is one row group: it holds one tile. */
  private static final long ROW_GROUP_BYTES = 1L << 40;

  private final Output output;
  private final ParquetWriter<T> writer;
  private long rows;

  /**
   * Opens a new file.
   *
   * @param fill writes one row's fields, between the message's start and end
   * @throws IOException also if the file exists
   */
  ParquetFile(
      Path path,
      Configuration conf,
      MessageType schema,
      Compression compression,
      int pageRows,
      BiConsumer<T, RecordConsumer> fill)
      throws IOException {
    this.output = new Output(path, conf);
    this.writer =
        new Builder<>(output, schema, fill)
            .withConf(conf)
            .withCompressionCodec(compression.codec())
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageRowCountLimit(pageRows)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .build();
  }

  void write(T row) throws IOException {
    writer.write(row);
    rows++;
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Returns the rows written. */
  long rows() {
    return rows;
  }

  /** Returns the bytes of the closed file. */
  long bytes() {
    return output.bytes;
  }

  /** Returns the CRC-32C of the closed file's bytes, in hexadecimal. */
  String crc32c() {
    return "%08x".formatted(output.crc.getValue());
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final MessageType schema;
    private final BiConsumer<T, RecordConsumer> fill;

    Builder(OutputFile file, MessageType schema, BiConsumer<T, RecordConsumer> fill) {
      super(file);
      this.schema = schema;
      this.fill = fill;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the base class all the same.
    protected WriteSupport<T> getWriteSupport(Configuration conf) {
      return new Rows<>(schema, fill);
    }
  }

  private static final class Rows<T> extends WriteSupport<T> {
    private final MessageType schema;
    private final BiConsumer<T, RecordConsumer> fill;

    @SuppressWarnings("NullAway.Init") // Parquet calls prepareForWrite before any write.
    private RecordConsumer consumer;

    Rows(MessageType schema, BiConsumer<T, RecordConsumer> fill) {
      this.schema = schema;
      this.fill = fill;
    }

    @Override
    @SuppressWarnings("deprecation") // Abstract in the base class all the same.
    public WriteContext init(Configuration conf) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      this.consumer = recordConsumer;
    }

    @Override
    public void write(T row) {
      consumer.startMessage();
      fill.accept(row, consumer);
      consumer.endMessage();
    }
  }

  /** Counts and checks the bytes on their way; Parquet writes a file from front to end. */
  private static final class Output implements OutputFile {
    private final Path path;
    private final Configuration conf;
    private final CRC32C crc = new CRC32C();
    private long bytes;

    Output(Path path, Configuration conf) {
      this.path = path;
      this.conf = conf;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
      FSDataOutputStream out = Storage.of(path, conf).create(path, false);
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return bytes;
        }

        @Override
        public void write(int b) throws IOException {
          out.write(b);
          crc.update(b);
          bytes++;
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
          out.write(b, off, len);
          crc.update(b, off, len);
          bytes += len;
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }

    @Override
    public String getPath() {
      return path.toString();
    }
  }
}
