package io.sinotrace.volume.phantom;

/**
 * Linear attenuation coefficients at 60 keV, in 1/mm: density times mass attenuation coefficient.
 *
 * <p>Mass attenuation coefficients (with coherent scattering) and densities after Hubbell and
 * Seltzer, NIST Standard Reference Database 126, tables 1 to 4; tissues as in ICRU Report 44. All
 * are given to more digits than a phantom needs.
 */
public final class MuAt60Kev {
  /** Water: 1.00 g/cm^3 x 0.2059 cm^2/g. The zero of the Hounsfield scale. */
  public static final double WATER = 0.0206;

  /** Cerebrospinal fluid, taken as water of 1.007 g/cm^3. */
  public static final double CEREBROSPINAL_FLUID = 0.0207;

  /** Brain, grey and white matter: 1.04 g/cm^3 x 0.2058 cm^2/g. */
  public static final double BRAIN = 0.0214;

  /** Skeletal muscle, for all soft tissue outside the skull: 1.05 g/cm^3 x 0.2048 cm^2/g. */
  public static final double SOFT_TISSUE = 0.0215;

  /** Cortical bone: 1.92 g/cm^3 x 0.3148 cm^2/g. */
  public static final double BONE = 0.0604;

  /** Aluminium: 2.699 g/cm^3 x 0.2778 cm^2/g. */
  public static final double ALUMINIUM = 0.0750;

  private MuAt60Kev() {}
}
