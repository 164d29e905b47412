package io.sinotrace.sinogram.commit;

import java.util.Objects;

/** Another run is writing to the same output. */
public final class OutputInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputInUseException(String message) {
    super(message);
  }

  /** Returns the line; never null, as it is for some exceptions. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
