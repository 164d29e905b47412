package io.sinotrace.physics.detector;

import io.sinotrace.InputException;

/**
 * The layer of a detector in which quanta leave their energy.
 *
 * <p>A quantum that interacts leaves all of it in its pixel: fluorescence and scattered quanta that
 * escape are not followed.
 *
 * @param gramsPerCm2 density times thickness of the layer, in g/cm^2
 * @param fillFactor the part of a pixel's area that is sensitive
 */
record Absorber(double gramsPerCm2, double fillFactor) {
  /**
   * Checks it.
   *
   * @throws InputException if there is no layer, or the fill factor is not above 0 and up to 1
   */
  public Absorber {
    if (!(gramsPerCm2 > 0 && gramsPerCm2 < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "an absorber of %s g/cm^2: expected a number above 0".formatted(gramsPerCm2));
    }
    if (!(fillFactor > 0 && fillFactor <= 1)) {
      throw new InputException(
          "a fill factor of %s: expected a number above 0, at most 1".formatted(fillFactor));
    }
  }

  /**
   * Returns the part of the quanta that interact, by energy.
   *
   * @param massAttenuation of the layer's material, in cm^2/g, by energy
   * @throws InputException if a coefficient is negative or no number
   */
  double[] efficiency(double[] massAttenuation) {
    Checks.notNegative(massAttenuation, "a mass attenuation");
    double[] efficiency = new double[massAttenuation.length];
    for (int i = 0; i < efficiency.length; i++) {
      efficiency[i] = -StrictMath.expm1(-massAttenuation[i] * gramsPerCm2) * fillFactor;
    }
    return efficiency;
  }
}
