package io.sinotrace.reconstruction.weight;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much of a period of angles views cover.
 *
 * <p>Each view stands for its share of the angles, half the way to its neighbours on either side. A
 * step between neighbours is a gap, of which nobody can stand for the middle, if it is {@link #GAP}
 * times what all but a twentieth of the steps are at most. Of even steps that is {@link #GAP} of
 * them. Steps of random angles vary: those of n views are distributed exponentially, all but a
 * twentieth are at most 3 times the mean, and the chance that one of 720 is taken for a gap is 720
 * exp(-12) = 0.4 %. Steps of the golden angle are of at most three lengths, the longest 2.6 times
 * the shortest.
 *
 * @param period in radians, of which angles are taken
 * @param range that the views cover: the period, or less where there is a gap
 * @param share that each view stands for: half the way to its neighbours on either side; their sum
 *     is the range
 * @param place of each view in the range
 */
record Coverage(double period, double range, double[] share, double[] place)
    implements Serializable {
  /** A step is a gap if it is so many times what most are at most. */
  private static final double GAP = 4;

  /** The share of the steps that are most. */
  private static final double MOST = 0.95;

  /** Steps below this share of the mean are those between views of the same angle. */
  private static final double SAME = 1e-3;

  /**
   * Finds what views cover.
   *
   * @param angles of the views in radians, in any order
   * @param period of angles that are the same
   * @throws InputException if there are two gaps
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
    double[] sorted = Arrays.stream(step).filter(s -> s > period / n * SAME).sorted().toArray();
    // The lower one: of two steps the greater one is the gap.
    double usual = sorted[(sorted.length - 1) / 2];
    double most = sorted[(int) (MOST * (sorted.length - 1))];
    int widest = 0;
    for (int k = 1; k < n; k++) {
      widest = step[k] > step[widest] ? k : widest;
    }
    boolean full = step[widest] <= GAP * most;
    for (int k = 0; k < n; k++) {
      if (k != widest && step[k] > GAP * most) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "the views leave two gaps, of %.4g degrees from %.4g on and of %.4g from %.4g on:"
                    + " expected one at most",
                Math.toDegrees(step[k]),
                Math.toDegrees(folded[order[k]]),
                Math.toDegrees(step[widest]),
                Math.toDegrees(folded[order[widest]])));
      }
    }
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

  boolean isFull() {
    return range == period;
  }
}
