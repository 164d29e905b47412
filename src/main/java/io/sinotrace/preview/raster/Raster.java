package io.sinotrace.preview.raster;

/** The numbers a chart shows: an array [row][column], columns fastest. */
public final class Raster {
  private final float[] values;
  private final int rows;
  private final int columns;

  /**
   * Makes a raster over the array itself, not a copy.
   *
   * @param values at least rows x columns of them; further ones are not looked at
   */
  public Raster(float[] values, int rows, int columns) {
    if (rows < 1 || columns < 1 || (long) rows * columns > values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " pixels from " + values.length + " numbers");
    }
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns;
  }

  /**
   * Returns the least and the greatest finite value. Where they are the same, the range reaches
   * from there to zero, or from zero to one if there is nothing else.
   */
  public DisplayWindow range() {
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < rows * columns; k++) {
      if (Float.isFinite(values[k])) {
        lo = Math.min(lo, values[k]);
        hi = Math.max(hi, values[k]);
      }
    }
    if (lo < hi) {
      return new DisplayWindow(lo, hi);
    }
    if (lo > hi || lo == 0) {
      return new DisplayWindow(0, 1);
    }
    return new DisplayWindow(Math.min(lo, 0), Math.max(hi, 0));
  }

  /** Returns how many values are NaN or infinite. */
  public int notFinite() {
    int count = 0;
    for (int k = 0; k < rows * columns; k++) {
      if (!Float.isFinite(values[k])) {
        count++;
      }
    }
    return count;
  }

  /**
   * Returns the mean of a block; not finite if any value in it is not, so that no fault is averaged
   * away.
   */
  public double mean(int rowFrom, int rowTo, int columnFrom, int columnTo) {
    double sum = 0;
    for (int r = rowFrom; r < rowTo; r++) {
      for (int c = columnFrom; c < columnTo; c++) {
        sum += values[r * columns + c];
      }
    }
    return sum / ((rowTo - rowFrom) * (columnTo - columnFrom));
  }
}
