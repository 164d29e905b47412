package io.sinotrace.reconstruction;

import io.sinotrace.reconstruction.backprojection.Backprojection;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import io.sinotrace.reconstruction.backprojection.RowRange;
import io.sinotrace.reconstruction.filter.RampFilter;
import io.sinotrace.reconstruction.weight.Obliquity;
import java.util.Arrays;
import java.util.BitSet;

/** Planes of an image of a circular scan: rows are weighed and filtered as they come. */
final class CircularSlab implements ImageSlab {
  private final CircularReconstruction reconstruction;
  private final int zFrom;
  private final int zTo;
  private final Backprojection backprojection;
  private final NeededRows needed;
  private final RowRange rows;
  private final FilteredViews filtered;
  private final RampFilter filter;
  private final Obliquity obliquity;
  private final BitSet there = new BitSet();
  private final double[] values;

  /** Of {@link #weightedView}. */
  private double[] weights = new double[0];

  private int weightedView = -1;

  CircularSlab(
      CircularReconstruction reconstruction, int zFrom, int zTo, Backprojection backprojection) {
    this.reconstruction = reconstruction;
    this.zFrom = zFrom;
    this.zTo = zTo;
    this.backprojection = backprojection;
    this.needed = reconstruction.needed(zFrom, zTo);
    this.rows = reconstruction.rows(zFrom, zTo);
    int columns = reconstruction.orbit().columns().count();
    this.filtered = new FilteredViews(reconstruction.orbit().views(), columns, rows);
    this.filter = new RampFilter(reconstruction.orbit(), reconstruction.filter());
    this.obliquity = new Obliquity(reconstruction.orbit());
    this.values = new double[columns];
  }

  @Override
  public NeededRows needed() {
    return needed;
  }

  @Override
  public void accept(int view, int row, float[] pixels) {
    if (view != weightedView) {
      weights = reconstruction.weights().of(view);
      weightedView = view;
    }
    MeasuredRows.requireFinite(view, row, pixels);
    Arrays.fill(values, 0);
    for (int c = 0; c < weights.length; c++) {
      values[reconstruction.columnsBefore() + c] = pixels[c] * weights[c];
    }
    obliquity.apply(row, values);
    filter.apply(values);
    filtered.set(view, row, values);
    there.set(Math.multiplyExact(view, rows.count()) + row - rows.from());
  }

  @Override
  public float[] image() {
    int expected = Math.multiplyExact(reconstruction.orbit().views(), rows.count());
    if (there.cardinality() != expected) {
      throw new IllegalStateException(
          "%d of %d detector rows".formatted(there.cardinality(), expected));
    }
    int plane =
        Math.multiplyExact(reconstruction.grid().grid().nx(), reconstruction.grid().grid().ny());
    float[] image = new float[Math.multiplyExact(plane, zTo - zFrom)];
    backprojection.planes(
        reconstruction.orbit(), reconstruction.aboutAxis(), filtered, zFrom, zTo, image);
    return image;
  }
}
