package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Jvms;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.plan.FileTile;
import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of the same values are equal byte for byte, whoever writes them. */
class SameBytesTest {
  private static final int VIEWS = 5;
  private static final int ROWS = 13;
  private static final int COLUMNS = 70;

  @TempDir Path temp;

  /** Writes files of each kind into the folders that are given. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws IOException {
      for (String folder : args) {
        write(Path.of(folder));
      }
    }
  }

  private static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(folder.toUri());
    Configuration conf = new Configuration();
    SampleTile sample = new SampleTile(VIEWS, ROWS, COLUMNS, 17);
    Tile tile =
        new Tile(
            SampleTile.FIRST_VIEW,
            SampleTile.FIRST_VIEW + VIEWS,
            SampleTile.FIRST_ROW,
            SampleTile.FIRST_ROW + ROWS);
    for (Compression compression : Compression.values()) {
      try (SinogramFiles files =
          new SinogramFiles(
              directory,
              conf,
              compression,
              List.of(new FileTile(0, tile)),
              compression.name().toLowerCase(Locale.ROOT),
              COLUMNS,
              ValueColumn.LINE_INTEGRALS)) {
        sample.writeRows(files::write, VIEWS * ROWS);
      }
    }
    Geometry geometry =
        Trajectories.cone(1000, 1500, Panel.flat(4, 4, 1.5), Trajectories.angles(100, 3, 360));
    ViewsFile.write(new org.apache.hadoop.fs.Path(directory, "views.parquet"), conf, geometry);
  }

  /** The CRC-32C of each file in a folder, by name. */
  private static Map<String, String> checksums(Path folder) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        checksums.put(file.getFileName().toString(), "%08x".formatted(crc.getValue()));
      }
    }
    return checksums;
  }

  @Test
  void everyJvmAndEveryAttemptWritesTheSameBytes() throws Exception {
    Path here = temp.resolve("here");
    write(here);
    int folders = 0;
    for (Path java : Jvms.all()) {
      // An enum's hash is another in each JVM: with four of them an order that hangs on it shows.
      for (int run = 0; run < 4; run++) {
        Path first = temp.resolve("there-" + folders++);
        Path second = temp.resolve("there-" + folders++);
        Process process =
            new ProcessBuilder(
                    java.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Writer.class.getName(),
                    first.toString(),
                    second.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor(), java::toString);
        for (Path there : List.of(first, second)) {
          for (String name : checksums(here).keySet()) {
            assertEquals(
                -1,
                Files.mismatch(here.resolve(name), there.resolve(name)),
                () -> "%s by %s: the first byte that differs".formatted(name, java));
          }
        }
      }
    }
    assertTrue(folders > 0);
  }

  /**
   * If this fails and no library has changed, {@link FileIdentity#FORMAT} must be raised; then put
   * down the new checksums.
   */
  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    write(temp.resolve("here"));
    assertEquals(1, FileIdentity.FORMAT);
    assertEquals(
        Map.of(
            "none-00000.parquet", "f30f3551",
            "snappy-00000.parquet", "100aa5d0",
            "zstd-00000.parquet", "77fd4eb2",
            "views.parquet", "b964a058"),
        checksums(temp.resolve("here")));
  }
}
