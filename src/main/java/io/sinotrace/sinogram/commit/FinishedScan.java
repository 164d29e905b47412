package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.parquet.RowReader;
import io.sinotrace.sinogram.parquet.ViewsFile;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
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
  private final ManifestName name;
  private final ScanManifest manifest;
  private final ScanContents contents;

  /** Receives the detector rows of a scan. */
  public interface RowSink {
    /**
     * Receives one.
     *
     * @param pixels its values, [value column][pixel]; overwritten by the next
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
      Storage storage,
      Configuration conf,
      DatasetPaths paths,
      ManifestName name,
      ScanManifest manifest) {
    this.storage = storage;
    this.conf = conf;
    this.paths = paths;
    this.name = name;
    this.manifest = manifest;
    this.contents = new ScanContents(storage, paths, manifest);
  }

  /**
   * Opens a scan by one of its manifests; a newer one may be there.
   *
   * @throws InputException if it is no manifest
   * @throws ScanReplacedException if it is there no more
   */
  static FinishedScan open(
      Storage storage, Configuration conf, DatasetPaths paths, ManifestName name)
      throws IOException {
    Path file = paths.manifest(name.id(), name.number());
    byte[] content = storage.read(file);
    if (content == null) {
      throw ScanReplacedException.of(paths.root(), name.id());
    }
    return new FinishedScan(storage, conf, paths, name, ScanManifest.parse(content, file));
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

  /**
   * Checks that it was not replaced since it was opened.
   *
   * @throws ScanReplacedException if it was
   */
  public void requireNewest() throws IOException {
    if (!name.equals(newest(storage, paths).get(name.id()))) {
      throw ScanReplacedException.of(paths.root(), name.id());
    }
  }

  private static FinishedScan open(
      Storage storage, Path root, @Nullable String id, Configuration conf) throws IOException {
    DatasetPaths paths = new DatasetPaths(root);
    Map<String, ManifestName> newest = newest(storage, paths);
    List<String> ids = List.copyOf(newest.keySet());
    String wanted = id == null && ids.size() == 1 ? ids.get(0) : id;
    ManifestName chosen = wanted == null ? null : newest.get(wanted);
    if (chosen == null) {
      throw new InputException(
          "%s holds %s: expected one of its scans: %s"
              .formatted(
                  root,
                  id == null ? ids.size() + " scans" : "no scan " + id,
                  String.join(", ", ids)));
    }
    return open(storage, conf, paths, chosen);
  }

  private static Map<String, ManifestName> newest(Storage storage, DatasetPaths paths)
      throws IOException {
    if (!storage.exists(paths.manifests())) {
      throw new InputException(
          paths.root() + ": expected a sinogram dataset, a directory with scans/ in it");
    }
    Map<String, ManifestName> newest = Catalog.newest(storage, paths);
    if (newest.isEmpty()) {
      throw new InputException(paths.root() + " holds no finished scan");
    }
    return newest;
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

  /** Returns what to find this very scan by again, in another process. */
  public ScanVersion version() {
    return new ScanVersion(paths.root().toString(), id(), name.number());
  }

  /**
   * Checks that every file of the scan is there and has its length; returns what is wrong with one
   * in one line, or null.
   */
  public @Nullable String damage() throws IOException {
    return contents.damage();
  }

  /**
   * Checks that a file of the sinogram is there.
   *
   * @param name in the manifest
   * @throws InputException if it is missing or has another length
   * @throws ScanReplacedException if that is because the scan was replaced
   */
  public void require(String name) throws IOException {
    find(file(name));
  }

  /**
   * Returns the tiles of a file: views and detector rows that it holds, one after the other.
   *
   * @param file in the manifest; it is opened if that does not say it
   * @throws InputException if it is missing, cut short or damaged
   * @throws ScanReplacedException if that is because the scan was replaced
   */
  public List<Tile> tiles(ScanManifest.File file) throws IOException {
    List<Tile> tiles =
        file.tiles().isEmpty()
            ? open(() -> find(file), path -> RowReader.tiles(path, conf))
            : file.tiles();
    for (Tile tile : tiles) {
      check(tile.viewTo() <= views() && tile.rowTo() <= rows(), contents.place(file));
    }
    return tiles;
  }

  /**
   * Begins to read a part of a tile.
   *
   * @param name of the file in the manifest
   * @param values which value columns
   * @param views numbers of the views, ascending, at least one
   * @param rows numbers of the detector rows, ascending, at least one: each of them in each of the
   *     views; all in one tile of the file
   * @throws InputException if the file is missing, cut short or damaged
   * @throws ScanReplacedException if that is because the scan was replaced
   */
  public TileRows read(String name, List<ValueColumn> values, int[] views, int[] rows)
      throws IOException {
    return read(file(name), values, views, rows);
  }

  private TileRows read(ScanManifest.File file, List<ValueColumn> values, int[] views, int[] rows)
      throws IOException {
    return open(
        () -> find(file),
        path ->
            new TileRows(
                this,
                path,
                new RowReader(path, conf, columns(), values, views, rows),
                views,
                rows));
  }

  private ScanManifest.File file(String name) {
    return manifest.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  Path find(ScanManifest.File file) throws IOException {
    return checked(contents.place(file), contents.find(file), file);
  }

  Path findViews() throws IOException {
    return checked(contents.viewsPlace(), contents.findViews(), manifest.views());
  }

  /** Finds a file, wherever it is at the moment. */
  interface Finding {
    Path find() throws IOException;
  }

  /** Opens a file, or reads it at once. */
  interface Opening<T> {
    T open(Path path) throws IOException;
  }

  /** Opens a file, also one that is moved from the staging directory to its place meanwhile. */
  <T> T open(Finding file, Opening<T> opening) throws IOException {
    Path path = file.find();
    while (true) {
      try {
        return opening.open(path);
      } catch (IOException | RuntimeException e) {
        Path moved = e instanceof FileNotFoundException ? file.find() : path;
        if (moved.equals(path)) {
          throw failure(path, e);
        }
        path = moved;
      }
    }
  }

  /**
   * Reads the table of views, in their order; the angle of a pose that was given freely is NaN.
   *
   * @throws InputException if its file is missing, cut short or damaged
   * @throws ScanReplacedException if that is because the scan was replaced
   */
  public List<View> poses() throws IOException {
    List<View> poses = open(this::findViews, path -> ViewsFile.read(path, conf));
    check(poses.size() == views(), contents.viewsPlace());
    return poses;
  }

  /**
   * Reads all detector rows, one tile of views and rows after the other; one tile is held in memory
   * at a time.
   *
   * @param values which value columns
   * @throws InputException also if a row is missing or there twice
   */
  public void forEachRow(List<ValueColumn> values, RowSink sink) throws IOException {
    BitSet seen = new BitSet();
    for (ScanManifest.File file : manifest.files()) {
      for (Tile tile : tiles(file)) {
        try (TileRows tileRows =
            read(
                file,
                values,
                range(tile.viewFrom(), tile.viewTo()),
                range(tile.rowFrom(), tile.rowTo()))) {
          while (tileRows.next()) {
            int number = Math.addExact(Math.multiplyExact(tileRows.view(), rows()), tileRows.row());
            check(!seen.get(number), contents.place(file));
            seen.set(number);
            sink.accept(tileRows.view(), tileRows.row(), tileRows.pixels());
          }
        }
      }
    }
    check(seen.cardinality() == Math.multiplyExact(views(), rows()), directory());
  }

  /** Returns where the files of the sinogram belong. */
  Path directory() {
    return paths.sinogram(id());
  }

  /**
   * Reads all files of the scan and compares them with the manifest; see {@link ScanCheck}.
   *
   * @throws InputException that says what is damaged
   * @throws ScanReplacedException if the scan was replaced meanwhile
   */
  public void verify() throws IOException {
    new ScanCheck(this, conf).files(0, manifest.files().size());
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** Returns where a file is, if it is as long as the manifest says. */
  private Path checked(Path place, @Nullable Entry entry, ScanManifest.@Nullable File file)
      throws IOException {
    String damage = ScanContents.damage(place, entry, file == null ? -1 : file.bytes());
    if (damage == null) {
      return Objects.requireNonNull(entry).path();
    }
    checkNotReplaced();
    throw new InputException(damage + "; trace the scan again");
  }

  /** Returns the failure to read a file, unless its scan has been replaced. */
  IOException failure(Path path, Exception e) throws IOException {
    checkNotReplaced();
    String reason = Messages.reason(e);
    if (e instanceof IOException) {
      return new IOException("%s cannot be read: %s".formatted(Storage.shown(path), reason), e);
    }
    throw new InputException(
        "%s is damaged: %s; trace the scan again".formatted(Storage.shown(path), reason), e);
  }

  void checkNotReplaced() throws IOException {
    ManifestName newest = Catalog.newest(storage, paths).get(id());
    if (!name.equals(newest)) {
      throw ScanReplacedException.of(paths.root(), id());
    }
  }

  static void check(boolean holds, Path path) {
    if (!holds) {
      throw new InputException(
          Storage.shown(path) + " is not what the scan's manifest says; trace the scan again");
    }
  }
}
