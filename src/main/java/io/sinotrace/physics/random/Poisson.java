package io.sinotrace.physics.random;

import io.sinotrace.physics.arithmetic.StableMath;

/**
 * Numbers of the Poisson distribution.
 *
 * <p>Below a mean of {@value #LEAST_TRANSFORMED} by inversion, from there on by Hörmann's
 * transformed rejection PTRS ("The transformed rejection method for generating Poisson random
 * variables", Insurance: Mathematics and Economics 12, 1993). Both are exact but for the rounding
 * of float64 and uniform numbers of 52 bits: the logarithm of a probability is computed without
 * cancellation, after Loader ("Fast and accurate computation of binomial probabilities", 2000).
 */
public final class Poisson {
  /** The greatest mean: numbers about it are whole in float64. */
  public static final double GREATEST_MEAN = 1e15;

  private static final double LEAST_TRANSFORMED = 10;

  /** A number this far up has a probability below 1e-150 where inversion is used. */
  private static final int MOST_INVERTED = 200;

  /** From here on four terms of Stirling's series are right to 1e-12. */
  private static final int LEAST_STIRLING = 10;

  private static final double HALF_LOG_TWO_PI = 0.5 * StableMath.log(2 * Math.PI);

  /** What ln n! has above Stirling's formula, for small n; not used for 0. */
  private static final double[] STIRLING_ERRORS = stirlingErrors();

  private Poisson() {}

  /**
   * Returns the next number.
   *
   * @throws IllegalArgumentException if the mean is no number from 0 to {@link #GREATEST_MEAN}
   */
  public static long next(NoiseStream stream, double mean) {
    if (!(mean >= 0 && mean <= GREATEST_MEAN)) {
      throw new IllegalArgumentException(
          "a mean of %s quanta: expected 0 to %s".formatted(mean, GREATEST_MEAN));
    }
    return mean < LEAST_TRANSFORMED ? inverted(stream, mean) : transformed(stream, mean);
  }

  private static long inverted(NoiseStream stream, double mean) {
    double none = StableMath.exp(-mean);
    while (true) {
      double left = stream.nextDouble();
      double probability = none;
      for (int n = 0; n < MOST_INVERTED; n++) {
        if (left <= probability) {
          return n;
        }
        left -= probability;
        probability *= mean / (n + 1);
      }
      // All probabilities together were rounded to less than the number that was drawn.
    }
  }

  private static long transformed(NoiseStream stream, double mean) {
    // The constants are Hörmann's, as are the letters of his algorithm.
    double b = 0.931 + 2.53 * Math.sqrt(mean);
    double a = -0.059 + 0.02483 * b;
    double certain = 0.9277 - 3.6224 / (b - 2);
    while (true) {
      double u = stream.nextDouble() - 0.5;
      double v = stream.nextDouble();
      double us = 0.5 - Math.abs(u);
      double n = Math.floor((2 * a / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= certain) {
        return (long) n;
      }
      if (n < 0 || (us < 0.013 && v > us)) {
        continue;
      }
      double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
      if (StableMath.log(v * inverseAlpha / (a / (us * us) + b)) <= logProbability(n, mean)) {
        return (long) n;
      }
    }
  }

  /** Returns the logarithm of the probability of n, a whole number, where the mean is above 0. */
  static double logProbability(double n, double mean) {
    if (n == 0) {
      return -mean;
    }
    return -deviance(n, mean) - stirlingError(n) - (HALF_LOG_TWO_PI + 0.5 * StableMath.log(n));
  }

  /** Returns n ln(n / mean) + mean - n. */
  private static double deviance(double n, double mean) {
    double difference = n - mean;
    double v = difference / (n + mean);
    if (Math.abs(v) >= 0.1) {
      return n * StableMath.log(n / mean) - difference;
    }
    // n / mean = (1 + v) / (1 - v), whose logarithm is 2 (v + v^3 / 3 + ...).
    double sum = difference * v;
    double power = 2 * n * v;
    for (int odd = 3; ; odd += 2) {
      power *= v * v;
      double next = sum + power / odd;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }

  private static double stirlingError(double n) {
    if (n < LEAST_STIRLING) {
      return STIRLING_ERRORS[(int) n];
    }
    double square = n * n;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / n;
  }

  private static double[] stirlingErrors() {
    double[] errors = new double[LEAST_STIRLING];
    double factorial = 1;
    for (int n = 1; n < errors.length; n++) {
      factorial *= n;
      errors[n] = StableMath.log(factorial) - (HALF_LOG_TWO_PI + (n + 0.5) * StableMath.log(n) - n);
    }
    return errors;
  }
}
