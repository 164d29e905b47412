package io.sinotrace.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured of several things in several rounds.
 *
 * <p>Ratios are taken within a round, in which other load is the same, more or less, for all.
 */
final class Medians<K> {
  private final Map<K, List<Double>> values = new LinkedHashMap<>();

  /** Adds the value of the next round. */
  void add(K what, double value) {
    values.computeIfAbsent(what, k -> new ArrayList<>()).add(value);
  }

  /** Returns the median over the rounds; NaN if there are none. */
  double of(K what) {
    return median(rounds(what));
  }

  /** Returns the median over the rounds of one thing over another. */
  double ratio(K what, K to) {
    double[] a = rounds(what);
    double[] b = rounds(to);
    double[] ratios = new double[Math.min(a.length, b.length)];
    for (int k = 0; k < ratios.length; k++) {
      ratios[k] = a[k] / b[k];
    }
    return median(ratios);
  }

  private double[] rounds(K what) {
    return values.getOrDefault(what, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the median, of an even number the mean of the middle two. */
  static double median(double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
