package io.sinotrace.sinogram.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InvalidRecordException;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file being read column by column, a row group at a time, which is what it holds in
 * memory. The checksums of the pages are verified. With a condition, row groups and pages without a
 * row that meets it are not read; of the others all rows are there.
 */
final class ColumnFile implements AutoCloseable {
  private final CountedInput input;
  private final ParquetFileReader reader;
  private final MessageType schema;

  /** Opens a file, to read all of it. */
  ColumnFile(Path path, Configuration conf) throws IOException {
    this(path, conf, FilterCompat.NOOP, null);
  }

  /**
   * Opens a file.
   *
   * @param wanted the columns to read; null for all
   * @throws IOException also if the file has not all of them
   */
  ColumnFile(
      Path path, Configuration conf, FilterCompat.Filter condition, @Nullable MessageType wanted)
      throws IOException {
    this.input = new CountedInput(HadoopInputFile.fromPath(path, conf));
    ParquetReadOptions.Builder options =
        HadoopReadOptions.builder(conf)
            .usePageChecksumVerification()
            .withRecordFilter(condition)
            .useStatsFilter()
            .useColumnIndexFilter();
    if (path.getFileSystem(conf).getUri().getScheme().equals("file")) {
      // For these reads the local file system opens the file anew, by its name: it may have been
      // moved meanwhile.
      options.withUseHadoopVectoredIo(false);
    }
    this.reader = ParquetFileReader.open(input, options.build());
    MessageType all = reader.getFileMetaData().getSchema();
    this.schema = wanted == null ? all : wanted;
    try {
      all.checkContains(schema);
      reader.setRequestedSchema(schema);
    } catch (InvalidRecordException e) {
      reader.close();
      throw new IOException("it has not the columns " + schema.getColumns(), e);
    }
  }

  /** A row group. */
  final class RowGroup {
    private final long rows;
    private final ColumnReadStore columns;

    private RowGroup(PageReadStore pages) {
      this.rows = pages.getRowCount();
      this.columns =
          new ColumnReadStoreImpl(
              pages,
              new GroupRecordConverter(schema).getRootConverter(),
              schema,
              reader.getFileMetaData().getCreatedBy());
    }

    long rows() {
      return rows;
    }

    /** Returns a column of numbers. */
    ColumnReader column(String name) {
      return columns.getColumnReader(schema.getColumnDescription(new String[] {name}));
    }

    /** Returns the elements of a column of lists, given by the names on the way to it. */
    ColumnReader list(List<String> path) {
      String[] leaf = SinogramSchema.leaf(path).toArray(String[]::new);
      return columns.getColumnReader(schema.getColumnDescription(leaf));
    }
  }

  /** Returns what is known of the row groups before they are read. */
  List<BlockMetaData> rowGroups() {
    return reader.getRowGroups();
  }

  /** Returns the bytes read so far. */
  long bytes() {
    return input.bytes();
  }

  /** Returns the next row group, or null after the last. */
  @Nullable RowGroup next() throws IOException {
    PageReadStore pages = reader.readNextFilteredRowGroup();
    return pages == null ? null : new RowGroup(pages);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
