package io.sinotrace.physics.protocol;

import java.util.Arrays;
import java.util.List;

/** The sums over all bins of a spectrum at some points: what a reduced spectrum is held against. */
final class ExactSums {
  /** [bin][point]: the part of the quanta that passes. */
  private final double[][] passed;

  private final WeightedSpectrum spectrum;
  private final double[] mean;
  private final double[] variance;

  /**
   * Sums.
   *
   * @param points areal densities in g/cm^2, [point][material]
   */
  ExactSums(WeightedSpectrum spectrum, List<double[]> points) {
    this.spectrum = spectrum;
    int bins = spectrum.energies().length;
    this.passed = new double[bins][points.size()];
    this.mean = new double[points.size()];
    this.variance = new double[points.size()];
    for (int i = 0; i < bins; i++) {
      for (int p = 0; p < mean.length; p++) {
        double part = passed(spectrum.attenuation(), i, points.get(p));
        passed[i][p] = part;
        mean[p] += spectrum.first()[i] * part;
        variance[p] += spectrum.second()[i] * part;
      }
    }
  }

  /**
   * Returns the part of the quanta of one energy that passes.
   *
   * @param attenuation [material][energy], in cm^2/g
   * @param point areal densities in g/cm^2
   */
  static double passed(double[][] attenuation, int energy, double[] point) {
    double exponent = 0;
    for (int m = 0; m < point.length; m++) {
      exponent -= attenuation[m][energy] * point[m];
    }
    return StrictMath.exp(exponent);
  }

  double mean(int point) {
    return mean[point];
  }

  double variance(int point) {
    return variance[point];
  }

  boolean hasVariance() {
    return Arrays.stream(spectrum.second()).anyMatch(weight -> weight > 0);
  }

  /** Returns what a quantum of each bin adds to the mean, in parts of it: [bin][point]. */
  double[][] ofMean() {
    return shares(mean);
  }

  /** Returns what a quantum of each bin adds to the variance, in parts of it: [bin][point]. */
  double[][] ofVariance() {
    return shares(variance);
  }

  private double[][] shares(double[] sums) {
    double[][] shares = new double[passed.length][sums.length];
    for (int i = 0; i < passed.length; i++) {
      for (int p = 0; p < sums.length; p++) {
        shares[i][p] = passed[i][p] / sums[p];
      }
    }
    return shares;
  }
}
