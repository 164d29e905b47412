package io.sinotrace.volume.io;

import io.sinotrace.InputException;

/** A file of a volume has changed while it was read: it is probably still being written. */
public final class InputChangedException extends InputException {
  private static final long serialVersionUID = 1L;

  InputChangedException(InputException fault) {
    super(fault.getMessage(), fault);
  }
}
