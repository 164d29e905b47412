package io.sinotrace.physics.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The areal densities that a reduced spectrum has to be right for: from 0 to a greatest one, for
 * each material.
 *
 * @param greatest of each material, in g/cm^2
 */
record DensityBox(double[] greatest) {
  /** Steps along each axis of the grid of samples, by the number of materials. */
  private static final int[] STEPS = {1, 96, 24, 12, 8, 6};

  private static final int[] PRIMES = {2, 3, 5, 7, 11, 13, 17, 19};

  /** The most materials for which there are bases of the sequence of checks. */
  static final int MOST_MATERIALS = PRIMES.length;

  /**
   * Returns a grid of points, [point][material]: dense near 0, where the spectrum hardens the most
   * for each g/cm^2.
   */
  List<double[]> grid() {
    int materials = greatest.length;
    int steps = materials < STEPS.length ? STEPS[materials] : 4;
    List<double[]> points = new ArrayList<>();
    int[] at = new int[materials];
    boolean more = true;
    while (more) {
      double[] point = new double[materials];
      for (int m = 0; m < materials; m++) {
        double t = steps == 1 ? 0 : at[m] / (double) (steps - 1);
        point[m] = greatest[m] * (t * t * t);
      }
      points.add(point);
      more = false;
      for (int m = 0; m < materials && !more; m++) {
        at[m] = (at[m] + 1) % steps;
        more = at[m] != 0;
      }
    }
    return points;
  }

  /**
   * Returns points between those of the grid: Halton's sequence, every other one drawn towards 0.
   *
   * @param count how many
   */
  List<double[]> between(int count) {
    List<double[]> points = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      double[] point = new double[greatest.length];
      for (int m = 0; m < point.length; m++) {
        double t = radicalInverse(i, PRIMES[m]);
        point[m] = greatest[m] * (i % 2 == 0 ? t : t * t * t);
      }
      points.add(point);
    }
    return points;
  }

  /** Returns the digits of {@code i} mirrored at the point. */
  private static double radicalInverse(int i, int base) {
    double result = 0;
    double digit = 1.0 / base;
    for (int rest = i; rest > 0; rest /= base) {
      result += rest % base * digit;
      digit /= base;
    }
    return result;
  }
}
