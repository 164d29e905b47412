package io.sinotrace.sinogram.commit;

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
 * @param manifestSha256 of the manifest's bytes, in hexadecimal
 */
public record ScanVersion(String dataset, String id, String manifestSha256)
    implements Serializable {
  /**
   * Opens the scan.
   *
   * @throws ScanReplacedException if another is in its place, or none
   */
  public FinishedScan open(Configuration conf) throws IOException {
    Path root = new Path(dataset);
    Storage storage = Storage.of(root, conf);
    DatasetPaths paths = new DatasetPaths(root);
    Path file = paths.manifest(id);
    byte[] content = storage.read(file);
    if (content == null || !Fingerprint.sha256(content).equals(manifestSha256)) {
      throw ScanReplacedException.of(root, id);
    }
    return new FinishedScan(storage, conf, paths, content, file);
  }
}
