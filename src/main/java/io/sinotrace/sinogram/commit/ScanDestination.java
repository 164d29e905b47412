package io.sinotrace.sinogram.commit;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks of a scan write its files; it goes to executors. Each attempt has directories of
 * its own, which it makes; in an object store all have the scan's place itself, since there files
 * of the same name have the same bytes and appear whole.
 *
 * @param root of the dataset
 * @param id of the scan
 * @param staging where the scan is prepared; null in an object store
 */
public record ScanDestination(String root, String id, @Nullable String staging)
    implements Serializable {
  /** Returns the directory for the files of the sinogram. */
  public Path sinogram(String attempt) {
    return staging == null ? paths().sinogram(id) : work(attempt, ScanCommit.SINOGRAM);
  }

  /** Returns the directory for the file of views. */
  public Path views(String attempt) {
    return staging == null ? paths().views(id) : work(attempt, ScanCommit.VIEWS);
  }

  /** Returns the directory for the pictures. */
  public Path previews(String attempt) {
    return staging == null ? paths().previews() : work(attempt, ScanCommit.PREVIEW);
  }

  private DatasetPaths paths() {
    return new DatasetPaths(new Path(root));
  }

  private Path work(String attempt, String kind) {
    return new Path("%s/%s/%s/%s".formatted(staging, ScanCommit.WORK, attempt, kind));
  }
}
