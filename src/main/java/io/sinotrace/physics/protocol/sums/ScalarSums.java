package io.sinotrace.physics.protocol.sums;

import io.sinotrace.physics.arithmetic.StableMath;

/** One pixel at a time. */
public final class ScalarSums implements SumKernel {
  @Override
  public String refusal() {
    return "";
  }

  @Override
  public void sum(
      double[] first,
      double[] second,
      double[] attenuation,
      double[] layers,
      int pixels,
      double[] mean,
      double[] variance) {
    int materials = attenuation.length / first.length;
    for (int i = 0; i < pixels; i++) {
      double meanSum = 0;
      double varianceSum = 0;
      for (int j = 0; j < first.length; j++) {
        double exponent = 0;
        for (int m = 0; m < materials; m++) {
          exponent = Math.fma(-attenuation[j * materials + m], layers[m * pixels + i], exponent);
        }
        double passed = StableMath.exp(exponent);
        meanSum = Math.fma(first[j], passed, meanSum);
        varianceSum = Math.fma(second[j], passed, varianceSum);
      }
      mean[i] = meanSum;
      variance[i] = varianceSum;
    }
  }
}
