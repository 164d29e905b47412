package io.sinotrace.volume;

/** The units of the numbers in a volume file, and their conversion to mu in 1/mm. */
public enum VoxelUnits {
  /**
   * CT numbers: mu = mu_water * (1 + HU / 1000), not below 0. The definition of the Hounsfield
   * scale, solved for mu; air is -1000, water 0.
   */
  HOUNSFIELD("mu = max(0, mu-water * (1 + HU / 1000))") {
    @Override
    public double toMu(double value, double muWater) {
      double mu = muWater * (1 + value / 1000);
      return mu < 0 ? 0 : mu;
    }
  },

  /** Linear attenuation coefficients in 1/mm, not converted. */
  PER_MM("mu = value") {
    @Override
    public double toMu(double value, double muWater) {
      return value;
    }
  },

  /** Linear attenuation coefficients in 1/cm, divided by 10. */
  PER_CM("mu = value / 10") {
    @Override
    public double toMu(double value, double muWater) {
      return value / 10;
    }
  };

  private final String formula;

  VoxelUnits(String formula) {
    this.formula = formula;
  }

  /** Returns the formula, as it is recorded with every scan. */
  public String formula() {
    return formula;
  }

  /**
   * Returns mu in 1/mm; NaN stays NaN.
   *
   * @param value as in the file
   * @param muWater mu of water in 1/mm; used only by {@link #HOUNSFIELD}
   */
  public abstract double toMu(double value, double muWater);
}
