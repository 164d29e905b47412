package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where the tasks of a scan write its files; it goes to executors. Each attempt has directories of
 * its own, which it makes; in an object store all have the scan's place itself for Parquet files,
 * since there files of the same name have the same bytes and appear whole.
 *
 * @param root of the dataset
 * @param id of the scan
 * @param staging where the scan is prepared
 * @param inPlace whether Parquet files are written to their places, as in an object store
 * @param names what the names of Parquet files depend on besides their bytes; see {@link
 *     StagedScan}
 */
public record ScanDestination(String root, String id, String staging, boolean inPlace, String names)
    implements Serializable {
  /** Returns the directory for the files of the sinogram. */
  public Path sinogram(String attempt) {
    return inPlace ? paths().sinogram(id) : work(attempt, ScanLayout.SINOGRAM);
  }

  /** Returns the directory for the file of views. */
  public Path views(String attempt) {
    return inPlace ? paths().views(id) : work(attempt, ScanLayout.VIEWS);
  }

  /** Returns the directory for the pictures. */
  public Path previews(String attempt) {
    return work(attempt, ScanLayout.PREVIEW);
  }

  /**
   * Checks that the run goes on, before something is made there: what a task of a run that has
   * ended makes would stay for ever.
   *
   * @throws FileNotFoundException if it has ended
   */
  public void requireRun(Configuration conf) throws IOException {
    Path run = new Path(staging).getParent();
    if (!Storage.of(run, conf).exists(new Path(run, StagedRun.OWNER))) {
      throw new FileNotFoundException(Storage.shown(run) + " is not there: its run has ended");
    }
  }

  private DatasetPaths paths() {
    return new DatasetPaths(new Path(root));
  }

  private Path work(String attempt, String kind) {
    return new Path("%s/%s/%s/%s".formatted(staging, ScanLayout.WORK, attempt, kind));
  }
}
