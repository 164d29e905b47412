package io.sinotrace.physics.protocol;

import io.sinotrace.physics.arithmetic.StableMath;

/** Logarithms of what is left of a beam. */
final class Logarithms {
  private Logarithms() {}

  /**
   * Returns minus the logarithm of a part over a whole; of a part of 0, that of the least normal
   * number.
   */
  static double integral(double part, double whole) {
    return 0 - StableMath.log(Math.max(part / whole, Double.MIN_NORMAL));
  }
}
