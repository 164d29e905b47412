package io.sinotrace.physics.detector;

/**
 * How much signal a quantum of each energy gives that arrives at a pixel.
 *
 * @param first the mean signal, by energy
 * @param second the mean of the signal's square, by energy
 */
public record PixelResponse(double[] first, double[] second) {
  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other
   */
  public PixelResponse {
    if (first.length != second.length) {
      throw new IllegalArgumentException("the numbers of means and of squares differ");
    }
  }

  /**
   * Returns the response of a detector that adds up the energy of the quanta, in keV.
   *
   * @param energies in keV
   * @param efficiency the part of the quanta that interact, by energy
   */
  static PixelResponse integrating(double[] energies, double[] efficiency) {
    double[] first = new double[energies.length];
    double[] second = new double[energies.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = efficiency[i] * energies[i];
      second[i] = first[i] * energies[i];
    }
    return new PixelResponse(first, second);
  }
}
