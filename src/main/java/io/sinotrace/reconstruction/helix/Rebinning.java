package io.sinotrace.reconstruction.helix;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;

/**
 * Sorts the values of detector rows into parallel views: linearly between two columns, then between
 * two views; row by row. Each value is weighted by the cosine of its ray's angle up or down, since
 * an oblique ray crosses more, and by the angle that a view stands for.
 */
public final class Rebinning {
  private final ParallelViews views;
  private final Orbit orbit;
  private final int[] below;
  private final double[] share;

  /** Square of the distance from the source to a column, in the plane of the source. */
  private final double[] square;

  /** Prepares to sort. */
  public Rebinning(ParallelViews views) {
    this.views = views;
    this.orbit = views.helix().orbit();
    int columns = views.columns().count();
    this.below = new int[columns];
    this.share = new double[columns];
    this.square = new double[columns];
    for (int c = 0; c < columns; c++) {
      double place = views.place(c);
      below[c] = (int) Math.max(0, Math.min(orbit.columns().count() - 2.0, Math.floor(place)));
      share[c] = place - below[c];
      double across = orbit.form() == Form.CURVED ? 0 : orbit.columns().at(place);
      square[c] = orbit.sourceToDetector() * orbit.sourceToDetector() + across * across;
    }
  }

  /** Detector rows that were measured. */
  public interface Rows {
    /** Returns the values of a row, one a column. */
    float[] of(int view, int row);
  }

  /**
   * Computes a row of a parallel view.
   *
   * @param rows of all views from {@link ParallelViews#measuredFrom} on, before {@link
   *     ParallelViews#measuredTo}
   * @param values receives them, one a column
   */
  public void row(int view, int row, Rows rows, double[] values) {
    double height = orbit.rows().at(row);
    double angle = Math.PI / views.directions();
    for (int c = 0; c < values.length; c++) {
      double time = views.time(view, c);
      int before = views.viewBefore(time);
      double one = between(rows.of(before, row), c);
      double other = between(rows.of(before + 1, row), c);
      double value = one + (time - before) * (other - one);
      values[c] = value * angle * Math.sqrt(square[c] / (square[c] + height * height));
    }
  }

  private double between(float[] pixels, int column) {
    double here = pixels[below[column]];
    return here + share[column] * (pixels[below[column] + 1] - here);
  }
}
