package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import java.io.Serializable;

/**
 * A layer that all of a beam passes at right angles, such as the window and the oil of a tube
 * (inherent filtration), a sheet of aluminium or copper, or the air up to the detector.
 *
 * @param material whose density is known
 * @param millimetres its thickness, at least 0
 */
public record Filter(Material material, double millimetres) implements Serializable {
  /**
   * Checks it.
   *
   * @throws InputException if the density is not known, or the thickness is negative or no number
   */
  public Filter {
    if (Double.isNaN(material.density())) {
      throw new InputException(
          "the density of %s is not known: expected it to be given".formatted(material.name()));
    }
    if (!(millimetres >= 0 && millimetres < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "a filter of %s mm of %s: expected a number of at least 0"
              .formatted(millimetres, material.name()));
    }
  }

  /** Returns its areal density in g/cm^2. */
  public double gramsPerCm2() {
    return material.density() * (millimetres / 10);
  }
}
