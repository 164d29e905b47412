package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layout of a sinogram file, and what becomes of files that fail. */
class SinogramFileTest {
  @TempDir Path temp;

  private static InputFile input(Path file) throws IOException {
    return HadoopInputFile.fromPath(
        new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
  }

  private static int value(java.nio.ByteBuffer bytes) {
    return bytes.duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
  }

  @ParameterizedTest
  @EnumSource
  void everyPageIsInTheIndexes(Compression compression) throws IOException {
    Path file = temp.resolve("tile.parquet");
    // 2 views of 14 rows: pages of rows 0-4, 5-9 and 10-13, twice.
    new SampleTile(2, 14, 400, 1).write(file, compression);
    try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
      assertEquals(1, reader.getRowGroups().size());
      BlockMetaData block = reader.getRowGroups().get(0);
      assertEquals(28, block.getRowCount());
      assertEquals(
          List.of(28L, 28L, 11_200L),
          block.getColumns().stream().map(ColumnChunkMetaData::getValueCount).toList());
      for (ColumnChunkMetaData column : block.getColumns()) {
        assertEquals(compression.codec(), column.getCodec());
        OffsetIndex pages = reader.readOffsetIndex(column);
        assertEquals(
            List.of(0L, 5L, 10L, 14L, 19L, 24L),
            IntStream.range(0, pages.getPageCount()).mapToObj(pages::getFirstRowIndex).toList());
      }
      ColumnIndex views = reader.readColumnIndex(block.getColumns().get(0));
      assertEquals(BoundaryOrder.ASCENDING, views.getBoundaryOrder());
      checkRanges(
          new int[][] {
            {1000, 1000}, {1000, 1000}, {1000, 1000}, {1001, 1001}, {1001, 1001}, {1001, 1001}
          },
          views);
      ColumnIndex rows = reader.readColumnIndex(block.getColumns().get(1));
      checkRanges(
          new int[][] {{300, 304}, {305, 309}, {310, 313}, {300, 304}, {305, 309}, {310, 313}},
          rows);
      Statistics<?> statistics = block.getColumns().get(1).getStatistics();
      assertEquals(300, statistics.genericGetMin());
      assertEquals(313, statistics.genericGetMax());
      assertEquals(0, statistics.getNumNulls());
      assertNull(reader.readColumnIndex(block.getColumns().get(2)));
      assertTrue(block.getColumns().get(2).getStatistics().isEmpty());
      // Three columns, one after the other, from the first byte after the magic.
      long at = 4;
      for (ColumnChunkMetaData column : block.getColumns()) {
        assertEquals(at, column.getStartingPos());
        at += column.getTotalSize();
      }
    }
  }

  private static void checkRanges(int[][] expected, ColumnIndex index) {
    for (int page = 0; page < expected.length; page++) {
      assertEquals(expected[page][0], value(index.getMinValues().get(page)), "page " + page);
      assertEquals(expected[page][1], value(index.getMaxValues().get(page)), "page " + page);
    }
    assertEquals(expected.length, index.getMinValues().size());
    assertEquals(Collections.nCopies(expected.length, 0L), index.getNullCounts());
    assertEquals(Collections.nCopies(expected.length, false), index.getNullPages());
  }

