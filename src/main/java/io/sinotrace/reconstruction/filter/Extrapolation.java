package io.sinotrace.reconstruction.filter;

/** What a detector row is taken to go on with beyond the detector. */
public enum Extrapolation {
  /** With zeros: right if all of the object is seen in each view. */
  NONE,

  /**
   * With the line integrals of an ellipse of one value, on either side: the square of such a row is
   * a parabola. The one nearest to the squares of the row, of those that meet its end, is followed
   * to where it is 0; if that is farther than the row is long, the row's end is faded out. J. Hsieh
   * and others, A novel reconstruction algorithm to extend the CT scan field-of-view, Med. Phys. 31
   * (2004) 2385, complete rows by cylinders of water; here the row tells width and mu.
   */
  ELLIPSE;

  /** What share of the greatest value is taken for none of the object's. */
  private static final double OUTSIDE = 0.05;

  /** Returns how many columns a row goes on for on either side. */
  int columns(int row) {
    return this == NONE ? 0 : row;
  }

  /**
   * Extends a row on both sides. One that ends outside of the object goes on with zeros.
   *
   * @param ring begins with the row; receives what follows it, and at its end what is before it
   * @param row how many columns it has
   */
  void extend(double[] ring, int row) {
    int beyond = columns(row);
    if (beyond > 0) {
      double most = 0;
      for (int c = 0; c < row; c++) {
        most = Math.max(most, ring[c]);
      }
      extend(ring, row - 1, -1, beyond, OUTSIDE * most);
      extend(ring, 0, 1, beyond, OUTSIDE * most);
    }
  }

  /**
   * Extends a row on one side.
   *
   * @param inwards from its outermost column to the next, 1 or -1
   * @param least value that is one of the object
   */
  private static void extend(double[] ring, int edge, int inwards, int beyond, double least) {
    double end = ring[edge];
    if (!(end > least)) {
      return;
    }
    // p^2 = end^2 + b k + c k^2, k columns inwards, by least squares.
    double k2 = 0;
    double k3 = 0;
    double k4 = 0;
    double yk = 0;
    double yk2 = 0;
    for (int k = 1; k < beyond && ring[edge + inwards * k] > least; k++) {
      double p = ring[edge + inwards * k];
      double y = p * p - end * end;
      double square = (double) k * k;
      k2 += square;
      k3 += square * k;
      k4 += square * square;
      yk += y * k;
      yk2 += y * square;
    }
    double determinant = k2 * k4 - k3 * k3;
    double b = (yk * k4 - yk2 * k3) / determinant;
    double c = (yk2 * k2 - yk * k3) / determinant;
    boolean closes = c < 0 && end * end - b * beyond + c * beyond * beyond <= 0;
    for (int k = 1; k <= beyond; k++) {
      double value;
      if (closes) {
        value = Math.sqrt(Math.max(0, end * end - b * k + c * ((double) k * k)));
      } else {
        double fade = StrictMath.cos(Math.PI / 2 * k / (beyond + 1.0));
        value = end * fade * fade;
      }
      if (!(value > 0)) {
        return;
      }
      ring[Math.floorMod(edge - inwards * k, ring.length)] = value;
    }
  }
}
