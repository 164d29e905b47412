package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/** The staging directory of a run, with a file in it that names the run's process. */
final class StagedRun {
  private static final String RUN = "run-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern NAME = Pattern.compile(RUN);
  private static final Pattern SCAN = Pattern.compile("_staging/" + RUN + "/[A-Za-z0-9_-]+");

  private final Storage storage;
  private final DatasetPaths paths;
  private final Path directory;

  private StagedRun(Storage storage, DatasetPaths paths, Path directory) {
    this.storage = storage;
    this.paths = paths;
    this.directory = directory;
  }

  /** Returns one for this run; nothing is made yet. */
  static StagedRun fresh(Storage storage, DatasetPaths paths) {
    return new StagedRun(storage, paths, new Path(paths.staging(), "run-" + UUID.randomUUID()));
  }

  /** Returns those that are there. A directory without that file is none, whatever its name. */
  static List<StagedRun> left(Storage storage, DatasetPaths paths) throws IOException {
    List<StagedRun> runs = new ArrayList<>();
    for (Entry entry : storage.list(paths.staging())) {
      if (entry.isDirectory() && NAME.matcher(entry.name()).matches()) {
        StagedRun run = new StagedRun(storage, paths, entry.path());
        // A run that was killed before it wrote the file has left an empty directory.
        if (!storage.delete(entry.path()) && storage.exists(run.ownerFile())) {
          runs.add(run);
        }
      }
    }
    return runs;
  }

  /** Returns whether a path, from the dataset's root, is that of a scan being prepared. */
  static boolean isStagedScan(String path) {
    return SCAN.matcher(path).matches();
  }

  private Path ownerFile() {
    return new Path(directory, "owner.json");
  }

  /** Returns where a scan is prepared. */
  Path scan(String id) {
    return new Path(directory, id);
  }

  /** Returns where a scan is prepared, from the dataset's root. */
  String relative(String id) {
    return "%s/%s/%s".formatted(paths.staging().getName(), directory.getName(), id);
  }

  /** Makes the directory and that file, unless they are there. */
  void make() throws IOException {
    if (!storage.exists(ownerFile())) {
      storage.makeDirectories(directory);
      storage.createNew(ownerFile(), LockOwner.here().json());
    }
  }

  /** Returns the scans that are complete and wait for {@link ScanCommit#finish}. */
  List<ScanCommit> prepared() throws IOException {
    List<ScanCommit> prepared = new ArrayList<>();
    for (Entry entry : storage.list(directory)) {
      ScanCommit scan = new ScanCommit(storage, paths, entry.path());
      if (entry.isDirectory() && scan.isPrepared()) {
        prepared.add(scan);
      }
    }
    return prepared;
  }

  /** Deletes what is not prepared, and the directory if nothing is left in it. */
  void discard() throws IOException {
    for (Entry entry : storage.list(directory)) {
      if (entry.isDirectory() && !new ScanCommit(storage, paths, entry.path()).isPrepared()) {
        storage.deleteTree(entry.path());
      }
    }
    List<Entry> left = storage.list(directory);
    if (left.stream().allMatch(entry -> entry.name().equals(ownerFile().getName()))) {
      storage.delete(ownerFile());
      storage.delete(directory);
    }
  }
}
