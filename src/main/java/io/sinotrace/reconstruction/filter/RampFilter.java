package io.sinotrace.reconstruction.filter;

import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Convolves detector rows with the ramp filter.
 *
 * <p>The filter is sampled in space and then transformed (Kak and Slaney, 1988, equation 3.61, and
 * for equal angles 3.104): 1 / (4 d^2) at 0, -1 / (n pi d)^2 at odd n, 0 at even n, with d the
 * distance of columns. Sampled in frequency instead, its mean would be 0, and that of the image
 * wrong. A convolution of equal angles takes (n d / sin(n d))^2 of each. Rows are padded with zeros
 * to at least twice their length, what is extrapolated included, so that nothing wraps around.
 *
 * <p>Rows are transformed one by one: so the values of a row do not depend on any other. Used by
 * one thread.
 */
public final class RampFilter {
  private final DoubleFFT_1D transform;
  private final double[] padded;
  private final Extrapolation extrapolation;

  /** The filter at each frequency, times the distance of columns. */
  private final double[] spectrum;

  /** Prepares the filter of a scan, its distances those at the axis of rotation. */
  public RampFilter(Orbit orbit, FilterSettings settings) {
    int columns = orbit.columns().count();
    this.extrapolation = settings.extrapolation();
    int reach = columns + extrapolation.columns(columns);
    int length = Integer.highestOneBit(2 * reach - 1) << 1;
    boolean angles = orbit.form() == Form.CURVED;
    double distance =
        Math.abs(orbit.columns().step())
            * (angles ? 1 : orbit.sourceToAxis() / orbit.sourceToDetector());
    this.transform = new DoubleFFT_1D(length);
    this.padded = new double[length];
    this.spectrum = new double[length / 2 + 1];
    double[] kernel = new double[length];
    for (int n = 0; n < reach; n++) {
      double value = sample(n, distance, angles) * distance;
      kernel[n] = value;
      kernel[(length - n) % length] = value;
    }
    transform.realForward(kernel);
    for (int k = 0; k < spectrum.length; k++) {
      double real = k == 0 ? kernel[0] : k == length / 2 ? kernel[1] : kernel[2 * k];
      double share = k / (length / 2.0) / settings.cutoff();
      spectrum[k] = share > 1 ? 0 : real * settings.window().at(share);
    }
  }

  private static double sample(int n, double distance, boolean angles) {
    if (n == 0) {
      return 1 / (4 * distance * distance);
    }
    double across = angles ? StrictMath.sin(n * distance) : n * distance;
    return n % 2 == 0 ? 0 : -1 / (Math.PI * Math.PI * across * across);
  }

  /** Filters the values of a row, in place. */
  public void apply(double[] row) {
    int length = padded.length;
    System.arraycopy(row, 0, padded, 0, row.length);
    Arrays.fill(padded, row.length, length, 0);
    extrapolation.extend(padded, row.length);
    transform.realForward(padded);
    padded[0] *= spectrum[0];
    padded[1] *= spectrum[length / 2];
    for (int k = 1; k < length / 2; k++) {
      padded[2 * k] *= spectrum[k];
      padded[2 * k + 1] *= spectrum[k];
    }
    transform.realInverse(padded, true);
    System.arraycopy(padded, 0, row, 0, row.length);
  }
}
