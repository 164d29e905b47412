package io.sinotrace.sinogram.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.sinogram.parquet.SinogramFile;
import io.sinotrace.sinogram.parquet.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A scan that is told from others by its number of views, which is also the value of its pixels: a
 * file a view, of two rows of three pixels.
 */
final class SampleScan {
  static final Configuration CONF = new Configuration();
  static final String SOURCE = "file:/volumes/head.nii";
  private static final String ATTEMPT = "0";
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  private final int views;
  private final String source;

  SampleScan(int views, String source) {
    this.views = views;
    this.source = source;
  }

  SampleScan(int views) {
    this(views, SOURCE);
  }

  TracedScan.Origin origin() {
    return new TracedScan.Origin(
        source,
        Map.of("head.nii", "00ff"),
        Map.of("head.nii", new ScanManifest.InputFile(1024, 1_700_000_000_000L)),
        "canonical",
        "fingerprint " + views,
        Map.of("geometry", "a cone"));
  }

  private Geometry geometry() {
    return Trajectories.cone(
        100, 150, Panel.flat(ROWS, COLUMNS, 1), Trajectories.angles(views, 0, 360));
  }

  /** Returns the name of its picture; each scan has another, as those of a single view do. */
  String preview() {
    return "head-%d.png".formatted(views);
  }

  /** Returns what the names of its files begin with. */
  String prefix() {
    return "%012x".formatted(views);
  }

  /** Writes and commits it. */
  CommitOutcome write(SinogramDataset dataset, String id) throws IOException {
    StagedScan staged = dataset.stage(id);
    return staged.commit(trace(staged));
  }

  /** Writes its files, as one attempt of one task. */
  TracedScan trace(StagedScan staged) throws IOException {
    List<TracedScan.Staged> files = new ArrayList<>();
    for (int view = 0; view < views; view++) {
      String name = "%s-%05d.parquet".formatted(prefix(), view);
      SinogramFile file =
          new SinogramFile(
              made(staged.destination().sinogram(ATTEMPT), name),
              CONF,
              Compression.NONE,
              new int[] {view},
              new int[] {0, 1},
              COLUMNS,
              ValueColumn.LINE_INTEGRALS);
      try (file) {
        file.write(view, 0, new float[] {views, views, views}, 0, 0);
        file.write(view, 1, new float[] {views, views, views}, 0, 0);
      }
      files.add(
          new TracedScan.Staged(
              new ScanManifest.File(
                  name,
                  file.rows(),
                  file.bytes(),
                  file.crc32c(),
                  "scalar",
                  List.of(new Tile(view, view + 1, 0, ROWS))),
              ATTEMPT));
    }
    Path poses = made(staged.destination().views(ATTEMPT), prefix() + ".parquet");
    return new TracedScan(
        origin(),
        new ScanManifest.Volume(
            List.of(2, 2, 2),
            List.of(1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0),
            "mu = value",
            Map.of()),
        ScanManifest.Acquisition.of(geometry()),
        ValueColumn.LINE_INTEGRALS,
        files,
        new TracedScan.Staged(
            ScanManifest.File.of(ViewsFile.write(poses, CONF, geometry()), null), ATTEMPT),
        List.of(),
        Map.of(preview(), "a picture".getBytes(StandardCharsets.UTF_8)),
        new ScanManifest.Figures(1, 2, 3, 4, 5, 6, 7, 8),
        List.of("a warning"));
  }

  /** Returns a file in a directory that is made, as tasks make it. */
  private static Path made(Path directory, String name) throws IOException {
    Storage.of(directory, CONF).makeDirectories(directory);
    return new Path(directory, name);
  }

  /** Reads all of a scan; returns how many views it has, by which these are told apart. */
  static int read(FinishedScan scan) throws IOException {
    Map<List<Integer>, List<Float>> rows = new TreeMap<>((a, b) -> a.toString().compareTo(b + ""));
    scan.forEachRow(
        ValueColumn.LINE_INTEGRALS,
        (view, row, pixels) ->
            rows.put(List.of(view, row), List.of(pixels[0], pixels[1], pixels[2])));
    int views = scan.poses().size();
    assertEquals(views * ROWS, rows.size());
    for (List<Float> pixels : rows.values()) {
      assertEquals(List.of((float) views, (float) views, (float) views), pixels);
    }
    return views;
  }
}
