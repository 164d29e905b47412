package io.sinotrace.description.text;

/**
 * The ranges of numbers that keys may take. All are bounded, so that no product of two of them
 * overflows.
 */
public enum NumberRange {
  LENGTH("a length in mm from 1e-9 to 1e9", 1e-9, 1e9),
  GAP("a length in mm from 0 to 1e9", 0, 1e9),
  SHIFT("a number of mm from -1e9 to 1e9", -1e9, 1e9),
  DEGREES("a number of degrees from -1e9 to 1e9", -1e9, 1e9),
  SWEEP("a number of degrees from -1e9 to 1e9, but not 0", -1e9, 1e9),
  LINE_INTEGRAL("a line integral from -1e9 to 1e9", -1e9, 1e9),
  SECONDS("a number of seconds from 0 to 1e9", 0, 1e9),
  ENERGY("an energy from 1 to 799 keV", 1, 799),
  ANODE_ANGLE("an angle from 1 to 45 degrees", 1, 45),
  VOLTAGE("a voltage in kV from 1 to 1000", 1, 1000),
  THRESHOLD("an energy from 0 to 799 keV", 0, 799),
  QUANTA("a number of photons, greater than 0 and at most 1e12", Double.MIN_VALUE, 1e12),
  MAS("a number of mAs, greater than 0 and at most 1e6", Double.MIN_VALUE, 1e6),
  DENSITY("a density in g/cm^3 from 1e-6 to 30", 1e-6, 30),
  AREAL_DENSITY("a number of g/cm^2 from 1e-6 to 1e4", 1e-6, 1e4),
  TOLERANCE("a number from 1e-9 to 0.1", 1e-9, 0.1),
  SHARE("a number greater than 0 and at most 1", Double.MIN_VALUE, 1),
  SHARE_OR_NONE("a number from 0 to 1", 0, 1),
  POSITIVE("a number greater than 0 and at most 1e12", Double.MIN_VALUE, 1e12),
  NOT_NEGATIVE("a number from 0 to 1e12", 0, 1e12),
  FACTOR("a number from -1e30 to 1e30, but not 0", -1e30, 1e30),
  TABLE("a number from -1e30 to 1e30", -1e30, 1e30),
  PITCH("a number from -1e6 to 1e6", -1e6, 1e6),
  MU("mu in 1/mm from -1e6 to 1e6", -1e6, 1e6),
  ATTENUATION("a number in 1/mm, greater than 0 and at most 1e6", Double.MIN_VALUE, 1e6),
  MU_WATER(
      "mu of water in 1/mm, greater than 0 and at most 1, such as 0.0206", Double.MIN_VALUE, 1);

  private final String description;
  private final double least;
  private final double greatest;

  NumberRange(String description, double least, double greatest) {
    this.description = description;
    this.least = least;
    this.greatest = greatest;
  }

  /** Returns the range in words, as they follow "expected" in an error. */
  public String description() {
    return description;
  }

  /** Returns whether {@code value} is in the range; NaN and the infinities never are. */
  public boolean contains(double value) {
    return value >= least
        && value <= greatest
        && !(value == 0 && (this == SWEEP || this == FACTOR));
  }
}
