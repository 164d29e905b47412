package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.BitSet;

/** The pixels of a detector that do not work: dead ones read 0, hot ones the greatest number. */
public final class PixelMap implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int columns;
  private final BitSet dead = new BitSet();
  private final BitSet hot = new BitSet();

  /**
   * Marks pixels.
   *
   * @param dead row and column of each
   * @param hot row and column of each
   * @throws InputException if a pixel is not on the detector, not a row and a column, or both
   */
  public PixelMap(int rows, int columns, int[][] dead, int[][] hot) {
    this.rows = rows;
    this.columns = columns;
    mark(dead, this.dead, "dead");
    mark(hot, this.hot, "hot");
    if (this.dead.intersects(this.hot)) {
      BitSet both = (BitSet) this.dead.clone();
      both.and(this.hot);
      int pixel = both.nextSetBit(0);
      throw new InputException(
          "the pixel in row %d, column %d is both dead and hot: expected one of them"
              .formatted(pixel / columns, pixel % columns));
    }
  }

  /** Returns a map on which all pixels work. */
  public static PixelMap allWork(int rows, int columns) {
    return new PixelMap(rows, columns, new int[0][], new int[0][]);
  }

  private void mark(int[][] pixels, BitSet marks, String kind) {
    for (int[] pixel : pixels) {
      if (pixel.length != 2) {
        throw new InputException(
            "a %s pixel of %d numbers: expected its row and its column"
                .formatted(kind, pixel.length));
      }
      if (pixel[0] < 0 || pixel[0] >= rows || pixel[1] < 0 || pixel[1] >= columns) {
        throw new InputException(
            "a %s pixel in row %d, column %d: expected rows 0 to %d and columns 0 to %d"
                .formatted(kind, pixel[0], pixel[1], rows - 1, columns - 1));
      }
      marks.set(pixel[0] * columns + pixel[1]);
    }
  }

  /** Returns whether there is a hot pixel. */
  boolean anyHot() {
    return !hot.isEmpty();
  }

  /** Replaces what broken pixels of a row read. */
  void apply(int row, double[] numbers, double greatest) {
    int first = row * columns;
    int end = first + columns;
    for (int i = dead.nextSetBit(first); i >= 0 && i < end; i = dead.nextSetBit(i + 1)) {
      numbers[i - first] = 0;
    }
    for (int i = hot.nextSetBit(first); i >= 0 && i < end; i = hot.nextSetBit(i + 1)) {
      numbers[i - first] = greatest;
    }
  }
}
