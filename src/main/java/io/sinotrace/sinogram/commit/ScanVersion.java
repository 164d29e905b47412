package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.commit.DatasetPaths.ManifestName;
import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One writing of a scan, as a reader has found it: what several processes need that read parts of
 * the same scan.
 *
 * @param dataset fully qualified path
 * @param id of the scan
 * @param number of its manifest
 */
public record ScanVersion(String dataset, String id, int number) implements Serializable {
  /**
   * Opens the scan.
   *
   * @throws ScanReplacedException if another has taken its place, or it is there no more
   */
  public FinishedScan open(Configuration conf) throws IOException {
    Path root = new Path(dataset);
    Storage storage = Storage.of(root, conf);
    DatasetPaths paths = new DatasetPaths(root);
    if (storage.exists(paths.manifest(id, number + 1))) {
      throw ScanReplacedException.of(root, id);
    }
    return FinishedScan.open(storage, conf, paths, new ManifestName(id, number));
  }
}