  @Test
  void veryLongRowsShareSmallerPages() throws IOException {
    Path file = temp.resolve("tile.parquet");
    new SampleTile(1, 8, 200_000, 2).write(file, Compression.NONE);
    try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
      for (ColumnChunkMetaData column : reader.getRowGroups().get(0).getColumns()) {
        OffsetIndex pages = reader.readOffsetIndex(column);
        assertEquals(2, pages.getPageCount());
        assertEquals(4, pages.getFirstRowIndex(1));
      }
    }
  }

  @Test
  void shortRowsShareLargerPages() throws IOException {
    Path file = temp.resolve("tile.parquet");
    // 64 rows of 32 pixels are 8 KiB: two views.
    new SampleTile(5, 32, 32, 2).write(file, Compression.NONE);
    try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
      for (ColumnChunkMetaData column : reader.getRowGroups().get(0).getColumns()) {
        OffsetIndex pages = reader.readOffsetIndex(column);
        assertEquals(
            List.of(0L, 64L, 128L),
            IntStream.range(0, pages.getPageCount()).mapToObj(pages::getFirstRowIndex).toList());
      }
    }
  }

  private long rowsRead(Path file, FilterPredicate filter) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder().withRecordFilter(FilterCompat.get(filter)).build();
    try (ParquetFileReader reader = ParquetFileReader.open(input(file), options)) {
      PageReadStore pages = reader.readNextFilteredRowGroup();
      return pages == null ? 0 : pages.getRowCount();
    }
  }

  @Test
  void filtersReadTheirPagesAlone() throws IOException {
    Path file = temp.resolve("tile.parquet");
    new SampleTile(90, 64, 400, 3).write(file, Compression.ZSTD);
    FilterPredicate row = FilterApi.eq(FilterApi.intColumn("row"), SampleTile.FIRST_ROW + 10);
    FilterPredicate view = FilterApi.eq(FilterApi.intColumn("view"), SampleTile.FIRST_VIEW + 7);
    // Of each view the page of rows 6 to 11; of one view its eleven pages; of both one.
    assertEquals(90 * 6, rowsRead(file, row));
    assertEquals(64, rowsRead(file, view));
    assertEquals(6, rowsRead(file, FilterApi.and(row, view)));
    assertEquals(0, rowsRead(file, FilterApi.eq(FilterApi.intColumn("row"), 64)));
  }

  @ParameterizedTest
  @EnumSource
  void aFlippedBitIsFound(Compression compression) throws IOException {
    Path file = temp.resolve("tile.parquet");
    new SampleTile(2, 50, 400, 4).write(file, compression);
    byte[] bytes = Files.readAllBytes(file);
    for (int column = 0; column < 3; column++) {
      int lastOfPage;
      try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
        ColumnChunkMetaData chunk = reader.getRowGroups().get(0).getColumns().get(column);
        lastOfPage = (int) reader.readOffsetIndex(chunk).getOffset(1) - 1;
      }
      readPages(file, column);
      byte[] flipped = bytes.clone();
      flipped[lastOfPage] ^= 0x10;
      Files.write(file, flipped);
      int broken = column;
      assertThrows(ParquetDecodingException.class, () -> readPages(file, broken));
      Files.write(file, bytes);
    }
  }

  private static void readPages(Path file, int column) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder().withPageChecksumVerification(true).build();
    try (ParquetFileReader reader = ParquetFileReader.open(input(file), options)) {
      PageReadStore pages = reader.readNextRowGroup();
      ColumnDescriptor descriptor =
          reader.getFooter().getFileMetaData().getSchema().getColumns().get(column);
      assertNotNull(pages.getPageReader(descriptor).readPage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theChecksumIsThatOfTheFile(Compression compression) throws IOException {
    Path file = temp.resolve("tile.parquet");
    SinogramFile written = new SampleTile(3, 40, 30, 5).write(file, compression);
    CRC32C crc = new CRC32C();
    crc.update(Files.readAllBytes(file));
    assertEquals("%08x".formatted(crc.getValue()), written.crc32c());
    assertEquals(Files.size(file), written.bytes());
    assertEquals(120, written.rows());
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aFileThatIsThereIsLeftAlone() throws IOException {
    Path file = temp.resolve("tile.parquet");
    Files.writeString(file, "mine");
    assertThrows(IOException.class, () -> new SampleTile(1, 1, 1, 6).open(file, Compression.NONE));
    assertEquals("mine", Files.readString(file));
  }

  private static void checkIsNoParquet(Path file) {
    assertThrows(RuntimeException.class, () -> ParquetFileReader.open(input(file)).close());
  }

  @ParameterizedTest
  @EnumSource
  void anAbandonedFileIsNone(Compression compression) throws IOException {
    SampleTile tile = new SampleTile(2, 40, 3, 7);
    for (int rows : new int[] {0, 1, 32, 79}) {
      Path file = temp.resolve(rows + ".parquet");
      SinogramFile out = tile.open(file, compression);
      tile.writeRows(out, rows);
      out.close();
      out.close();
      checkIsNoParquet(file);
      assertEquals(rows, out.rows());
      assertThrows(IllegalStateException.class, out::bytes);
      assertThrows(IllegalStateException.class, out::crc32c);
    }
  }

  @Test
  void rowsComeInTheirOrderAndNoMore() throws IOException {
    float[] pixels = new float[3];
    SampleTile tile = new SampleTile(2, 2, 3, 8);
    Path file = temp.resolve("tile.parquet");
    try (SinogramFile out = tile.open(file, Compression.NONE)) {
      assertThrows(IllegalArgumentException.class, () -> out.write(1000, 301, pixels, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> out.write(1001, 300, pixels, 0, 0));
      tile.writeRows(out, 4);
      assertThrows(IllegalArgumentException.class, () -> out.write(1001, 301, pixels, 0, 0));
      assertThrows(IllegalArgumentException.class, () -> out.write(1002, 300, pixels, 0, 0));
    }
    try (ParquetFileReader reader = ParquetFileReader.open(input(file))) {
      assertEquals(4, reader.getRecordCount());
    }
  }

  @Test
  void aRowThatFailsSpoilsTheFile() throws IOException {
    SampleTile tile = new SampleTile(1, 2, 3, 9);
    Path file = temp.resolve("tile.parquet");
    SinogramFile out = tile.open(file, Compression.NONE);
    assertThrows(IndexOutOfBoundsException.class, () -> out.write(1000, 300, new float[2], 0, 0));
    out.write(1000, 301, new float[3], 0, 0);
    out.close();
    checkIsNoParquet(file);
  }

  @Test
  void anEmptyTileIsRefused() {
    Path file = temp.resolve("tile.parquet");
    for (int[] shape : new int[][] {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new SinogramFile(
                      new org.apache.hadoop.fs.Path(file.toUri()),
                      new Configuration(),
                      Compression.NONE,
                      new int[shape[0]],
                      new int[shape[1]],
                      shape[2],
                      ValueColumn.LINE_INTEGRALS)
                  .close());
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aFullDiskIsReportedAndTheFileIsLetGo() throws IOException {
    Configuration conf = new Configuration();
    conf.setClass("fs.full.impl", FullDisk.class, FileSystem.class);
    SampleTile tile = new SampleTile(2, 40, 30, 10);
    long size = tile.write(temp.resolve("good.parquet"), Compression.NONE).bytes();
    // Within the first page of pixels; within the footer.
    for (long capacity : new long[] {2000, size - 20}) {
      FullDisk.capacity = capacity;
      FullDisk.open = 0;
      SinogramFile out =
          new SinogramFile(
              new org.apache.hadoop.fs.Path("full:///tile.parquet"),
              conf,
              Compression.NONE,
              tile.viewNumbers(),
              tile.rowNumbers(),
              30,
              ValueColumn.LINE_INTEGRALS);
      assertEquals(1, FullDisk.open);
      IOException e =
          assertThrows(
              IOException.class,
              () -> {
                try (out) {
                  tile.writeRows(out, 80);
                }
              });
      assertEquals("full:/tile.parquet cannot be written: no space left", e.getMessage());
      assertEquals("no space left", Objects.requireNonNull(e.getCause()).getMessage());
      assertEquals(0, FullDisk.open);
      assertThrows(IllegalStateException.class, out::crc32c);
    }
  }

  /** Takes so many bytes in all, and keeps none. */
  public static final class FullDisk extends RawLocalFileSystem {
    private static long capacity;
    private static int open;

    @Override
    public URI getUri() {
      return URI.create("full:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      open++;
      OutputStream stream =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              if (--capacity < 0) {
                throw new IOException("no space left");
              }
            }

            @Override
            public void close() {
              open--;
            }
          };
      return new FSDataOutputStream(stream, null);
    }
  }
}
