package io.sinotrace.volume.disk;

import java.io.IOException;

/** The local disk, on which a volume is to be, is full or fails. */
public final class DiskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports why. */
  public DiskException(IOException cause) {
    super(cause);
  }
}
