package io.sinotrace.physics.protocol;

import java.io.Serializable;

/**
 * A spectrum that is condensed for a box of areal densities, and whole for what lies beyond.
 *
 * @param greatest of each material up to which the condensed one is used, in g/cm^2
 */
record BoxedSpectrum(WeightedSpectrum whole, CondensedSpectrum condensed, double[] greatest)
    implements Serializable {
  /** So few energies need not become fewer. */
  private static final int FEW = 4;

  /** Condenses a spectrum; not where few energies do not come near enough. */
  static BoxedSpectrum of(WeightedSpectrum spectrum, double[] greatest, double tolerance) {
    if (spectrum.energies().length > FEW) {
      CondensedSpectrum condensed = CondensedSpectrum.of(spectrum, greatest, tolerance);
      if (condensed.error() <= tolerance) {
        return new BoxedSpectrum(spectrum, condensed, greatest);
      }
    }
    return new BoxedSpectrum(spectrum, CondensedSpectrum.whole(spectrum), greatest);
  }
}
