package io.sinotrace.physics.protocol;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A {@linkplain WeightedSpectrum weighted spectrum} reduced to a few of its energies, whose
 * weighted sums are those of all its bins to a stated error.
 *
 * <p>Behind some g/cm^2 of a few materials the sum over hundreds of bins is a smooth function of
 * few areal densities, so that some 10 to 20 exponentials give it to 1e-6: the energies are chosen
 * and weighted by {@linkplain NonNegativeLeastSquares least squares} over relative errors in a box
 * of areal densities. Each energy is one of the spectrum's own, with the attenuation that it has
 * there, so none lies across an absorption edge.
 *
 * @param energies in keV, ascending
 * @param first weight of each energy for the mean
 * @param second weight of each energy for the variance
 * @param attenuation [material][energy], in cm^2/g
 * @param error the greatest relative error found, of mean and variance
 */
public record CondensedSpectrum(
    double[] energies, double[] first, double[] second, double[][] attenuation, double error)
    implements Serializable {
  /** Points of the box at which the error is looked for. */
  private static final int CHECKS = 2048;

  private static final int FEWEST_CHECKS = 64;

  /** The step by which a box is made smaller. */
  private static final double SHRINK = 0.9;

  /** How often points where the error is too great are added to the samples. */
  private static final int ROUNDS = 8;

  /** Points added each time. */
  private static final int ADDED = 32;

  /** Steps after which the sums come no nearer; a step takes an energy into use. */
  private static final int MOST_STEPS = 200;

  /** The part of the tolerance that the samples are held to, so that between them it is kept. */
  private static final double MARGIN = 0.5;

  /** Where less than this passes, errors do not count: no detector could tell it from nothing. */
  private static final double LEAST_TRANSMISSION = 1e-30;

  /**
   * Reduces a spectrum.
   *
   * @param greatest the areal density of each material up to which the error is kept, in g/cm^2
   * @param tolerance the relative error of mean and variance
   * @throws IllegalArgumentException if there are more than {@value DensityBox#MOST_MATERIALS}
   *     materials
   */
  public static CondensedSpectrum of(
      WeightedSpectrum spectrum, double[] greatest, double tolerance) {
    if (greatest.length != spectrum.materials() || greatest.length > DensityBox.MOST_MATERIALS) {
      throw new IllegalArgumentException(
          "%d materials, at most %d".formatted(greatest.length, DensityBox.MOST_MATERIALS));
    }
    DensityBox box = new DensityBox(visible(spectrum, greatest));
    // Only points at which anything passes that numbers can hold.
    double least = Arrays.stream(spectrum.first()).sum() * LEAST_TRANSMISSION;
    ExactSums samples = ExactSums.of(spectrum, box.grid()).notBelow(least);
    ExactSums checks = ExactSums.of(spectrum, box.between(CHECKS)).notBelow(least);
    CondensedSpectrum best = fit(spectrum, samples, tolerance * MARGIN);
    double[] errors = best.errors(checks);
    best = best.withError(max(errors));
    List<double[]> points = new ArrayList<>(samples.points());
    for (int round = 1; round < ROUNDS && best.error > tolerance; round++) {
      worst(errors).forEach(point -> points.add(checks.points().get(point)));
      CondensedSpectrum next = fit(spectrum, ExactSums.of(spectrum, points), tolerance * MARGIN);
      errors = next.errors(checks);
      if (max(errors) < best.error) {
        best = next.withError(max(errors));
      }
    }
    return best;
  }

  /** Returns one with all energies of a spectrum. */
  static CondensedSpectrum whole(WeightedSpectrum spectrum) {
    return new CondensedSpectrum(
        spectrum.energies(), spectrum.first(), spectrum.second(), spectrum.attenuation(), 0);
  }

  /**
   * Returns the box without what lies so deep in one material that nothing passes it: points beyond
   * would leave too few to find errors at.
   */
  private static double[] visible(WeightedSpectrum spectrum, double[] greatest) {
    double[] visible = greatest.clone();
    double least = Arrays.stream(spectrum.first()).sum() * LEAST_TRANSMISSION;
    for (int m = 0; m < visible.length; m++) {
      double[] alone = new double[visible.length];
      alone[m] = visible[m];
      while (ExactSums.of(spectrum, List.of(alone)).notBelow(least).points().isEmpty()) {
        alone[m] *= SHRINK;
      }
      visible[m] = alone[m];
    }
    return visible;
  }

  /** Returns the greatest error; infinite where too few points were looked at to know. */
  private static double max(double[] errors) {
    return errors.length < FEWEST_CHECKS
        ? Double.POSITIVE_INFINITY
        : Arrays.stream(errors).max().orElse(Double.POSITIVE_INFINITY);
  }

  /** Returns the points of the greatest errors. */
  private static List<Integer> worst(double[] errors) {
    return IntStream.range(0, errors.length)
        .boxed()
        .sorted((a, b) -> Double.compare(errors[b], errors[a]))
        .limit(ADDED)
        .toList();
  }

  /** Returns how many energies it has. */
  public int nodes() {
    return energies.length;
  }

  private static CondensedSpectrum fit(
      WeightedSpectrum spectrum, ExactSums exact, double tolerance) {
    NonNegativeLeastSquares ofMean = new NonNegativeLeastSquares(exact.ofMean());
    List<NonNegativeLeastSquares> sums =
        exact.hasVariance()
            ? List.of(ofMean, new NonNegativeLeastSquares(exact.ofVariance()))
            : List.of(ofMean);
    choose(sums, spectrum.energies().length, tolerance);
    double[] first = ofMean.weights();
    double[] second = exact.hasVariance() ? sums.get(1).weights() : new double[first.length];
    int[] kept =
        IntStream.range(0, first.length).filter(i -> first[i] > 0 || second[i] > 0).toArray();
    return new CondensedSpectrum(
        ExactSums.pick(spectrum.energies(), kept),
        ExactSums.pick(first, kept),
        ExactSums.pick(second, kept),
        Arrays.stream(spectrum.attenuation())
            .map(material -> ExactSums.pick(material, kept))
            .toArray(double[][]::new),
        Double.NaN);
  }

  /** Takes one energy after the other into use, for all sums alike, until they are near enough. */
  private static void choose(List<NonNegativeLeastSquares> sums, int bins, double tolerance) {
    // More columns than rows have no least squares of their own.
    int steps = Math.min(MOST_STEPS, sums.get(0).rows());
    for (int step = 0; step < steps; step++) {
      double distance = 0;
      for (NonNegativeLeastSquares sum : sums) {
        distance = Math.max(distance, sum.distance());
      }
      if (distance <= tolerance) {
        return;
      }
      int best = -1;
      double most = 0;
      for (int i = 0; i < bins; i++) {
        double gain = 0;
        for (NonNegativeLeastSquares sum : sums) {
          gain += sum.gain(i);
        }
        if (gain > most) {
          most = gain;
          best = i;
        }
      }
      if (best < 0) {
        return;
      }
      for (NonNegativeLeastSquares sum : sums) {
        sum.add(best);
      }
    }
  }

  private CondensedSpectrum withError(double found) {
    return new CondensedSpectrum(energies, first, second, attenuation, found);
  }

  /** Returns the greater relative error of mean and variance at each point. */
  private double[] errors(ExactSums exact) {
    double[] errors = new double[exact.points().size()];
    for (int p = 0; p < errors.length; p++) {
      double[] point = exact.points().get(p);
      double mean = 0;
      double variance = 0;
      for (int j = 0; j < nodes(); j++) {
        double passed = ExactSums.passed(attenuation, j, point);
        mean += first[j] * passed;
        variance += second[j] * passed;
      }
      errors[p] = Math.abs(mean / exact.mean(p) - 1);
      if (exact.hasVariance()) {
        errors[p] = Math.max(errors[p], Math.abs(variance / exact.variance(p) - 1));
      }
    }
    return errors;
  }
}
