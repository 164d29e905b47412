package io.sinotrace.geometry;

import java.io.Serializable;

/**
 * The positions of the pixels on a detector, common to all views of a scan.
 *
 * <p>The centre of the pixel in row r and column c lies at {@code C + (x_c U + y_c N) + z_r V},
 * with C, U, N and V of the view (see {@link View}). Column 0 is the left as seen from the source,
 * row 0 the lowest.
 */
public final class Detector implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] x;
  private final double[] y;
  private final double[] z;

  private Detector(double[] x, double[] y, double[] z) {
    if (x.length == 0 || z.length == 0) {
      throw new IllegalArgumentException(
          "a detector of %d rows and %d columns: expected at least one of each"
              .formatted(z.length, x.length));
    }
    this.x = x;
    this.y = y;
    this.z = z;
  }

  /** Returns a flat detector; U and V are the steps from one column and one row to the next. */
  public static Detector flat(int rows, int columns) {
    return new Detector(centred(columns), new double[columns], centred(rows));
  }

  /**
   * Returns a flat detector whose rows lie at given positions.
   *
   * @param rows z_r of each row, in units of V
   */
  public static Detector flat(double[] rows, int columns) {
    return new Detector(centred(columns), new double[columns], rows.clone());
  }

  /**
   * Returns a detector on a cylinder whose axis runs through the source along V. At the middle of
   * the detector, U is the step from one column to the next and N the unit vector to the source.
   *
   * @param rows z_r of each row, in units of V
   * @param columnPitch arc length from one column to the next, in mm: the length of U
   * @param radius distance of the middle of the detector from the source, in mm
   */
  public static Detector curved(double[] rows, int columns, double columnPitch, double radius) {
    double[] x = centred(columns);
    double[] y = new double[columns];
    for (int c = 0; c < columns; c++) {
      double angle = x[c] * columnPitch / radius;
      x[c] = radius * StrictMath.sin(angle) / columnPitch;
      y[c] = radius * (1 - StrictMath.cos(angle));
    }
    return new Detector(x, y, rows.clone());
  }

  /** Returns the positions of {@code n} pixels, one apart and centred at 0: k - (n-1)/2. */
  public static double[] centred(int n) {
    double[] t = new double[n];
    for (int k = 0; k < n; k++) {
      t[k] = k - (n - 1) / 2.0;
    }
    return t;
  }

  /** Returns a detector with these rows only, in this order. */
  Detector select(int[] rows) {
    double[] some = new double[rows.length];
    for (int r = 0; r < rows.length; r++) {
      some[r] = z[rows[r]];
    }
    return new Detector(x, y, some);
  }

  /** Returns the greatest magnitudes of x_c, y_c and z_r. */
  public Vec3 reach() {
    return new Vec3(greatest(x), greatest(y), greatest(z));
  }

  private static double greatest(double[] values) {
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  /** Returns the number of rows. */
  public int rows() {
    return z.length;
  }

  /** Returns the number of columns. */
  public int columns() {
    return x.length;
  }

  /** Returns x_c, the position of column c along U, in units of U. */
  public double x(int column) {
    return x[column];
  }

  /** Returns y_c, the position of column c along N, in units of N; 0 on a flat detector. */
  public double y(int column) {
    return y[column];
  }

  /** Returns z_r, the position of row r along V, in units of V. */
  public double z(int row) {
    return z[row];
  }
}
