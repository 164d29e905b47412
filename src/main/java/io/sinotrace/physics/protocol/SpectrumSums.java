package io.sinotrace.physics.protocol;

import io.sinotrace.physics.protocol.sums.ScalarSums;
import io.sinotrace.physics.protocol.sums.SumKernel;
import io.sinotrace.physics.protocol.sums.SumKernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The weighted sums of a condensed spectrum behind the areal densities of rows of pixels. The same
 * bits on every machine and for every part of a row. Not for several threads.
 */
final class SpectrumSums implements RowSums {
  /** Noise makes areal densities that are somewhat below 0. */
  private static final double LEAST = -1;

  private final SumKernel kernel;
  private final int materials;
  private final double[] first;
  private final double[] second;

  /** [node][material], flat: what a pixel needs for one exponential lies together. */
  private final double[] attenuation;

  /** [material][pixel], flat, in float64: read once for each node. */
  private double[] layers = new double[0];

  /** Sums of all energies, for pixels that are outside of the box; null if there is no box. */
  private final @Nullable SpectrumSums beyond;

  private final double[] greatest;

  SpectrumSums(BoxedSpectrum spectrum) {
    this(
        spectrum.condensed(),
        SumKernels.BEST,
        new SpectrumSums(CondensedSpectrum.whole(spectrum.whole()), new ScalarSums()),
        spectrum.greatest());
  }

  /** Sums whatever the areal densities are. */
  SpectrumSums(CondensedSpectrum spectrum, SumKernel kernel) {
    this(spectrum, kernel, null, new double[0]);
  }

  private SpectrumSums(
      CondensedSpectrum spectrum,
      SumKernel kernel,
      @Nullable SpectrumSums beyond,
      double[] greatest) {
    this.beyond = beyond;
    this.greatest = greatest;
    this.kernel = kernel;
    this.materials = spectrum.attenuation().length;
    this.first = spectrum.first();
    this.second = spectrum.second();
    this.attenuation = new double[first.length * materials];
    for (int j = 0; j < first.length; j++) {
      for (int m = 0; m < materials; m++) {
        attenuation[j * materials + m] = spectrum.attenuation()[m][j];
      }
    }
  }

  @Override
  public int materials() {
    return materials;
  }

  @Override
  public void from(double @Nullable [] takeOff) {
    if (takeOff != null) {
      throw new IllegalArgumentException("one spectrum for rays at several angles");
    }
  }

  @Override
  public void sum(float[] values, int[] offsets, int pixels, double[] mean, double[] variance) {
    if (layers.length < materials * pixels) {
      layers = new double[materials * pixels];
    }
    for (int m = 0; m < materials; m++) {
      int from = offsets[m];
      int to = m * pixels;
      for (int i = 0; i < pixels; i++) {
        layers[to + i] = values[from + i];
      }
    }
    kernel.sum(first, second, attenuation, layers, pixels, mean, variance);
    for (int i = 0; beyond != null && i < pixels; i++) {
      if (isOutside(i, pixels)) {
        beyond.pixel(values, offsets, i, mean, variance);
      }
    }
  }

  @Override
  public void open(int pixels, double[] mean, double[] variance) {
    pixel(new float[materials], new int[materials], 0, mean, variance);
    Arrays.fill(mean, 0, pixels, mean[0]);
    Arrays.fill(variance, 0, pixels, variance[0]);
  }

  private boolean isOutside(int pixel, int pixels) {
    boolean outside = false;
    for (int m = 0; m < materials; m++) {
      double layer = layers[m * pixels + pixel];
      outside |= layer > greatest[m] || layer < LEAST;
    }
    return outside;
  }

  private void pixel(float[] values, int[] offsets, int pixel, double[] mean, double[] variance) {
    double[] one = new double[materials];
    for (int m = 0; m < materials; m++) {
      one[m] = values[offsets[m] + pixel];
    }
    double[] sum = new double[1];
    double[] square = new double[1];
    kernel.sum(first, second, attenuation, one, 1, sum, square);
    mean[pixel] = sum[0];
    variance[pixel] = square[0];
  }
}
