package io.sinotrace.sinogram.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a page being put together, little-endian.
 *
 * <p>Levels say which values are null and where lists begin. They are stored in runs of equal ones,
 * after the number of bytes that all runs take; a run is its length, shifted left by one, as a
 * variable-length integer, then the level as one byte.
 */
final class PageBytes {
  static final int MAX_RUN_BYTES = 6;

  /** What the length of the levels takes. */
  static final int MAX_LENGTH_BYTES = Integer.BYTES;

  private final ByteBuffer bytes;
  private int levels;

  PageBytes(int capacity) {
    this.bytes = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins a new page. */
  void clear() {
    bytes.clear();
  }

  /** Begins levels; their runs follow. */
  void startLevels() {
    bytes.putInt(0);
    levels = bytes.position();
  }

  /** Adds a run of equal levels. */
  void putRun(int length, int level) {
    int header = length << 1;
    while ((header & ~0x7f) != 0) {
      bytes.put((byte) ((header & 0x7f) | 0x80));
      header >>>= 7;
    }
    bytes.put((byte) header).put((byte) level);
  }

  /** Ends the levels. */
  void endLevels() {
    bytes.putInt(levels - Integer.BYTES, bytes.position() - levels);
  }

  /** Says that {@code count} more bytes complete the page. */
  void expect(int count) {
    bytes.limit(bytes.position() + count);
  }

  void put(int value) {
    bytes.putInt(value);
  }

  void put(double value) {
    bytes.putDouble(value);
  }

  void put(double[] values) {
    for (double value : values) {
      put(value);
    }
  }

  /** Adds {@code count} values from {@code values[offset]}, bit by bit. */
  void put(float[] values, int offset, int count) {
    bytes.asFloatBuffer().put(values, offset, count);
    bytes.position(bytes.position() + count * Float.BYTES);
  }

  /** Returns whether the bytes that were expected have come. */
  boolean full() {
    return !bytes.hasRemaining();
  }

  /** Returns the array that begins with the page. */
  byte[] array() {
    return bytes.array();
  }

  /** Returns how many bytes there are so far. */
  int length() {
    return bytes.position();
  }
}
