package io.sinotrace.physics.beam;

import java.util.TreeSet;

/** The bins into which a continuous spectrum is cut: equal ones, cut again at absorption edges. */
final class EnergyBins {
  /** The width of a bin in keV. */
  static final double WIDTH = 0.5;

  private EnergyBins() {}

  /**
   * Returns the limits of the bins, in keV, ascending.
   *
   * @param from a multiple of {@link #WIDTH}
   * @param to the end of the spectrum
   * @param edges at which bins are cut in two, so that no bin has a part on either side of one
   */
  static double[] limits(double from, double to, double... edges) {
    TreeSet<Double> limits = new TreeSet<>();
    for (int i = 0; from + i * WIDTH < to; i++) {
      limits.add(from + i * WIDTH);
    }
    limits.add(to);
    for (double edge : edges) {
      if (edge > from && edge < to) {
        limits.add(edge);
      }
    }
    return limits.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
