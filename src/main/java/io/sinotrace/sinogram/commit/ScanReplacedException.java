package io.sinotrace.sinogram.commit;

import java.io.IOException;

/** The scan was replaced while it was being read: what was read so far must be discarded. */
final class ScanReplacedException extends IOException {
  private static final long serialVersionUID = 1L;

  ScanReplacedException(String message) {
    super(message);
  }
}
