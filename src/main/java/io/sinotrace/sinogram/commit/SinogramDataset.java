package io.sinotrace.sinogram.commit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset open for writing. Any number of runs may have it open at once: each scan is committed
 * by one of them, and no run touches what another is preparing. Opening it finishes the moves of
 * scans that were committed by runs that died; see {@link StagedMove}.
 */
public final class SinogramDataset implements AutoCloseable {
  private final Storage storage;
  private final DatasetPaths paths;
  private final StagedRun run;

  /**
   * The scans that were there when it was opened, as against those which other runs commit
   * meanwhile. Read later, if at all, where it was opened for images, which need no other scan.
   */
  private @Nullable Catalog catalog;

  private @Nullable Heartbeat heartbeat;

  /** What tells the names of this run's files from those of others; see {@link PruneMark}. */
  private String ownNames = "";

  private SinogramDataset(Storage storage, DatasetPaths paths, StagedRun run) {
    this.storage = storage;
    this.paths = paths;
    this.run = run;
  }

  /**
   * Opens a dataset, making its directory if it does not exist.
   *
   * @param unmoved receives why committed scans of other runs cannot be moved to their places
   * @throws InputException if the path is a file, or a directory that holds something else
   */
  public static SinogramDataset open(
      String path, Configuration conf, Consumer<InputException> unmoved) throws IOException {
    Path root = new Path(path);
    return open(Storage.of(root, conf), root, unmoved);
  }

  static SinogramDataset open(Storage storage, Path root, Consumer<InputException> unmoved)
      throws IOException {
    SinogramDataset dataset = openWithoutCatalog(storage, root, unmoved);
    dataset.catalog();
    return dataset;
  }

  /**
   * Opens a dataset for writing images of its scans, without looking at all scans that are there.
   *
   * @param unmoved receives why committed scans of other runs cannot be moved to their places
   * @throws InputException if the path is a file, or a directory that holds something else
   */
  public static SinogramDataset openForImages(
      String path, Configuration conf, Consumer<InputException> unmoved) throws IOException {
    Path root = new Path(path);
    return openWithoutCatalog(Storage.of(root, conf), root, unmoved);
  }

  private static SinogramDataset openWithoutCatalog(
      Storage storage, Path root, Consumer<InputException> unmoved) throws IOException {
    DatasetPaths paths = new DatasetPaths(root);
    Ownership ownership = new Ownership(storage, paths);
    ownership.check();
    try {
      ownership.claim();
    } catch (AccessControlException | AccessDeniedException e) {
      throw new InputException(
          Setting.OUTPUT, "nothing may be made in %s".formatted(Storage.shown(root)), e);
    }
    if (!storage.isObjectStore()) {
      for (StagedRun other : StagedRun.there(storage, paths)) {
        other.finish().forEach(unmoved);
      }
    }
    return new SinogramDataset(storage, paths, StagedRun.fresh(storage, paths));
  }

  /**
   * Checks that a path can be a dataset, without touching it.
   *
   * @throws InputException if it is a file, or a directory that holds something else
   */
  public static void check(String path, Configuration conf) throws IOException {
    Path root = new Path(path);
    new Ownership(Storage.of(root, conf), new DatasetPaths(root)).check();
  }

  /** Returns the scans that are there. */
  public synchronized Catalog catalog() throws IOException {
    if (catalog == null) {
      catalog = Catalog.read(storage, paths);
    }
    return catalog;
  }

  /** Begins to write a scan. */
  public StagedScan stage(String id) throws IOException {
    begin();
    return new StagedScan(this, id, run.scan(id), ownNames);
  }

  /**
   * Begins to write an image of a scan.
   *
   * @param name of what it shows
   * @param settings all that it depends on
   */
  public StagedImage stageImage(String id, String name, JsonNode settings) throws IOException {
    begin();
    return new StagedImage(storage, paths, id, name, settings, run.directory());
  }

  /** Shows, before the first file, that there is a run. */
  private void begin() throws IOException {
    if (heartbeat == null) {
      run.make();
      heartbeat = new Heartbeat(storage, run.directory());
      if (PruneMark.isThere(storage, paths)) {
        ownNames = " of " + run.directory().getName();
      }
    }
  }

  /** Returns where a scan's files lie once it is committed. */
  public Path sinogram(String id) {
    return paths.sinogram(id);
  }

  /** Returns where a picture lies once its scan is committed. */
  public Path preview(String name) {
    return paths.preview(name);
  }

  Storage storage() {
    return storage;
  }

  DatasetPaths paths() {
    return paths;
  }

  /** Ends the run: deletes what it has not committed. */
  @Override
  public void close() throws IOException {
    if (heartbeat != null) {
      heartbeat.close();
    }
    if (heartbeat != null || !storage.isObjectStore()) {
      run.end();
      storage.delete(paths.staging());
    }
    // A run that failed before its first scan leaves no empty directory behind.
    new Ownership(storage, paths).release();
  }
}
