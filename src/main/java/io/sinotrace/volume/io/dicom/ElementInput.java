package io.sinotrace.volume.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Bytes of a file or an unpacked data set, counted; none is read behind their end. */
final class ElementInput {
  private final InputStream in;
  private final long end;
  private long at;

  /**
   * Counts bytes.
   *
   * @param at position of the next byte
   * @param end how far they may reach
   */
  ElementInput(InputStream in, long at, long end) {
    this.in = in;
    this.at = at;
    this.end = end;
  }

  /** Returns the position of the next byte. */
  long at() {
    return at;
  }

  /** Returns how far they may reach. */
  long end() {
    return end;
  }

  /** Returns the next two bytes as a number, and leaves them there; -1 at the end. */
  int peekShort(ByteOrder order) throws IOException {
    in.mark(2);
    byte[] two = in.readNBytes(2);
    in.reset();
    return two.length < 2 ? -1 : number(two, order);
  }

  int readShort(ByteOrder order) throws IOException {
    return number(read(2), order);
  }

  long readInt(ByteOrder order) throws IOException {
    int first = readShort(order);
    int second = readShort(order);
    return order == ByteOrder.LITTLE_ENDIAN
        ? (long) second << 16 | first
        : (long) first << 16 | second;
  }

  private static int number(byte[] two, ByteOrder order) {
    int first = two[0] & 0xff;
    int second = two[1] & 0xff;
    return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
  }

  /** Reads so many bytes, which the caller knows to be few. */
  byte[] read(int count) throws IOException {
    require(count);
    byte[] bytes = in.readNBytes(count);
    at += bytes.length;
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  void skip(long count) throws IOException {
    require(count);
    in.skipNBytes(count);
    at += count;
  }

  private void require(long count) throws EOFException {
    if (count > end - at) {
      throw new EOFException();
    }
  }
}
