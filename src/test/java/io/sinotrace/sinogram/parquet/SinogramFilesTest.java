package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.FilePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinogramFilesTest {
  private static final int VIEWS = 5;
  private static final int ROWS = 11;
  private static final int COLUMNS = 7;

  /** Two views, then three; four rows, four, three. */
  private static final List<Tile> TILES =
      new FilePlan(3, 4)
          .files(
              new Tile(
                  SampleTile.FIRST_VIEW,
                  SampleTile.FIRST_VIEW + VIEWS,
                  SampleTile.FIRST_ROW,
                  SampleTile.FIRST_ROW + ROWS));

  @TempDir Path temp;

  private final SampleTile sample = new SampleTile(VIEWS, ROWS, COLUMNS, 11);

  private SinogramFiles files() {
    return new SinogramFiles(
        new org.apache.hadoop.fs.Path(temp.toUri()),
        new Configuration(),
        Compression.NONE,
        TILES,
        40,
        "123",
        COLUMNS);
  }

  @Test
  void everyRowGoesIntoTheFileOfItsTile() throws IOException {
    SinogramFiles files = files();
    try (files) {
      sample.writeRows(files::write, VIEWS * ROWS);
      assertThrows(
          IllegalArgumentException.class,
          () -> files.write(SampleTile.FIRST_VIEW + VIEWS, SampleTile.FIRST_ROW, new float[7], 0));
    }
    List<SinogramFiles.Written> written = files.written();
    assertEquals(6, written.size());
    for (int k = 0; k < written.size(); k++) {
      SinogramFiles.Written file = written.get(k);
      Tile tile = TILES.get(k);
      assertEquals("part-%05d-123.parquet".formatted(40 + k), file.name());
      assertEquals(tile.pixels(1), file.rows());
      Path path = temp.resolve(file.name());
      assertEquals(Files.size(path), file.bytes());
      SinogramReadersTest.readWithParquetJava(path, sample);
    }
    // Each row was read once, and had its own bits.
    sample.end(VIEWS * ROWS);
  }

  @Test
  void filesThatWereBegunAndLeftAreNone() throws IOException {
    SinogramFiles files = files();
    try (files) {
      sample.writeRows(files::write, 3 * ROWS + 5);
    }
    IllegalStateException e = assertThrows(IllegalStateException.class, files::written);
    assertEquals("3 of 6 files written", e.getMessage());
    assertTrue(Files.exists(temp.resolve("part-00043-123.parquet")));
    assertThrows(
        RuntimeException.class,
        () ->
            SinogramReadersTest.readWithParquetJava(
                temp.resolve("part-00043-123.parquet"), sample));
  }

  @Test
  void aRowOutOfTurnIsRefused() throws IOException {
    float[] pixels = new float[COLUMNS];
    try (SinogramFiles files = files()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW + 5, pixels, 0));
      files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW, pixels, 0);
      assertThrows(
          IllegalArgumentException.class,
          () -> files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW, pixels, 0));
    }
  }

  @Test
  void aFileThatCannotBeMadeLeavesNoneOpen() throws IOException {
    Files.writeString(temp.resolve("part-00041-123.parquet"), "mine");
    SinogramFiles files = files();
    assertThrows(
        IOException.class,
        () -> {
          try (files) {
            sample.writeRows(files::write, 1);
          }
        });
    assertEquals("mine", Files.readString(temp.resolve("part-00041-123.parquet")));
    assertFalse(Files.exists(temp.resolve("part-00042-123.parquet")));
  }
}
