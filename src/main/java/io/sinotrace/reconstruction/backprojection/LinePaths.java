package io.sinotrace.reconstruction.backprojection;

import io.sinotrace.reconstruction.orbit.Orbit;

/**
 * Where lines of voxels along z meet the detector in one view: the float64 half of the canonical
 * arithmetic, which the package's description has.
 *
 * <p>An instance holds the lines of a block in one view at a time, serves one thread, and is set
 * anew for each view.
 */
final class LinePaths {
  /** In place of the column of a line to which the view adds nothing. */
  static final int NO_COLUMN = -2;

  private final Orbit orbit;
  private final LineConstants shared;

  /** C: the column below each line's place, from -1; or {@link #NO_COLUMN}. */
  final int[] column;

  /** fc: how far each place is from there to the next column. */
  final float[] share;

  /** wf: what the view's values weigh. */
  final float[] weight;

  /** pf: the place of plane k_mid among the rows, from half a row above the middle one. */
  final float[] start;

  /** df: rows from one plane to the next. */
  final float[] step;

  /** Makes room for so many lines. */
  LinePaths(Orbit orbit, LineConstants shared, int lines) {
    this.orbit = orbit;
    this.shared = shared;
    this.column = new int[lines];
    this.share = new float[lines];
    this.weight = new float[lines];
    this.start = new float[lines];
    this.step = new float[lines];
  }

  /**
   * Sets a view.
   *
   * @param x of the lines, in mm
   * @param y of the lines, in mm
   * @param lines how many there are
   */
  void set(int view, double[] x, double[] y, int lines) {
    double cos = orbit.cos()[view];
    double sin = orbit.sin()[view];
    double toAxis = orbit.sourceToAxis();
    double toDetector = orbit.sourceToDetector();
    switch (orbit.form()) {
      case PARALLEL -> {
        for (int line = 0; line < lines; line++) {
          set(line, y[line] * cos - x[line] * sin, 1, 1);
        }
      }
      case FLAT -> {
        for (int line = 0; line < lines; line++) {
          double inverse = 1 / (toAxis - (x[line] * cos + y[line] * sin));
          double magnification = toDetector * inverse;
          double place = (y[line] * cos - x[line] * sin) * magnification;
          set(line, place, magnification, (toAxis * inverse) * (toAxis * inverse));
        }
      }
      case CURVED -> {
        for (int line = 0; line < lines; line++) {
          double along = toAxis - (x[line] * cos + y[line] * sin);
          double across = y[line] * cos - x[line] * sin;
          double length = Math.sqrt(along * along + across * across);
          double square = (toAxis / length) * (toAxis / length);
          set(line, Arctangent.of(across, along), toDetector / length, square);
        }
      }
    }
  }

  /**
   * Sets a line.
   *
   * @param place a
   * @param magnification g
   * @param square W
   */
  private void set(int line, double place, double magnification, double square) {
    double at = (place - shared.columnFirst()) * shared.columnInverse();
    double below = Math.floor(at);
    boolean seen = at > -1 && at < orbit.columns().count();
    column[line] = seen ? (int) below : NO_COLUMN;
    share[line] = (float) (at - below);
    weight[line] = (float) square;
    double rows = orbit.magnifiesRows() ? magnification : 1;
    double middle = (shared.middleZ() * rows - shared.rowFirst()) * shared.rowInverse();
    start[line] = (float) ((middle - shared.halfRows()) - 0.5);
    step[line] = (float) ((shared.stepZ() * rows) * shared.rowInverse());
  }
}
