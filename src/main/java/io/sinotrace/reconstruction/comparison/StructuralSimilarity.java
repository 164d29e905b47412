package io.sinotrace.reconstruction.comparison;

/**
 * The structural similarity of two planes after Z. Wang, A. C. Bovik, H. R. Sheikh and E. P.
 * Simoncelli, IEEE Trans. Image Process. 13 (2004): at each pixel
 *
 * <pre>
 * (2 ma mb + C1) (2 cov + C2) / ((ma^2 + mb^2 + C1) (va + vb + C2))
 * </pre>
 *
 * with means, variances and the covariance weighted by a Gaussian window of 11 x 11 pixels and a
 * standard deviation of 1.5, C1 = (0.01 L)^2 and C2 = (0.03 L)^2 for values of a range L. Pixels
 * whose window leaves the plane do not count.
 */
final class StructuralSimilarity {
  /** Pixels from the middle of the window to its edge. */
  static final int REACH = 5;

  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;
  private static final double[] WINDOW = window();

  private final double c1;
  private final double c2;
  private double sum;
  private long count;

  /** Makes one for values of a range. */
  StructuralSimilarity(double range) {
    this.c1 = K1 * range * (K1 * range);
    this.c2 = K2 * range * (K2 * range);
  }

  private static double[] window() {
    double[] window = new double[2 * REACH + 1];
    double sum = 0;
    for (int k = -REACH; k <= REACH; k++) {
      window[k + REACH] = StrictMath.exp(-k * k / (2 * SIGMA * SIGMA));
      sum += window[k + REACH];
    }
    for (int k = 0; k < window.length; k++) {
      window[k] /= sum;
    }
    return window;
  }

  /** Adds two planes, [y][x]. */
  void add(float[] a, float[] b, int nx, int ny) {
    int across = nx - 2 * REACH;
    if (across < 1 || ny <= 2 * REACH) {
      return;
    }
    // Sums along x of each line, of a, b, a^2, b^2 and a b; then along y of these.
    double[][] lines = new double[5][ny * across];
    for (int y = 0; y < ny; y++) {
      for (int x = 0; x < across; x++) {
        sumAlongX(a, b, y * nx + x, lines, y * across + x);
      }
    }
    double[] at = new double[5];
    for (int y = 0; y < ny - 2 * REACH; y++) {
      for (int x = 0; x < across; x++) {
        for (int q = 0; q < at.length; q++) {
          at[q] = 0;
          for (int k = 0; k < WINDOW.length; k++) {
            at[q] += WINDOW[k] * lines[q][(y + k) * across + x];
          }
        }
        sum += similarity(at);
        count++;
      }
    }
  }

  private static void sumAlongX(float[] a, float[] b, int from, double[][] sums, int to) {
    for (int k = 0; k < WINDOW.length; k++) {
      double w = WINDOW[k];
      double one = a[from + k];
      double two = b[from + k];
      sums[0][to] += w * one;
      sums[1][to] += w * two;
      sums[2][to] += w * one * one;
      sums[3][to] += w * two * two;
      sums[4][to] += w * one * two;
    }
  }

  private double similarity(double[] at) {
    double ma = at[0];
    double mb = at[1];
    double va = at[2] - ma * ma;
    double vb = at[3] - mb * mb;
    double cov = at[4] - ma * mb;
    return (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
  }

  /** Returns the mean of all pixels that count; NaN if there are none. */
  double mean() {
    return sum / count;
  }
}
