package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a file, read without the rest. */
class RowReaderTest {
  private static final Configuration CONF = new Configuration();

  @RegisterExtension final Seed seed = Seed.drawn();

  @TempDir Path temp;

  private org.apache.hadoop.fs.Path file() {
    return new org.apache.hadoop.fs.Path(temp.resolve("tile.parquet").toUri());
  }

  private static int[] some(int[] numbers, SplittableRandom random) {
    int[] some = Arrays.stream(numbers).filter(number -> random.nextInt(3) == 0).toArray();
    return some.length == 0 ? new int[] {numbers[random.nextInt(numbers.length)]} : some;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "13, 19, 23", "40, 64, 5", "70, 3, 8", "3, 200, 2"})
  void anyRowsOfAnyViewsAreReadInTheirOrder(int views, int rows, int columns) throws IOException {
    SplittableRandom random = seed.random();
    SampleTile tile = new SampleTile(views, rows, columns, random.nextLong());
    tile.write(temp.resolve("tile.parquet"), Compression.ZSTD);
    for (int k = 0; k < 20; k++) {
      int[] someViews = some(tile.viewNumbers(), random);
      int[] someRows = some(tile.rowNumbers(), random);
      try (RowReader reader =
          new RowReader(file(), CONF, columns, ValueColumn.LINE_INTEGRALS, someViews, someRows)) {
        for (int view : someViews) {
          for (int row : someRows) {
            assertTrue(reader.next());
            assertEquals(List.of(view, row), List.of(reader.view(), reader.row()));
            tile.read(view, row, reader.pixels());
          }
        }
        assertFalse(reader.next());
      }
      tile.end(someViews.length * someRows.length);
    }
  }

  /** Reads a part and returns the bytes that this took, in parts of the file's. */
  private double share(int[] views, int[] rows) throws IOException {
    try (RowReader reader =
        new RowReader(file(), CONF, 400, ValueColumn.LINE_INTEGRALS, views, rows)) {
      for (int k = 0; k < views.length * rows.length; k++) {
        assertTrue(reader.next());
      }
      return (double) reader.bytes() / Files.size(temp.resolve("tile.parquet"));
    }
  }

  @Test
  void pagesOfOtherViewsAndRowsAreNotRead() throws IOException {
    SampleTile tile = new SampleTile(90, 64, 400, 3);
    tile.write(temp.resolve("tile.parquet"), Compression.NONE);
    int[] views = tile.viewNumbers();
    int[] rows = tile.rowNumbers();
    assertEquals(1, share(views, rows), 0.02);
    assertEquals(1 / 90.0, share(new int[] {views[7]}, rows), 0.03);
    assertEquals(6 / 64.0, share(views, new int[] {rows[10]}), 0.03);
    // Parquet alone would read all from the least to the greatest of a set of numbers.
    assertEquals(2 / 90.0, share(new int[] {views[0], views[89]}, rows), 0.03);
  }

  @Test
  void whatIsNotThereIsNotRead() throws IOException {
    new SampleTile(4, 5, 6, 1).write(temp.resolve("tile.parquet"), Compression.NONE);
    try (RowReader reader =
        new RowReader(file(), CONF, 6, ValueColumn.LINE_INTEGRALS, new int[] {0}, new int[] {0})) {
      assertFalse(reader.next());
    }
  }

  @Test
  void aFileSaysItsTile() throws IOException {
    new SampleTile(4, 5, 6, 1).write(temp.resolve("tile.parquet"), Compression.SNAPPY);
    assertEquals(List.of(new Tile(1000, 1004, 300, 305)), RowReader.tiles(file(), CONF));
  }

  @Test
  void aFileOfSomethingElseHasNone() throws IOException {
    Geometry geometry =
        Trajectories.cone(100, 150, Panel.flat(2, 3, 1), Trajectories.angles(4, 0, 360));
    ViewsFile.write(file(), CONF, geometry);
    IOException e = assertThrows(IOException.class, () -> RowReader.tiles(file(), CONF));
    assertEquals("the numbers of its views and rows are unknown", e.getMessage());
  }
}
