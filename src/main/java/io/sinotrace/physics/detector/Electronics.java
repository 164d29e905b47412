package io.sinotrace.physics.detector;

import io.sinotrace.InputException;
import io.sinotrace.physics.random.Gaussian;
import io.sinotrace.physics.random.NoiseStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The way from a pixel's signal to the number that is read: gain, noise, saturation, converter.
 *
 * @param gain digital numbers for each unit of signal, above 0
 * @param noise standard deviation of the electronic noise, in digital numbers
 * @param saturation the digital number above which nothing is read; infinity where there is none
 * @param bits of the converter, which reads whole numbers from 0 to 2^bits - 1; 0 where there is
 *     none, and numbers stay as they are
 */
public record Electronics(double gain, double noise, double saturation, int bits)
    implements Serializable {
  private static final int MOST_BITS = 32;

  /** Reads the signal as it is. */
  public static final Electronics NONE = new Electronics(1, 0, Double.POSITIVE_INFINITY, 0);

  /**
   * Checks it.
   *
   * @throws InputException if gain or saturation is not above 0, noise is negative, or bits are not
   *     0 to 32
   */
  public Electronics {
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new InputException("a gain of %s: expected a number above 0".formatted(gain));
    }
    if (!Checks.finite(noise, 0)) {
      throw new InputException(
          "electronic noise of %s: expected a number of at least 0".formatted(noise));
    }
    if (!(saturation > 0)) {
      throw new InputException("saturation at %s: expected a number above 0".formatted(saturation));
    }
    if (bits < 0 || bits > MOST_BITS) {
      throw new InputException(
          "a converter of %d bits: expected 1 to %d, or 0 for none".formatted(bits, MOST_BITS));
    }
  }

  /** Returns the greatest number that can be read; infinity where there is none. */
  public double greatest() {
    double converter = bits == 0 ? Double.POSITIVE_INFINITY : (double) (1L << bits) - 1;
    return Math.min(bits == 0 ? saturation : Math.rint(saturation), converter);
  }

  /**
   * Returns what is read of a signal.
   *
   * @param stream the noise at that pixel; null for what is read without noise
   * @param share the part of the noise's standard deviation that is drawn
   */
  double read(double signal, @Nullable NoiseStream stream, double share) {
    double number = signal * gain;
    if (stream != null && noise * share > 0) {
      number = Math.fma(Gaussian.next(stream), noise * share, number);
    }
    number = Math.min(number, saturation);
    if (bits == 0) {
      return number;
    }
    return Math.min(greatest(), Math.max(0, Math.rint(number)));
  }
}
