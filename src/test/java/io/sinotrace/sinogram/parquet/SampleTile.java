package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.sinogram.ValueColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A tile of pixels of any bit pattern, with numbers of views and rows that are not their places,
 * and what a reader says of it.
 */
final class SampleTile {
  static final int FIRST_VIEW = 1000;
  static final int FIRST_ROW = 300;

  /** Zeros, denormals, the largest, infinities; NaN quiet, with a payload, signed, signalling. */
  private static final int[] SPECIAL = {
    0x80000000,
    0,
    1,
    0x807fffff,
    0x00800000,
    0x7f7fffff,
    0x7f800000,
    0xff800000,
    0x7fc00000,
    0x7fc12345,
    0xffc00001,
    0xffffffff,
    0x7f800001,
    0xff812345
  };

  private final int views;
  private final int rows;
  private final int columns;
  private final float[] values;
  private final BitSet seen = new BitSet();

  SampleTile(int views, int rows, int columns, long seed) {
    this.views = views;
    this.rows = rows;
    this.columns = columns;
    this.values = new float[views * rows * columns];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      // A third of the rows compress well, as the space around an object does.
      boolean plain = i / columns % 3 == 1;
      int bits =
          random.nextInt(8) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : plain ? 0x3fc00000 : random.nextInt();
      values[i] = Float.intBitsToFloat(bits);
    }
  }

  int[] viewNumbers() {
    return IntStream.range(FIRST_VIEW, FIRST_VIEW + views).toArray();
  }

  int[] rowNumbers() {
    return IntStream.range(FIRST_ROW, FIRST_ROW + rows).toArray();
  }

  SinogramFile open(Path file, Compression compression) throws IOException {
    return new SinogramFile(
        new org.apache.hadoop.fs.Path(file.toUri()),
        new Configuration(),
        compression,
        viewNumbers(),
        rowNumbers(),
        columns,
        ValueColumn.LINE_INTEGRALS);
  }

  /** Whatever takes detector rows one by one. */
  interface Sink {
    void write(int view, int row, float[] values, int offset, int stride) throws IOException;
  }

  /** Writes some rows, from the first. */
  void writeRows(SinogramFile file, int count) throws IOException {
    writeRows(file::write, count);
  }

  /** Writes some rows, from the first. */
  void writeRows(Sink sink, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      sink.write(FIRST_VIEW + i / rows, FIRST_ROW + i % rows, values, i * columns, 0);
    }
  }

  /** Writes the whole file and returns its closed writer. */
  SinogramFile write(Path file, Compression compression) throws IOException {
    SinogramFile out = open(file, compression);
    try (out) {
      writeRows(out, views * rows);
    }
    return out;
  }

  /** A reader has read a row: it must be of the tile, not have come before, and equal its bits. */
  void read(int view, int row, float[] pixels) {
    int at = (view - FIRST_VIEW) * rows + row - FIRST_ROW;
    assertTrue(at >= 0 && at < views * rows, () -> "view " + view + ", row " + row);
    assertTrue(!seen.get(at), () -> "twice: view " + view + ", row " + row);
    seen.set(at);
    int[] expected = new int[columns];
    Arrays.setAll(expected, c -> Float.floatToRawIntBits(values[at * columns + c]));
    int[] actual = new int[pixels.length];
    Arrays.setAll(actual, c -> Float.floatToRawIntBits(pixels[c]));
    int mismatch = Arrays.mismatch(expected, actual);
    if (mismatch >= 0) {
      throw new AssertionError(
          "view %d, row %d of %d pixels differs at %d: %s, written %s"
              .formatted(
                  view,
                  row,
                  actual.length,
                  mismatch,
                  mismatch < actual.length ? Integer.toHexString(actual[mismatch]) : "none",
                  mismatch < columns ? Integer.toHexString(expected[mismatch]) : "none"));
    }
  }

  /** A reader has come to the end: it must have read so many rows. Begins anew. */
  void end(int expectedRows) {
    assertEquals(expectedRows, seen.cardinality());
    seen.clear();
  }
}
