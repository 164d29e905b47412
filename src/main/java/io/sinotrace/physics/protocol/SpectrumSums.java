package io.sinotrace.physics.protocol;

import io.sinotrace.physics.arithmetic.StableMath;

/** The weighted sums of a condensed spectrum behind the areal densities of a row of pixels. */
public final class SpectrumSums {
  private final CondensedSpectrum spectrum;

  public SpectrumSums(CondensedSpectrum spectrum) {
    this.spectrum = spectrum;
  }

  public int materials() {
    return spectrum.attenuation().length;
  }

  public void mean(float[] values, int[] offsets, int pixels, double[] mean) {
    meanAndVariance(values, offsets, pixels, mean, new double[pixels]);
  }

  public void meanAndVariance(
      float[] values, int[] offsets, int pixels, double[] mean, double[] variance) {
    for (int i = 0; i < pixels; i++) {
      double first = 0;
      double second = 0;
      for (int j = 0; j < spectrum.nodes(); j++) {
        double exponent = 0;
        for (int m = 0; m < offsets.length; m++) {
          exponent = Math.fma(-spectrum.attenuation()[m][j], values[offsets[m] + i], exponent);
        }
        double passed = StableMath.exp(exponent);
        first = Math.fma(spectrum.first()[j], passed, first);
        second = Math.fma(spectrum.second()[j], passed, second);
      }
      mean[i] = first;
      variance[i] = second;
    }
  }
}
