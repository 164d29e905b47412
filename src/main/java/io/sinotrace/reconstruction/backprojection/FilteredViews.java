package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.JvmMemory;

/**
 * Filtered projections of some detector rows: an array a view, columns one after the other, rows
 * fastest.
 *
 * <p>There is a column of zeros on either side, and at least {@link #MARGIN} zeros fill up the rows
 * of each column to a multiple of {@link #ALIGNMENT}; before and after all columns there are {@link
 * LineKernel#MARGIN} zeros. So columns can be interpolated a vector at a time, from any row that a
 * voxel may be at, and without a look at the borders.
 */
public final class FilteredViews {
  /** Floats in the longest vectors. */
  public static final int ALIGNMENT = 16;

  /** Rows beyond the detector that a voxel may be between, on either side. */
  public static final int MARGIN = 2;

  private final RowRange rows;
  private final int columns;
  private final int stride;
  private final float[][] views;

  /**
   * Makes room for them.
   *
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has none
   */
  public FilteredViews(int views, int columns, RowRange rows) {
    this.rows = rows;
    this.columns = columns;
    this.stride = stride(rows);
    int length = Math.toIntExact(floats(columns, stride));
    JvmMemory.requireArrays(views, (long) length * Float.BYTES, "the projections of a slab");
    this.views = new float[views][length];
  }

  /** Returns the bytes that such projections take. */
  public static long bytes(int views, int columns, RowRange rows) {
    return views * floats(columns, stride(rows)) * Float.BYTES;
  }

  private static long floats(int columns, int stride) {
    return (columns + 2L) * stride + 2 * LineKernel.MARGIN;
  }

  private static int stride(RowRange rows) {
    return (rows.count() + MARGIN + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Takes the values of a row, each rounded once to float32. */
  public void set(int view, int row, double[] values) {
    float[] there = views[view];
    int at = at(0) + row - rows.from();
    for (int c = 0; c < columns; c++) {
      there[at] = (float) values[c];
      at += stride;
    }
  }

  /** Returns which rows these are. */
  public RowRange rows() {
    return rows;
  }

  /** Returns a view; {@link #at} says where its columns are. */
  public float[] view(int view) {
    return views[view];
  }

  /** Returns where the first row of a column is; columns count from -1. */
  public int at(int column) {
    return LineKernel.MARGIN + (column + 1) * stride;
  }

  /** Returns the rows of a column with those that fill it up. */
  public int stride() {
    return stride;
  }
}
