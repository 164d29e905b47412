package io.sinotrace.volume.io.dicom.jpeg;

/** A stream that violates JPEG, or that is of a kind which is not decoded. */
public final class BadJpegException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Reports what is wrong, as it follows the name of a file and a colon. */
  BadJpegException(String message) {
    super(message);
  }

  static BadJpegException damaged(String how) {
    return new BadJpegException("its JPEG stream is damaged: " + how);
  }

  static BadJpegException truncated() {
    return damaged("it ends before the last pixel");
  }

  /** Returns why it is refused: a sentence without a subject. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
