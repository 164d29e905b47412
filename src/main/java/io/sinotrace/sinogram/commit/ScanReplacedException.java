package io.sinotrace.sinogram.commit;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** The scan was replaced while it was being read: what was read so far must be discarded. */
public final class ScanReplacedException extends IOException {
  private static final long serialVersionUID = 1L;

  private ScanReplacedException(String message) {
    super(message);
  }

  static ScanReplacedException of(Path dataset, String id) {
    return new ScanReplacedException(
        "%s: scan %s was replaced while it was read; expected to be read again"
            .formatted(Storage.shown(dataset), id));
  }
}
