package io.sinotrace.physics.attenuation;

/** Compton scattering by a free electron at rest (Klein and Nishina 1929). */
final class KleinNishina {
  /** The rest energy of an electron in keV (CODATA 2018). */
  private static final double ELECTRON = 510.99895;

  private KleinNishina() {}

  /**
   * Returns the mean share of a quantum's energy that the electron gets: the ratio of the cross
   * sections for energy transfer and for scattering, in closed form (Evans 1955, The Atomic
   * Nucleus, chapter 23).
   *
   * @param keV of the quantum, at least 1: below, the closed form cancels too many digits
   */
  static double electronShare(double keV) {
    double a = keV / ELECTRON;
    double b = 1 + 2 * a;
    double log = StrictMath.log(b);
    // Both in units of 2 pi times the square of the classical electron radius.
    double all =
        (1 + a) / (a * a) * (2 * (1 + a) / b - log / a) + log / (2 * a) - (1 + 3 * a) / (b * b);
    double scattered =
        log / (2 * a * a * a)
            + (1 + a) * (2 * a * a - 2 * a - 1) / (a * a * b * b)
            + 4 * a * a / (3 * b * b * b);
    return 1 - scattered / all;
  }
}
