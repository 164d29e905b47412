package io.sinotrace.physics.protocol;

import io.sinotrace.physics.arithmetic.StableMath;
import io.sinotrace.physics.detector.QuantumNoise;
import io.sinotrace.physics.random.NoiseStream;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A beam's spectrum as a pixel of a detector weighs it, and how strongly each energy is attenuated.
 *
 * <p>A quantum of energy E that arrives at a pixel without object adds d(E) to its signal on
 * average, and d2(E) to the mean of the square. With n(E) quanta a bin, the signal behind areal
 * densities a_m has the mean {@code sum of n d exp(-sum a_m k_m)} and, since quanta arrive
 * independently, the variance {@code sum of n d2 exp(-sum a_m k_m)} (compound Poisson).
 *
 * @param energies of the bins, in keV, ascending
 * @param first {@code n d} of each bin, at least 0, not all 0
 * @param second {@code n d2} of each bin, at least 0
 * @param attenuation [material][bin]: the mass attenuation coefficient k_m in cm^2/g
 */
public record WeightedSpectrum(
    double[] energies, double[] first, double[] second, double[][] attenuation)
    implements Serializable {
  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if the lengths differ, or a number is not as above
   */
  public WeightedSpectrum {
    int bins = energies.length;
    if (bins == 0 || first.length != bins || second.length != bins) {
      throw new IllegalArgumentException("the numbers of energies and weights differ, or are 0");
    }
    for (double[] material : attenuation) {
      if (material.length != bins) {
        throw new IllegalArgumentException("the numbers of energies and coefficients differ");
      }
      checkNotNegative(material);
    }
    checkNotNegative(first);
    checkNotNegative(second);
    if (Arrays.stream(first).sum() <= 0) {
      throw new IllegalArgumentException("no quantum adds to the signal");
    }
    for (int i = 1; i < bins; i++) {
      if (!(energies[i] > energies[i - 1])) {
        throw new IllegalArgumentException("the energies do not ascend");
      }
    }
  }

  private static void checkNotNegative(double[] values) {
    for (double value : values) {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("%s is no number of at least 0".formatted(value));
      }
    }
  }

  /** Returns how many materials attenuate. */
  public int materials() {
    return attenuation.length;
  }

  /**
   * Returns the signal of a random number of quanta of each energy, each of which gives {@code d2 /
   * d} or nothing: the compound distribution itself.
   *
   * @param factor what the quanta of all energies are multiplied by
   * @param densities areal densities in g/cm^2
   * @param offsets where in {@code densities} those of each material begin
   * @param pixel counted from there
   */
  double noisy(NoiseStream stream, double factor, float[] densities, int[] offsets, int pixel) {
    double[] signal = new double[energies.length];
    double[] quanta = new double[energies.length];
    for (int i = 0; i < energies.length; i++) {
      double exponent = 0;
      for (int m = 0; m < offsets.length; m++) {
        exponent = Math.fma(-attenuation[m][i], densities[offsets[m] + pixel], exponent);
      }
      signal[i] = second[i] / first[i];
      quanta[i] = factor * first[i] / signal[i] * StableMath.exp(exponent);
    }
    return QuantumNoise.compound(stream, signal, quanta);
  }
}
