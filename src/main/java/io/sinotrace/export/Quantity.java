package io.sinotrace.export;

/** What the pixels of a scan are. */
public enum Quantity {
  /** Line integrals of mu at one energy. */
  LINE_INTEGRAL,
  /** Minus the logarithm of what a detector reads, in parts of the open beam. */
  LOGARITHM,
  /** The same, corrected as if all matter were water. */
  WATER_CORRECTED,
  /** Intensities in parts of the open beam. */
  TRANSMISSION,
  /** Anything else, such as counts and areal densities. */
  OTHER;

  /** Returns whether line integrals are stored, exact or as a detector reads them. */
  boolean isLineIntegral() {
    return this == LINE_INTEGRAL || this == LOGARITHM || this == WATER_CORRECTED;
  }
}
