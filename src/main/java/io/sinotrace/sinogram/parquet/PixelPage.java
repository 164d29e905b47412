package io.sinotrace.sinogram.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a data page, version 1, of the column {@code line_integral.list.element}, before
 * compression.
 *
 * <p>The layout is that of the Parquet format specification (Data Pages; RLE / Bit-Packing Hybrid;
 * PLAIN):
 *
 * <pre>
 * int32               length of the repetition levels
 * 2 runs a row        one level 0 (a new list begins), columns - 1 levels 1 (it goes on)
 * int32               length of the definition levels
 * 1 run               rows * columns levels 1 (nothing is null, no list is empty)
 * float32             rows * columns values
 * </pre>
 *
 * all little-endian; a run is its length, shifted left by one, as a variable-length integer, then
 * the level as one byte. That every list is equally long makes this possible without looking at a
 * pixel.
 */
final class PixelPage {
  private static final int MAX_RUN_BYTES = 6;

  private final int columns;
  private final ByteBuffer bytes;
  private int rows;

  /** Makes room for pages of up to {@code maxRows} lists of {@code columns} values. */
  PixelPage(int columns, int maxRows) {
    int levels = 2 * Integer.BYTES + (2 * maxRows + 1) * MAX_RUN_BYTES;
    int values = Math.multiplyExact(Math.multiplyExact(maxRows, columns), Float.BYTES);
    this.columns = columns;
    this.bytes = ByteBuffer.allocate(Math.addExact(levels, values)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins a page that is to hold {@code rows} lists, dropping what was there. */
  void start(int rows) {
    this.rows = rows;
    bytes.clear();
    int repetition = startLevels();
    for (int r = 0; r < rows; r++) {
      putRun(1, 0);
      if (columns > 1) {
        putRun(columns - 1, 1);
      }
    }
    endLevels(repetition);
    int definition = startLevels();
    putRun(values(), 1);
    endLevels(definition);
    bytes.limit(bytes.position() + values() * Float.BYTES);
  }

  private int startLevels() {
    bytes.putInt(0);
    return bytes.position();
  }

  private void endLevels(int start) {
    bytes.putInt(start - Integer.BYTES, bytes.position() - start);
  }

  private void putRun(int length, int level) {
    int header = length << 1;
    while ((header & ~0x7f) != 0) {
      bytes.put((byte) ((header & 0x7f) | 0x80));
      header >>>= 7;
    }
    bytes.put((byte) header).put((byte) level);
  }

  /** Adds the list of the {@code columns} values from {@code values[offset]}, bit by bit. */
  void add(float[] values, int offset) {
    bytes.asFloatBuffer().put(values, offset, columns);
    bytes.position(bytes.position() + columns * Float.BYTES);
  }

  /** Returns whether the page has all its lists. */
  boolean full() {
    return !bytes.hasRemaining();
  }

  /** Returns how many lists the page is to hold. */
  int rows() {
    return rows;
  }

  /** Returns how many values the page is to hold. */
  int values() {
    return rows * columns;
  }

  /** Returns the array that begins with the page. */
  byte[] array() {
    return bytes.array();
  }

  /** Returns the length of the full page in bytes. */
  int length() {
    return bytes.limit();
  }
}
