package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.parquet.RowReader;
import io.sinotrace.sinogram.parquet.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** A scan of a dataset that has been committed, being read. */
public final class FinishedScan {
  /** How often a scan may be replaced while it is being read. */
  private static final int MAX_ATTEMPTS = 5;

  private final Storage storage;
  private final Configuration conf;
  private final DatasetPaths paths;
  private final byte[] content;
  private final ScanManifest manifest;
  private final ScanContents contents;

  /** Receives the detector rows of a scan. */
  public interface RowSink {
    /**
     * Receives one.
     *
     * @param pixels its line integrals; overwritten by the next
     */
    void accept(int view, int row, float[] pixels) throws IOException;
  }

  /**
   * Reads a scan.
   *
   * @param <T> what it makes of it
   */
  public interface Reading<T> {
    /** Reads; is called again, with the new scan, if the scan was replaced in the meantime. */
    T read(FinishedScan scan) throws IOException;
  }

  private FinishedScan(
      Storage storage, Configuration conf, DatasetPaths paths, byte[] content, Path file) {
    this.storage = storage;
    this.conf = conf;
    this.paths = paths;
    this.content = content;
    this.manifest = ScanManifest.parse(content, file);
    this.contents = new ScanContents(storage, paths, manifest);
  }

  /**
   * Reads a scan.
   *
   * @param dataset of any Hadoop file system
   * @param id which scan; null if there is only one
   * @return what {@code reading} made of it
   * @throws InputException if there is no such dataset or scan, or there are several (the message
   *     names their ids); or if a file of it is missing, cut short or damaged
   * @throws IOException if a file cannot be read
   */
  public static <T> T read(
      String dataset, @Nullable String id, Configuration conf, Reading<T> reading)
      throws IOException {
    Path root = new Path(dataset);
    return read(Storage.of(root, conf), root, id, conf, reading);
  }

  static <T> T read(
      Storage storage, Path root, @Nullable String id, Configuration conf, Reading<T> reading)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.read(open(storage, root, id, conf));
      } catch (ScanReplacedException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static FinishedScan open(
      Storage storage, Path root, @Nullable String id, Configuration conf) throws IOException {
    DatasetPaths paths = new DatasetPaths(root);
    List<String> ids = ids(storage, paths);
    String chosen = id == null && ids.size() == 1 ? ids.get(0) : id;
    byte[] content =
        chosen != null && ids.contains(chosen) ? storage.read(paths.manifest(chosen)) : null;
    if (chosen == null || content == null) {
      throw new InputException(
          "%s holds %s: expected one of its scans: %s"
              .formatted(
                  root,
                  id == null ? ids.size() + " scans" : "no scan " + id,
                  String.join(", ", ids)));
    }
    return new FinishedScan(storage, conf, paths, content, paths.manifest(chosen));
  }

  private static List<String> ids(Storage storage, DatasetPaths paths) throws IOException {
    if (!storage.exists(paths.manifests())) {
      throw new InputException(
          paths.root() + ": expected a sinogram dataset, a directory with scans/ in it");
    }
    List<String> ids =
        storage.list(paths.manifests()).stream()
            .map(Entry::name)
            .filter(DatasetPaths::isManifestName)
            .map(DatasetPaths::idOf)
            .sorted()
            .toList();
    if (ids.isEmpty()) {
      throw new InputException(paths.root() + " holds no finished scan");
    }
    return ids;
  }

  /** Returns the scan's name in the dataset. */
  public String id() {
    return manifest.id();
  }

  /** Returns the manifest. */
  public ScanManifest manifest() {
    return manifest;
  }

  /** Returns the number of views. */
  public int views() {
    return manifest.geometry().views();
  }

  /** Returns the number of detector rows of each view. */
  public int rows() {
    return manifest.geometry().rows();
  }

  /** Returns the number of pixels of each detector row. */
  public int columns() {
    return manifest.geometry().columns();
  }

  /** Reads the table of views, in their order; angles are left out (NaN). */
  public List<View> poses() throws IOException {
    Path path = checked(contents.viewsPlace(), contents.findViews(), manifest.views());
    List<View> poses;
    try {
      poses = ViewsFile.read(path, conf);
    } catch (IOException | RuntimeException e) {
      throw failure(path, e);
    }
    check(poses.size() == views(), path);
    return poses;
  }

  /**
   * Reads all detector rows, one tile of views and rows after the other; one tile is held in memory
   * at a time.
   *
   * @throws InputException also if a row is missing or there twice
   */
  public void forEachRow(RowSink sink) throws IOException {
    BitSet seen = new BitSet();
    for (ScanManifest.File file : manifest.files()) {
      Path path = checked(contents.place(file), contents.find(file), file);
      try (RowReader reader = open(path)) {
        while (next(reader, path)) {
          int view = reader.view();
          int row = reader.row();
          check(view >= 0 && view < views() && row >= 0 && row < rows(), path);
          int number = Math.addExact(Math.multiplyExact(view, rows()), row);
          check(!seen.get(number), path);
          seen.set(number);
          sink.accept(view, row, reader.pixels());
        }
      }
    }
    check(seen.cardinality() == Math.multiplyExact(views(), rows()), paths.sinogram(id()));
  }

  private RowReader open(Path path) throws IOException {
    try {
      return new RowReader(path, conf, columns());
    } catch (IOException | RuntimeException e) {
      throw failure(path, e);
    }
  }

  private boolean next(RowReader reader, Path path) throws IOException {
    try {
      return reader.next();
    } catch (IOException | RuntimeException e) {
      throw failure(path, e);
    }
  }

  /** Returns where a file is, if it is as long as the manifest says. */
  private Path checked(Path place, @Nullable Entry entry, ScanManifest.@Nullable File file)
      throws IOException {
    String damage = ScanContents.damage(place, entry, file);
    if (damage == null) {
      return Objects.requireNonNull(entry).path();
    }
    checkNotReplaced();
    throw new InputException(damage + "; trace the scan again");
  }

  /** Returns the failure to read a file, unless its scan has been replaced. */
  private IOException failure(Path path, Exception e) throws IOException {
    checkNotReplaced();
    String reason = Messages.reason(e);
    if (e instanceof IOException) {
      return new IOException("%s cannot be read: %s".formatted(Storage.shown(path), reason), e);
    }
    throw new InputException(
        "%s is damaged: %s; trace the scan again".formatted(Storage.shown(path), reason), e);
  }

  private void checkNotReplaced() throws IOException {
    if (!Arrays.equals(content, storage.read(paths.manifest(id())))) {
      throw new ScanReplacedException(
          "%s: scan %s was replaced while it was read"
              .formatted(Storage.shown(paths.root()), id()));
    }
  }

  private static void check(boolean holds, Path path) {
    if (!holds) {
      throw new InputException(
          Storage.shown(path) + " is not what the scan's manifest says; trace the scan again");
    }
  }
}
