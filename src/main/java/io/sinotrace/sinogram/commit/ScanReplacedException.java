package io.sinotrace.sinogram.commit;

import java.io.IOException;

/** While a scan was read another took its place: what was read of it so far is of no use. */
final class ScanReplacedException extends IOException {
  private static final long serialVersionUID = 1L;

  ScanReplacedException(String message) {
    super(message);
  }
}
