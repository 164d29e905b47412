package io.sinotrace.sinogram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** A scan of a dataset that its manifest says is there, being read. */
public final class FinishedScan {
  private static final String JSON = ".json";

  private final Path root;
  private final String id;
  private final Configuration conf;
  private final JsonNode manifest;

  /** Takes the detector rows of a scan. */
  public interface RowSink {
    /**
     * Takes one.
     *
     * @param pixels its line integrals; overwritten by the next
     */
    void accept(int view, int row, float[] pixels) throws IOException;
  }

  private FinishedScan(Path root, String id, Configuration conf, JsonNode manifest) {
    this.root = root;
    this.id = id;
    this.conf = conf;
    this.manifest = manifest;
  }

  /**
   * Opens a scan.
   *
   * @param dataset of any Hadoop file system
   * @param id which scan; null if there is but one
   * @throws InputException if there is no such dataset or scan, or an id is wanted; the message
   *     names those there are
   */
  public static FinishedScan open(String dataset, @Nullable String id, Configuration conf)
      throws IOException {
    Path root = new Path(dataset);
    FileSystem fs = Storage.of(root, conf);
    List<String> ids = ids(fs, new Path(root, "scans"), dataset);
    if (id == null ? ids.size() > 1 : !ids.contains(id)) {
      throw new InputException(
          "%s holds %s: expected one of its scans: %s"
              .formatted(
                  dataset,
                  id == null ? ids.size() + " scans" : "no scan " + id,
                  String.join(", ", ids)));
    }
    String chosen = id == null ? ids.get(0) : id;
    try (InputStream in = fs.open(new Path(new Path(root, "scans"), chosen + JSON))) {
      JsonNode manifest = new ObjectMapper().readTree(in);
      if (manifest.path("format").asInt() != ScanManifest.FORMAT) {
        throw new InputException(
            "%s: scan %s has a manifest of format %s: expected %d"
                .formatted(dataset, chosen, manifest.path("format"), ScanManifest.FORMAT));
      }
      return new FinishedScan(root, chosen, conf, manifest);
    }
  }

  private static List<String> ids(FileSystem fs, Path scans, String dataset) throws IOException {
    FileStatus[] entries;
    try {
      entries = fs.listStatus(scans);
    } catch (FileNotFoundException e) {
      throw new InputException(
          dataset + ": expected a sinogram dataset, a directory with scans/ in it", e);
    }
    List<String> ids =
        Stream.of(entries)
            .map(entry -> entry.getPath().getName())
            .filter(name -> name.endsWith(JSON))
            .map(name -> name.substring(0, name.length() - JSON.length()))
            .sorted()
            .toList();
    if (ids.isEmpty()) {
      throw new InputException(dataset + " holds no finished scan");
    }
    return ids;
  }

  /** Returns the scan's name in the dataset. */
  public String id() {
    return id;
  }

  /** Returns the whole manifest. */
  public JsonNode manifest() {
    return manifest;
  }

  /** Returns the number of views. */
  public int views() {
    return manifest.path("geometry").path("views").asInt();
  }

  /** Returns the number of detector rows of each view. */
  public int rows() {
    return manifest.path("geometry").path("rows").asInt();
  }

  /** Returns the number of pixels of each detector row. */
  public int columns() {
    return manifest.path("geometry").path("columns").asInt();
  }

  /** Reads the table of views, in their order; angles are left out (NaN). */
  public List<View> poses() throws IOException {
    List<View> poses = new ArrayList<>();
    Path path = new Path(root, "views/scan=" + id + "/views.parquet");
    try (ColumnFile file = new ColumnFile(path, conf)) {
      for (ColumnFile.RowGroup group = file.next(); group != null; group = file.next()) {
        ColumnReader view = group.column("view");
        List<ColumnReader> vectors =
            Stream.of("source", "detector_center", "u", "v", "n").map(group::list).toList();
        for (long k = 0; k < group.rows(); k++) {
          check(integer(view) == poses.size(), path);
          Vec3[] v = new Vec3[5];
          for (int i = 0; i < v.length; i++) {
            ColumnReader components = vectors.get(i);
            v[i] = new Vec3(number(components), number(components), number(components));
          }
          poses.add(new View(Double.NaN, v[0], v[1], v[2], v[3], v[4]));
        }
      }
    }
    check(poses.size() == views(), path);
    return poses;
  }

  /**
   * Reads all detector rows, a tile of views and rows after the other; one tile is all that is held
   * in memory.
   *
   * @throws IOException also if a file is damaged, or a row is missing or there twice
   */
  public void forEachRow(RowSink sink) throws IOException {
    float[] pixels = new float[columns()];
    Path folder = new Path(root, "sinogram/scan=" + id);
    BitSet seen = new BitSet();
    for (JsonNode entry : manifest.path("files")) {
      Path path = new Path(folder, entry.path("name").asText());
      try (ColumnFile file = new ColumnFile(path, conf)) {
        for (ColumnFile.RowGroup group = file.next(); group != null; group = file.next()) {
          ColumnReader views = group.column("view");
          ColumnReader rows = group.column("row");
          ColumnReader elements = group.list("line_integral");
          for (long k = 0; k < group.rows(); k++) {
            int view = integer(views);
            int row = integer(rows);
            check(view >= 0 && view < views() && row >= 0 && row < rows(), path);
            int number = Math.addExact(Math.multiplyExact(view, rows()), row);
            check(!seen.get(number), path);
            seen.set(number);
            for (int c = 0; c < pixels.length; c++) {
              pixels[c] = elements.getFloat();
              elements.consume();
              // 0: the next element, if any, is another list's.
              check(elements.getCurrentRepetitionLevel() == (c < pixels.length - 1 ? 1 : 0), path);
            }
            sink.accept(view, row, pixels);
          }
        }
      }
    }
    check(seen.cardinality() == Math.multiplyExact(views(), rows()), folder);
  }

  private static int integer(ColumnReader column) {
    int value = column.getInteger();
    column.consume();
    return value;
  }

  private static double number(ColumnReader column) {
    double value = column.getDouble();
    column.consume();
    return value;
  }

  private static void check(boolean holds, Path path) throws IOException {
    if (!holds) {
      throw new IOException(path + " is not what the scan's manifest says; trace the scan again");
    }
  }
}
