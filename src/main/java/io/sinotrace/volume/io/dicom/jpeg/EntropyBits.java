package io.sinotrace.volume.io.dicom.jpeg;

/**
 * The bits between two markers, the highest of a byte first. A byte 255 of data is followed by a 0,
 * which is none (T.81, section F.1.2.3).
 */
final class EntropyBits {
  private static final int MARKER = 0xff;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int RESTART = 0xd0;

  private final byte[] bytes;
  private int at;

  /** The next bits: {@link #count} of them, the next one highest. */
  private long buffer;

  private int count;

  /** How many of them, the lowest, are zeros in the place of what lies behind a marker. */
  private int beyond;

  /**
   * Begins to read.
   *
   * @param at the first byte
   */
  EntropyBits(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Makes the next 57 bits ready, more than any pixel takes. */
  void fill() {
    while (count <= Long.SIZE - Byte.SIZE) {
      int next = nextByte();
      if (next < 0) {
        beyond += Byte.SIZE;
      }
      buffer = buffer << Byte.SIZE | Math.max(next, 0);
      count += Byte.SIZE;
    }
  }

  /** Returns the next byte of data; -1 at a marker and at the end. */
  private int nextByte() {
    if (at >= bytes.length) {
      return -1;
    }
    int next = bytes[at] & 0xff;
    if (next != MARKER) {
      at++;
      return next;
    }
    if (at + 1 < bytes.length && bytes[at + 1] == 0) {
      at += 2;
      return next;
    }
    return -1;
  }

  /** Returns the next bits and leaves them there; 1 to 16, which are ready. */
  int peek(int bits) {
    return (int) (buffer >>> (count - bits)) & ((1 << bits) - 1);
  }

  /**
   * Passes over bits.
   *
   * @throws BadJpegException if they are not there
   */
  void skip(int bits) {
    count -= bits;
    if (count < beyond) {
      throw BadJpegException.truncated();
    }
  }

  /**
   * Passes over the marker of a restart.
   *
   * @param number how many were before it
   * @throws BadJpegException if something else is here
   */
  void restart(int number) {
    if (marker() != RESTART + number % 8) {
      throw BadJpegException.damaged("a restart marker is missing");
    }
  }

  /**
   * Passes over the end of the image.
   *
   * @throws BadJpegException if something else is here, or more follows it, such as another image
   */
  void end() {
    if (marker() != END_OF_IMAGE) {
      throw BadJpegException.damaged("the end does not follow its last pixel");
    }
    for (; at < bytes.length; at++) {
      // What programs fill up with; the second byte of a marker is neither.
      if (bytes[at] != 0 && (bytes[at] & 0xff) != MARKER) {
        throw BadJpegException.damaged("data follow its end");
      }
    }
  }

  /** Returns the marker that follows the rest of a byte; -1 if there is none. */
  private int marker() {
    fill();
    if (count - beyond >= Byte.SIZE) {
      throw BadJpegException.damaged("no marker follows the last of its pixels");
    }
    buffer = 0;
    count = 0;
    beyond = 0;
    // Any number of them may stand before a marker.
    while (at + 1 < bytes.length && (bytes[at + 1] & 0xff) == MARKER) {
      at++;
    }
    if (at + 1 >= bytes.length) {
      return -1;
    }
    at += 2;
    return bytes[at - 1] & 0xff;
  }
}
