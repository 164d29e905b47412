package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.FileTile;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinogramFilesTest {
  private static final int VIEWS = 5;
  private static final int ROWS = 11;
  private static final int COLUMNS = 7;

  /**
   * Two views, then three; four rows, four, three. Between the files of the two views come other
   * numbers, as where other tasks write the other rows.
   */
  private static final List<FileTile> FILES = files(new int[] {0, 2, 5}, new int[] {0, 4, 8, 11});

  private static List<FileTile> files(int[] views, int[] rows) {
    List<FileTile> files = new ArrayList<>();
    for (int v = 1; v < views.length; v++) {
      for (int r = 1; r < rows.length; r++) {
        files.add(
            new FileTile(
                40 + 10 * v + r,
                new Tile(
                    SampleTile.FIRST_VIEW + views[v - 1],
                    SampleTile.FIRST_VIEW + views[v],
                    SampleTile.FIRST_ROW + rows[r - 1],
                    SampleTile.FIRST_ROW + rows[r])));
      }
    }
    return files;
  }

  @TempDir Path temp;

  private final SampleTile sample = new SampleTile(VIEWS, ROWS, COLUMNS, 11);

  private SinogramFiles files() {
    return new SinogramFiles(
        new org.apache.hadoop.fs.Path(temp.toUri()),
        new Configuration(),
        Compression.NONE,
        FILES,
        "00ff",
        COLUMNS,
        ValueColumn.LINE_INTEGRALS);
  }

  @Test
  void everyRowGoesIntoTheFileOfItsTile() throws IOException {
    SinogramFiles files = files();
    try (files) {
      sample.writeRows(files::write, VIEWS * ROWS);
      assertThrows(
          IllegalArgumentException.class,
          () ->
              files.write(SampleTile.FIRST_VIEW + VIEWS, SampleTile.FIRST_ROW, new float[7], 0, 0));
    }
    List<SinogramFiles.Written> written = files.written();
    assertEquals(
        List.of(
            "00ff-00051.parquet",
            "00ff-00052.parquet",
            "00ff-00053.parquet",
            "00ff-00061.parquet",
            "00ff-00062.parquet",
            "00ff-00063.parquet"),
        written.stream().map(SinogramFiles.Written::name).toList());
    for (int k = 0; k < written.size(); k++) {
      SinogramFiles.Written file = written.get(k);
      Tile tile = FILES.get(k).tile();
      assertEquals(List.of(tile), file.tiles());
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
    assertTrue(Files.exists(temp.resolve("00ff-00061.parquet")));
    assertThrows(
        RuntimeException.class,
        () -> SinogramReadersTest.readWithParquetJava(temp.resolve("00ff-00061.parquet"), sample));
  }

  @Test
  void aRowOutOfTurnIsRefused() throws IOException {
    float[] pixels = new float[COLUMNS];
    try (SinogramFiles files = files()) {
      assertThrows(
          IllegalArgumentException.class,
          () -> files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW + 5, pixels, 0, 0));
      files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW, pixels, 0, 0);
      assertThrows(
          IllegalArgumentException.class,
          () -> files.write(SampleTile.FIRST_VIEW, SampleTile.FIRST_ROW, pixels, 0, 0));
    }
  }

  @Test
  void aFileThatCannotBeMadeLeavesNoneOpen() throws IOException {
    Files.writeString(temp.resolve("00ff-00052.parquet"), "mine");
    SinogramFiles files = files();
    assertThrows(
        IOException.class,
        () -> {
          try (files) {
            sample.writeRows(files::write, 1);
          }
        });
    assertEquals("mine", Files.readString(temp.resolve("00ff-00052.parquet")));
    assertFalse(Files.exists(temp.resolve("00ff-00053.parquet")));
  }
}
