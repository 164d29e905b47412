package io.sinotrace.physics.protocol;

import io.sinotrace.physics.protocol.sums.SumKernel;
import io.sinotrace.physics.protocol.sums.SumKernels;

/**
 * The weighted sums of a condensed spectrum behind the areal densities of rows of pixels. The same
 * bits on every machine and for every part of a row. Not for several threads.
 */
final class SpectrumSums {
  private final SumKernel kernel;
  private final int materials;
  private final double[] first;
  private final double[] second;

  /** [node][material], flat: what a pixel needs for one exponential lies together. */
  private final double[] attenuation;

  /** [material][pixel], flat, in float64: read once for each node. */
  private double[] layers = new double[0];

  SpectrumSums(CondensedSpectrum spectrum) {
    this(spectrum, SumKernels.BEST);
  }

  SpectrumSums(CondensedSpectrum spectrum, SumKernel kernel) {
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

  /** Returns how many materials attenuate. */
  int materials() {
    return materials;
  }

  /**
   * Sums over a row: with the first weights {@code mean[i] = sum over j of first[j] exp(-sum over m
   * of attenuation[m][j] a[m])}, and the variance with the second ones.
   *
   * @param values areal densities in g/cm^2, also below 0
   * @param offsets where in {@code values} those of each material begin
   * @param pixels of the row
   */
  void sum(float[] values, int[] offsets, int pixels, double[] mean, double[] variance) {
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
  }
}
