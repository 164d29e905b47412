package io.sinotrace.sinogram.commit;

import io.sinotrace.InputException;
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

  /**
   * Reads the scan, or the one that has taken its place, without listing the others unless there is
   * such a one.
   *
   * @param <T> what {@code reading} makes of it
   * @throws InputException if the manifest or a file of the scan cannot be used, or there is no
   *     such scan any more
   */
  public <T> T read(Configuration conf, FinishedScan.Reading<T> reading) throws IOException {
    try {
      return reading.read(open(conf));
    } catch (ScanReplacedException e) {
      return FinishedScan.read(dataset, id, conf, reading);
    }
  }
}
