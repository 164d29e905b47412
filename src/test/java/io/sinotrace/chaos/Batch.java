package io.sinotrace.chaos;

import io.sinotrace.spark.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of small scans: random volumes of 16 x 16 x 16 voxels, each under two geometries.
 *
 * @param description the file that describes it
 * @param folder of the volumes
 * @param scans how many there are
 * @param settings that win over the description
 */
record Batch(Path description, Path folder, int scans, List<String> settings) {
  static final int VIEWS = 8;
  static final int ROWS = 16;
  static final int COLUMNS = 16;

  private static final int VOXELS = 16;

  /**
   * Makes one.
   *
   * @param parent an empty folder
   * @param settings that win over the description
   */
  static Batch make(Path parent, int volumes, long seed, String... settings) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("ct"));
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    for (int k = 0; k < volumes; k++) {
      Path file = folder.resolve("v%03d.npy".formatted(k));
      Samples.volume(file, VOXELS, VOXELS, VOXELS, seed + k);
      // Younger ones are left for the next run.
      Files.setLastModifiedTime(file, old);
    }
    Path description = parent.resolve("batch.yaml");
    // Scalar, since a JVM that is killed after seconds never gets to compile the others.
    Samples.description(
        description,
        """
        volume: {path: ct, units: per-mm, spacing: 1}
        geometry:
          - name: cone
            type: cone
            source-to-axis: 60
            source-to-detector: 100
            detector: {rows: %1$d, columns: %2$d, pixel: 2}
            views: {count: %3$d}
          - name: parallel
            type: parallel
            detector: {rows: %1$d, columns: %2$d, pixel: 1.5}
            views: {count: %3$d, range: 180}
        compute: {backend: scalar}
        output: {path: out, preview: none}
        """
            .formatted(ROWS, COLUMNS, VIEWS));
    return new Batch(description, folder, 2 * volumes, List.of(settings));
  }

  /** Returns the command line that computes it. */
  String[] run(Object output) {
    List<String> command = new ArrayList<>(List.of("run", description.toString()));
    command.addAll(settings);
    command.add("output.path=" + output);
    return command.toArray(String[]::new);
  }
}
