package io.sinotrace.volume.io.dicom;

/**
 * A file or a series that cannot be a volume.
 *
 * <p>The reason names no file and repeats no text of one: both may be personal.
 */
class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnusableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Returns the fault of a file that ends within a value. */
  static UnusableException truncated() {
    return new UnusableException("is truncated, or an element claims more bytes than there are");
  }

  /** Returns why, as it follows what the thing is called and a colon. */
  String reason() {
    return reason;
  }
}
