package io.sinotrace.geometry;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

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

  /** The cylinder on which it is curved; null if it is flat. */
  private final @Nullable Arc arc;

  /**
   * A cylinder about the source.
   *
   * @param columnPitch length of U along it, in mm
   * @param radius in mm
   */
  private record Arc(double columnPitch, double radius) implements Serializable {}

  private Detector(double[] x, double[] y, double[] z, @Nullable Arc arc) {
    if (x.length == 0 || z.length == 0) {
      throw new IllegalArgumentException(
          "a detector of %d rows and %d columns: expected at least one of each"
              .formatted(z.length, x.length));
    }
    this.x = x;
    this.y = y;
    this.z = z;
    this.arc = arc;
  }

  /** Returns a flat detector; U and V are the steps from one column and one row to the next. */
  public static Detector flat(int rows, int columns) {
    return new Detector(centred(columns), new double[columns], centred(rows), null);
  }

  /**
   * Returns a flat detector whose rows lie at given positions.
   *
   * @param rows z_r of each row, in units of V
   */
  public static Detector flat(double[] rows, int columns) {
    return new Detector(centred(columns), new double[columns], rows.clone(), null);
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
    return new Detector(x, y, rows.clone(), new Arc(columnPitch, radius));
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
    return new Detector(x, y, some, arc);
  }

  /**
   * Returns a detector whose pixels are parts of these, in units of U and V that are as much
   * shorter; N stays.
   *
   * @param rowParts of a pixel along V
   * @param columnParts of a pixel along U, or along the arc
   */
  Detector finer(int rowParts, int columnParts) {
    double[] rows = new double[z.length * rowParts];
    for (int r = 0; r < rows.length; r++) {
      rows[r] = z[r / rowParts] * rowParts + r % rowParts - (rowParts - 1) / 2.0;
    }
    int columns = x.length * columnParts;
    return arc == null
        ? flat(rows, columns)
        : curved(rows, columns, arc.columnPitch / columnParts, arc.radius);
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

  /** Returns the centre of a pixel in the world, in mm. */
  public Vec3 pixel(View view, int row, int column) {
    return view.center()
        .plus(view.u().times(x[column]))
        .plus(view.n().times(y[column]))
        .plus(view.v().times(z[row]));
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
