package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.sinogram.storage.Storage.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The committed scans of a dataset, by one listing of its manifests. */
public final class CommittedScans {
  private final Storage storage;
  private final Configuration conf;
  private final DatasetPaths paths;
  private final Map<String, ManifestName> newest;

  private CommittedScans(
      Storage storage, Configuration conf, DatasetPaths paths, Map<String, ManifestName> newest) {
    this.storage = storage;
    this.conf = conf;
    this.paths = paths;
    this.newest = newest;
  }

  /**
   * Returns whether a path is a dataset, of whatever number of scans: a directory with its marker,
   * or with manifests as versions before the marker wrote them.
   */
  public static boolean areAt(Path path, Configuration conf) throws IOException {
    Storage storage = Storage.of(path, conf);
    DatasetPaths paths = new DatasetPaths(path);
    Entry manifests = storage.entry(paths.manifests());
    return (manifests != null && manifests.isDirectory()) || storage.exists(paths.marker());
  }

  /**
   * Lists the scans of a dataset.
   *
   * @throws InputException if the path is none
   */
  public static CommittedScans ofDataset(String dataset, Configuration conf) throws IOException {
    Path path = new Path(dataset);
    if (!areAt(path, conf)) {
      throw new InputException(
          "%s: expected a sinogram dataset, a directory with scans/ in it"
              .formatted(Storage.shown(path)));
    }
    return of(path, conf);
  }

  /** Lists the scans of a dataset. */
  public static CommittedScans of(Path path, Configuration conf) throws IOException {
    Path root = path.getFileSystem(conf).makeQualified(path);
    Storage storage = Storage.of(root, conf);
    DatasetPaths paths = new DatasetPaths(root);
    return new CommittedScans(storage, conf, paths, Catalog.newest(storage, paths));
  }

  /** Returns the ids of the scans, in ascending order. */
  public List<String> ids() {
    return List.copyOf(newest.keySet());
  }

  /** Returns what to find the scans by, in ascending order of their ids. */
  public List<ScanVersion> versions() {
    return newest.values().stream()
        .map(name -> new ScanVersion(paths.root().toString(), name.id(), name.number()))
        .toList();
  }

  /**
   * Opens a scan as it was listed; as it is now, if its manifest is gone since.
   *
   * @param id one of {@link #ids}
   * @throws InputException if its manifest is none
   * @throws ScanReplacedException if it is there no more
   */
  public FinishedScan open(String id) throws IOException {
    ManifestName listed = Objects.requireNonNull(newest.get(id));
    try {
      return FinishedScan.open(storage, conf, paths, listed);
    } catch (ScanReplacedException e) {
      ManifestName now = Catalog.newest(storage, paths).get(id);
      if (now == null || now.equals(listed)) {
        throw e;
      }
      return FinishedScan.open(storage, conf, paths, now);
    }
  }
}
