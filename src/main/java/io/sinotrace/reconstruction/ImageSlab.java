package io.sinotrace.reconstruction;

import io.sinotrace.InputException;
import io.sinotrace.reconstruction.backprojection.Backprojector;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.filter.RampFilter;
import io.sinotrace.reconstruction.weight.Obliquity;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Consecutive planes of an image being computed, by one thread: it takes the detector rows that
 * they depend on, in any order, and then adds them up.
 */
public final class ImageSlab {
  private final Reconstruction reconstruction;
  private final int zFrom;
  private final int zTo;
  private final LineKernel kernel;
  private final RowRange rows;
  private final FilteredViews filtered;
  private final RampFilter filter;
  private final Obliquity obliquity;
  private final BitSet there = new BitSet();
  private final double[] values;

  /** Of {@link #weightedView}. */
  private double[] weights = new double[0];

  private int weightedView = -1;

  ImageSlab(Reconstruction reconstruction, int zFrom, int zTo, LineKernel kernel) {
    this.reconstruction = reconstruction;
    this.zFrom = zFrom;
    this.zTo = zTo;
    this.kernel = kernel;
    this.rows = reconstruction.rows(zFrom, zTo);
    int columns = reconstruction.orbit().columns().count();
    this.filtered = new FilteredViews(reconstruction.orbit().views(), columns, rows);
    this.filter = new RampFilter(reconstruction.orbit(), reconstruction.filter());
    this.obliquity = new Obliquity(reconstruction.orbit());
    this.values = new double[columns];
  }

  /** Returns the detector rows that it takes, of all views. */
  public RowRange rows() {
    return rows;
  }

  /**
   * Takes a detector row of a view: weighs and filters it.
   *
   * @param pixels line integrals, one a column
   * @throws InputException if one of them is not finite
   */
  public void accept(int view, int row, float[] pixels) {
    if (view != weightedView) {
      weights = reconstruction.weights().of(view);
      weightedView = view;
    }
    Arrays.fill(values, 0);
    for (int c = 0; c < weights.length; c++) {
      if (!Float.isFinite(pixels[c])) {
        throw new InputException(
            "view %d, row %d, column %d is %s: expected finite values"
                .formatted(view, row, c, pixels[c]));
      }
      values[reconstruction.columnsBefore() + c] = pixels[c] * weights[c];
    }
    obliquity.apply(row, values);
    filter.apply(values);
    filtered.set(view, row, values);
    there.set(Math.multiplyExact(view, rows.count()) + row - rows.from());
  }

  /**
   * Computes the planes.
   *
   * @return [z][y][x], x fastest, in 1/mm where the pixels were line integrals of mu
   * @throws IllegalStateException if a row is missing
   */
  public float[] image() {
    int expected = Math.multiplyExact(reconstruction.orbit().views(), rows.count());
    if (there.cardinality() != expected) {
      throw new IllegalStateException(
          "%d of %d detector rows".formatted(there.cardinality(), expected));
    }
    int plane =
        Math.multiplyExact(reconstruction.grid().grid().nx(), reconstruction.grid().grid().ny());
    float[] image = new float[Math.multiplyExact(plane, zTo - zFrom)];
    new Backprojector(reconstruction.orbit(), reconstruction.grid(), filtered, kernel)
        .planes(zFrom, zTo, image);
    return image;
  }
}
