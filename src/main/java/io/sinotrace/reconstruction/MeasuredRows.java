package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.JvmMemory;
import org.jspecify.annotations.Nullable;

/** Detector rows as they were measured, kept until all that are needed together have come. */
final class MeasuredRows {
  private final NeededRows needed;
  private final float[] @Nullable [] rows;

  /** The first view of which rows are still there. */
  private int from;

  private int count;

  /**
   * Makes room for them.
   *
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has none
   */
  MeasuredRows(NeededRows needed, int columns) {
    this.needed = needed;
    this.from = needed.viewFrom();
    int each = needed.rowTo() - needed.rowFrom();
    this.rows = new float[Math.multiplyExact(needed.viewTo() - needed.viewFrom(), each)][];
    JvmMemory.requireArrays(
        rows.length, (long) columns * Float.BYTES, "the detector rows of a slab");
  }

  /** Returns which they are. */
  NeededRows needed() {
    return needed;
  }

  /**
   * Takes a row; a copy is kept.
   *
   * @throws InputException if a pixel is not finite
   */
  void put(int view, int row, float[] pixels) {
    requireFinite(view, row, pixels);
    int at = index(view, row);
    count += rows[at] == null ? 1 : 0;
    rows[at] = pixels.clone();
  }

  /** Refuses pixels that are not finite. */
  static void requireFinite(int view, int row, float[] pixels) {
    for (int c = 0; c < pixels.length; c++) {
      if (!Float.isFinite(pixels[c])) {
        throw new InputException(
            "view %d, row %d, column %d is %s: expected finite values"
                .formatted(view, row, c, pixels[c]));
      }
    }
  }

  /**
   * Checks that all have come.
   *
   * @throws IllegalStateException if a row is missing
   */
  void requireAll() {
    if (count != rows.length) {
      throw new IllegalStateException("%d of %d detector rows".formatted(count, rows.length));
    }
  }

  /** Returns a row. */
  float[] of(int view, int row) {
    float[] there = rows[index(view, row)];
    if (there == null) {
      throw new IllegalStateException("row %d of view %d is not there".formatted(row, view));
    }
    return there;
  }

  /** Returns whether all rows of a view have come, and none was let go. */
  boolean hasAll(int view) {
    for (int row = needed.rowFrom(); row < needed.rowTo(); row++) {
      if (rows[index(view, row)] == null) {
        return false;
      }
    }
    return true;
  }

  /** Lets the rows of a view go. */
  void drop(int view) {
    for (int row = needed.rowFrom(); row < needed.rowTo(); row++) {
      rows[index(view, row)] = null;
    }
  }

  /** Lets the views before one go. */
  void dropBefore(int before) {
    for (; from < Math.min(before, needed.viewTo()); from++) {
      drop(from);
    }
  }

  private int index(int view, int row) {
    int each = needed.rowTo() - needed.rowFrom();
    return (view - needed.viewFrom()) * each + row - needed.rowFrom();
  }
}
