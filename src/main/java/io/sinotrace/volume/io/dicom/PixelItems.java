package io.sinotrace.volume.io.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** The items that packed pixels are in (PS3.5, section A.4). */
final class PixelItems {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** The most bytes of an array, in all virtual machines. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private final ElementInput in;

  /**
   * Begins at the pixels of a file, and passes over the first item, the table of offsets.
   *
   * @param in supports marks
   * @param at position of its next byte in the file
   * @param end of the file
   * @throws IOException if it cannot be read
   */
  PixelItems(InputStream in, long at, long end) throws IOException {
    this.in = new ElementInput(in, at, end);
    skip(next());
  }

  /**
   * Begins the next item.
   *
   * @return its length
   * @throws UnusableException if there is none
   */
  long next() throws IOException {
    long length = nextIfAny();
    if (length < 0) {
      throw new UnusableException("is damaged: its pixels end before the last frame");
    }
    return length;
  }

  /** Begins the next item, and returns its length; -1 if there is none. */
  long nextIfAny() throws IOException {
    if (in.at() == in.end()) {
      return -1;
    }
    int group = in.readShort(ORDER);
    int tag = group << 16 | in.readShort(ORDER);
    long length = in.readInt(ORDER);
    if (tag == Tag.SEQUENCE_DELIMITATION) {
      return -1;
    }
    if (tag != Tag.ITEM) {
      throw new UnusableException(
          "is damaged: what follows an item of pixels is neither another one nor their end");
    }
    return length;
  }

  /** Returns the fault of items with more frames than there should be. */
  static UnusableException tooMany() {
    return new UnusableException("has pixels of more frames than its header says");
  }

  /** Returns the first two bytes of the item that was begun, the first the higher. */
  int peek() throws IOException {
    return in.peekShort(ByteOrder.BIG_ENDIAN);
  }

  /** Reads the item that was begun, whose length the caller knows to be no more than it may be. */
  byte[] read(long length) throws IOException {
    if (length > MAX_BYTES) {
      throw new UnusableException("has an item of %d bytes of pixels".formatted(length));
    }
    return in.read((int) length);
  }

  /** Passes over the item that was begun. */
  void skip(long length) throws IOException {
    in.skip(length);
  }
}
