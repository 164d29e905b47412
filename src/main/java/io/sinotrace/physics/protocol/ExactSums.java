package io.sinotrace.physics.protocol;

import io.sinotrace.physics.arithmetic.StableMath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The sums over all bins of a spectrum at some points: what a reduced spectrum is held against. */
final class ExactSums {
  private final WeightedSpectrum spectrum;
  private final List<double[]> points;

  /** [bin][point]: the part of the quanta that passes. */
  private final double[][] passed;

  private final double[] mean;
  private final double[] variance;

  private ExactSums(
      WeightedSpectrum spectrum,
      List<double[]> points,
      double[][] passed,
      double[] mean,
      double[] variance) {
    this.spectrum = spectrum;
    this.points = points;
    this.passed = passed;
    this.mean = mean;
    this.variance = variance;
  }

  /**
   * Sums.
   *
   * @param points areal densities in g/cm^2, [point][material]
   */
  static ExactSums of(WeightedSpectrum spectrum, List<double[]> points) {
    double[][] at = points.toArray(double[][]::new);
    int bins = spectrum.energies().length;
    double[][] passed = new double[bins][at.length];
    double[] mean = new double[at.length];
    double[] variance = new double[at.length];
    for (int i = 0; i < bins; i++) {
      double first = spectrum.first()[i];
      double second = spectrum.second()[i];
      for (int p = 0; p < at.length; p++) {
        double part = passed(spectrum.attenuation(), i, at[p]);
        passed[i][p] = part;
        mean[p] += first * part;
        variance[p] += second * part;
      }
    }
    return new ExactSums(spectrum, List.copyOf(points), passed, mean, variance);
  }

  /** Returns those of the points at which the mean is not below a least one. */
  ExactSums notBelow(double least) {
    int[] kept = IntStream.range(0, mean.length).filter(p -> mean[p] >= least).toArray();
    return new ExactSums(
        spectrum,
        Arrays.stream(kept).mapToObj(points::get).toList(),
        Arrays.stream(passed).map(bin -> pick(bin, kept)).toArray(double[][]::new),
        pick(mean, kept),
        pick(variance, kept));
  }

  /** Returns some of the values. */
  static double[] pick(double[] values, int[] indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }

  List<double[]> points() {
    return points;
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
    return StableMath.exp(exponent);
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
