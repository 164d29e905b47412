package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * A dataset open for writing, by one run at a time. Opening it publishes the scans that a run which
 * died had prepared, and deletes its other files.
 */
public final class SinogramDataset implements AutoCloseable {
  private final Storage storage;
  private final DatasetPaths paths;
  private final Configuration conf;
  private final Ownership ownership;
  private final OutputLock lock;
  private final StagedRun run;
  private final ScanCatalog catalog;

  private SinogramDataset(
      Storage storage,
      DatasetPaths paths,
      Configuration conf,
      OutputLock lock,
      ScanCatalog catalog) {
    this.storage = storage;
    this.paths = paths;
    this.conf = conf;
    this.ownership = new Ownership(storage, paths);
    this.lock = lock;
    this.run = StagedRun.fresh(storage, paths);
    this.catalog = catalog;
  }

  /**
   * Opens a dataset, making its directory if it does not exist. The lock that a run on another
   * machine left is watched for up to two minutes, and taken over if that run shows no sign of
   * life.
   *
   * @param messages receives what is waited for, and which scans of a run that died cannot be
   *     published
   * @throws InputException if the path is a file, or a directory that holds something else
   * @throws OutputInUseException if another run is writing there
   */
  public static SinogramDataset open(String path, Configuration conf, Consumer<String> messages)
      throws IOException {
    Path root = new Path(path);
    return open(Storage.of(root, conf), root, conf, messages);
  }

  static SinogramDataset open(
      Storage storage, Path root, Configuration conf, Consumer<String> messages)
      throws IOException {
    DatasetPaths paths = new DatasetPaths(root);
    Ownership ownership = new Ownership(storage, paths);
    ownership.check();
    OutputLock lock;
    try {
      ownership.claim();
      lock = OutputLock.take(storage, paths.lock(), OutputLock.Timing.DEFAULT, messages);
    } catch (AccessControlException | AccessDeniedException e) {
      throw new InputException(
          Setting.OUTPUT, "nothing may be made in %s".formatted(Storage.shown(root)), e);
    }
    try {
      // A run that has just ended without a scan may have deleted the marker.
      ownership.claim();
      recover(storage, paths, messages);
      return new SinogramDataset(storage, paths, conf, lock, ScanCatalog.read(storage, paths));
    } catch (IOException | RuntimeException e) {
      lock.release();
      throw e;
    }
  }

  /**
   * Publishes or deletes what runs that died have left; while the lock is held no other run writes.
   */
  private static void recover(Storage storage, DatasetPaths paths, Consumer<String> messages)
      throws IOException {
    for (StagedRun run : StagedRun.left(storage, paths)) {
      for (ScanCommit scan : run.prepared()) {
        try {
          scan.finish();
        } catch (InputException e) {
          messages.accept(e.problem());
        }
      }
      run.discard();
    }
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

  /**
   * Finds a scan: by its source, whatever its id; else, since volumes move, by its id.
   *
   * @param id that it gets if it is not there
   * @throws InputException if the id is taken by a scan of another volume, or by a file that is no
   *     manifest
   */
  public ScanMatch find(String id, Origin origin) {
    return catalog.find(id, origin);
  }

  /**
   * Checks a scan's files; returns in one line which of them is missing or has another length, or
   * null.
   */
  public @Nullable String damage(ScanManifest scan) throws IOException {
    return new ScanContents(storage, paths, scan).damage();
  }

  /**
   * Prepares to write a scan; an earlier attempt of this run is deleted.
   *
   * @param previews names of its pictures
   * @throws InputException if a file that is not of the dataset lies where it is to go
   */
  public StagedScan stage(String id, Collection<String> previews) throws IOException {
    requireFree(id, previews);
    StagedScan scan = new StagedScan(this, conf, id, run);
    scan.make();
    return scan;
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

  void requireFree(String id, Collection<String> previews) throws IOException {
    ownership.requireFree(id, catalog.get(id), previews);
  }

  void committed(ScanManifest scan) {
    catalog.put(scan);
  }

  /**
   * Checks that no other run has taken over the lock.
   *
   * @throws OutputInUseException if one has
   */
  public void check() throws IOException {
    lock.check();
  }

  /** Ends the run: deletes what it has not prepared, and releases the lock. */
  @Override
  public void close() throws IOException {
    try {
      run.discard();
    } finally {
      lock.release();
    }
    // A run that failed before its first scan leaves no empty directory behind.
    if (storage.delete(paths.staging())) {
      ownership.release();
    }
  }
}
