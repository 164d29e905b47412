package io.sinotrace.sinogram.parquet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * A small Parquet file being written record by record.
 *
 * @param <T> what a row is written from
 */
final class ParquetFile<T> implements AutoCloseable {
  private final ChecksummedOutput output;
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
      BiConsumer<T, RecordConsumer> fill)
      throws IOException {
    this.output = new ChecksummedOutput(path, conf);
    this.writer =
        new Builder<>(output, schema, fill)
            .withConf(conf)
            .withCompressionCodec(compression.codec())
            .withDictionaryEncoding(false)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .build();
  }

  void write(T row) throws IOException {
    writer.write(row);
    rows++;
  }

  /** Returns what was written, once the file is closed. */
  SinogramFiles.Written written(String name) {
    return new SinogramFiles.Written(name, rows, output.bytes(), output.crc32c(), List.of());
  }

  @Override
  public void close() throws IOException {
    // The writer leaves its stream open once writing to it has failed.
    try (output) {
      writer.close();
    }
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
}
