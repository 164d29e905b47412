package io.sinotrace.sinogram.parquet;

/**
 * The bytes of a data page, version 1, of a column of lists that are all equally long and without
 * nulls, before compression: of {@code line_integral.list.element}, for example.
 *
 * <p>The layout is that of the Parquet format specification (Data Pages; RLE / Bit-Packing Hybrid;
 * PLAIN):
 *
 * <pre>
 * int32               length of the repetition levels
 * 2 runs a row        one level 0 (a new list begins), length - 1 levels 1 (it goes on)
 * int32               length of the definition levels
 * 1 run               rows * length levels 1 (nothing is null, no list is empty)
 * float32 or float64  rows * length values
 * </pre>
 *
 * all little-endian; for the runs see {@link PageBytes}. That every list is equally long makes this
 * possible without looking at a value.
 */
final class ListPage {
  private final int length;
  private final int elementBytes;
  private final PageBytes bytes;
  private int rows;

  /**
   * Makes room for pages of up to {@code maxRows} lists.
   *
   * @param length elements of a list
   * @param elementBytes {@link Float#BYTES} or {@link Double#BYTES}
   */
  ListPage(int length, int elementBytes, int maxRows) {
    int levels = 2 * PageBytes.MAX_LENGTH_BYTES + (2 * maxRows + 1) * PageBytes.MAX_RUN_BYTES;
    int values = Math.multiplyExact(Math.multiplyExact(maxRows, length), elementBytes);
    this.length = length;
    this.elementBytes = elementBytes;
    this.bytes = new PageBytes(Math.addExact(levels, values));
  }

  /** Begins a page that is to hold {@code rows} lists, dropping what was there. */
  void start(int rows) {
    this.rows = rows;
    bytes.clear();
    bytes.startLevels();
    for (int r = 0; r < rows; r++) {
      bytes.putRun(1, 0);
      if (length > 1) {
        bytes.putRun(length - 1, 1);
      }
    }
    bytes.endLevels();
    bytes.startLevels();
    bytes.putRun(values(), 1);
    bytes.endLevels();
    bytes.expect(values() * elementBytes);
  }

  /** Adds the list of the values from {@code values[offset]}, bit by bit. */
  void add(float[] values, int offset) {
    bytes.put(values, offset, length);
  }

  /** Adds a list, bit by bit. */
  void add(double[] values) {
    bytes.put(values);
  }

  /** Returns whether the page has all its lists. */
  boolean full() {
    return bytes.full();
  }

  /** Returns how many lists the page is to hold. */
  int rows() {
    return rows;
  }

  /** Returns how many values the page is to hold. */
  int values() {
    return rows * length;
  }

  /** Returns its bytes. */
  PageBytes bytes() {
    return bytes;
  }
}
