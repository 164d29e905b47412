package io.sinotrace.physics.detector;

import io.sinotrace.physics.random.NoiseStream;
import io.sinotrace.physics.random.Poisson;

/**
 * The signal of a random number of quanta.
 *
 * <p>Counts have a Poisson distribution. The sum of the signals of a spectrum's quanta has a
 * compound one: either bin by bin, or by a Poisson number of equal quanta with the same mean and
 * variance, at the cost of one number a pixel.
 */
public final class QuantumNoise {
  /** The constant of the bound for sums of a Poisson number of terms, see {@link #distance}. */
  private static final double BERRY_ESSEEN = 0.3041;

  private QuantumNoise() {}

  /**
   * Returns a signal with the mean and variance of a spectrum's: that of Poisson many quanta that
   * each give variance / mean. Its third moment is smaller than the spectrum's.
   *
   * @param mean sum of n d over the spectrum
   * @param variance sum of n d2
   * @throws IllegalArgumentException if one of them is negative or no number, or the variance 0 and
   *     the mean not
   */
  public static double matched(NoiseStream stream, double mean, double variance) {
    if (mean == 0 && variance == 0) {
      return 0;
    }
    double quantum = variance / mean;
    return quantum * Poisson.next(stream, mean / quantum);
  }

  /**
   * Returns the signal of a spectrum's quanta, each of which gives all or nothing: exact, with one
   * number for each energy.
   *
   * @param signal of a quantum that interacts, by energy
   * @param quanta that interact on average, by energy
   */
  public static double compound(NoiseStream stream, double[] signal, double[] quanta) {
    double sum = 0;
    for (int i = 0; i < signal.length; i++) {
      sum += signal[i] * Poisson.next(stream, quanta[i]);
    }
    return sum;
  }

  /**
   * Returns a bound of how far the distribution functions of {@link #matched} and {@link #compound}
   * are apart anywhere. Both are near the normal one with the same mean and variance: not further
   * than 0.3041 m3 / m2^1.5 (Korolev and Shevtsova, "An improvement of the Berry-Esseen inequality
   * with applications to Poisson and mixed Poisson random sums", Scandinavian Actuarial Journal
   * 2012).
   *
   * @param mean sum of n d over the spectrum
   * @param variance sum of n d2
   * @param third sum of n times the mean of the signal's cube
   */
  public static double distance(double mean, double variance, double third) {
    double quantum = variance / mean;
    return Math.min(
        1, BERRY_ESSEEN * (third + quantum * variance) / (variance * Math.sqrt(variance)));
  }
}
