package io.sinotrace.reconstruction.weight;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How much of a period of angles views cover.
 *
 * @param period in radians, of which angles are taken
 * @param range that the views cover: the period, or less where there is a gap
 * @param share that each view stands for: half the way to its neighbours on either side; their sum
 *     is the range
 * @param place of each view in the range
 */
record Coverage(double period, double range, double[] share, double[] place)
    implements Serializable {
  /** A step is a gap in the views if it is so many times the usual one. */
  private static final double GAP = 3;

  /** Steps below this share of the mean are those between views of the same angle. */
  private static final double SAME = 1e-3;

  /**
   * Finds what views cover.
   *
   * @param angles of the views in radians, in any order
   * @param period of angles that are the same
   */
  static Coverage of(double[] angles, double period) {
    int n = angles.length;
    double[] folded = new double[n];
    Integer[] order = new Integer[n];
    for (int k = 0; k < n; k++) {
      double turned = angles[k] - period * Math.floor(angles[k] / period);
      // What is just below 0 may be rounded to the period.
      folded[k] = turned < period ? turned : 0;
      order[k] = k;
    }
    Arrays.sort(order, (a, b) -> Double.compare(folded[a], folded[b]));
    double[] step = new double[n];
    for (int k = 0; k < n; k++) {
      double next = k + 1 < n ? folded[order[k + 1]] : folded[order[0]] + period;
      step[k] = next - folded[order[k]];
    }
    double usual = usual(step, period / n * SAME);
    int widest = 0;
    for (int k = 1; k < n; k++) {
      widest = step[k] > step[widest] ? k : widest;
    }
    boolean full = step[widest] <= GAP * usual;
    double[] share = new double[n];
    double[] place = new double[n];
    double at = 0;
    for (int i = 0; i < n; i++) {
      int k = (widest + 1 + i) % n;
      double before = i == 0 && !full ? usual : step[(k + n - 1) % n];
      double after = i == n - 1 && !full ? usual : step[k];
      share[order[k]] = (before + after) / 2;
      at += before / 2;
      place[order[k]] = at;
      at += after / 2;
    }
    return new Coverage(period, full ? period : period - step[widest] + usual, share, place);
  }

  /** Returns the median of the steps above a least one. */
  private static double usual(double[] steps, double least) {
    double[] sorted = Arrays.stream(steps).filter(step -> step > least).sorted().toArray();
    // The lower one: of two steps the greater one is the gap.
    return sorted[(sorted.length - 1) / 2];
  }

  boolean isFull() {
    return range == period;
  }
}
