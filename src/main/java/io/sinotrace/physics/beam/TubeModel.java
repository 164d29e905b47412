package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The spectrum of a tube with an anode of tungsten with a tenth of rhenium, at constant voltage.
 *
 * <p>The semiempirical model of Tucker, Barnes and Chakraborty (1991, Medical Physics 18:211, A
 * semiempirical model for generating tungsten target x-ray spectra): electrons slow down in the
 * anode by the law of Thomson and Whiddington and radiate at every depth; the anode attenuates what
 * leaves it at its angle; the K lines come from depths of a parabolic distribution. Their
 * parameters were fitted to measured spectra from 40 to 140 kV. The attenuation of the anode is
 * xraylib's. The energy of the line K beta 2, misprinted there as 67.1 keV, is 69.1. L lines are
 * not modelled: they lie below 12 keV, and half a millimetre of aluminium absorbs them.
 *
 * <p>How far to trust it: first half-value layers that PTB measured at 40 to 120 kV with a tube of
 * 20 degrees (Ankerhold 2000, PTB-Dos-34) are met within 1.5 % behind 6.5 mm of aluminium and more;
 * behind 2.5 mm the model is too soft, by 2 % at 40 kV and 9 % at 120 kV. From SpekPy 2 it differs
 * by up to 6 % in half-value layers of aluminium at 7 to 12 degrees, and 9 % at 17, and by up to 19
 * % in air kerma a mAs. A beam that has to be truer than that is read from a file.
 */
public final class TubeModel implements QuantumSource {
  private static final long serialVersionUID = 1L;

  /** The voltages that the model was fitted to, in kV. */
  public static final double LEAST_KV = 40;

  /** See {@link #LEAST_KV}. */
  public static final double GREATEST_KV = 140;

  /** The angles of anodes that tubes have, in degrees. */
  private static final double LEAST_ANGLE = 1;

  private static final double GREATEST_ANGLE = 45;

  /** Below, nothing leaves a tube. */
  private static final double LEAST_KEV = 5;

  private static final double ELECTRONS_PER_MAS = 6.241509074e15;
  private static final double FINE_STRUCTURE = 1 / 137.035999;
  private static final double ELECTRON_RADIUS_CM = 2.8179403e-13;
  private static final double ELECTRON_REST_KEV = 510.99895;
  private static final double AVOGADRO = 6.02214076e23;

  /** The square of the protons over the atomic weight, of nine parts of W and one of Re by mass. */
  private static final double PROTONS_SQUARED =
      0.9 * (74 * 74) / 183.84 + 0.1 * (75 * 75) / 186.207;

  /**
   * Photons for each electron, and for each electron and keV: the strength of bremsstrahlung, where
   * the stopping power is in MeV cm^2/g.
   */
  private static final double A0 = 3.685e-2;

  private static final double A1 = 2.900e-5;

  /** How bremsstrahlung depends on the ratio of the quantum's energy to the electron's. */
  private static final double[] B = {1, -5.049, 10.847, -10.516, 3.842};

  /** The stopping power: P0 + P1 exp(-P2 T), in keV cm^2/g. */
  private static final double P0 = 2024.1;

  private static final double P1 = 10361;
  private static final double P2 = 0.04695;

  /** The constant of Thomson and Whiddington by the voltage, in 10^6 keV^2 cm^2/g. */
  private static final double[] WHIDDINGTON_KV = {50, 75, 100, 150};

  private static final double[] WHIDDINGTON = {0.54, 0.625, 0.70, 0.84};

  /** K quanta for each electron, and how their number grows with the voltage. */
  private static final double K_YIELD = 1.349e-3;

  private static final double K_EXPONENT = 1.648;

  /**
   * A K line.
   *
   * @param keV its energy
   * @param edge K edge of its element, in keV
   * @param share of all K quanta of the anode
   */
  private record Line(double keV, double edge, double share) {}

  private static final double TUNGSTEN_EDGE = 69.5;
  private static final double RHENIUM_EDGE = 71.5;
  private static final List<Line> K_LINES =
      List.of(
          new Line(57.98, TUNGSTEN_EDGE, 0.2592),
          new Line(59.32, TUNGSTEN_EDGE, 0.45),
          new Line(67.2, TUNGSTEN_EDGE, 0.1521),
          new Line(69.1, TUNGSTEN_EDGE, 0.0387),
          new Line(59.72, RHENIUM_EDGE, 0.02883),
          new Line(61.14, RHENIUM_EDGE, 0.04988),
          new Line(69.2, RHENIUM_EDGE, 0.0173),
          new Line(71.2, RHENIUM_EDGE, 0.00429));

  /** Steps of the integrals over the electron's energy and over depth; even, for Simpson's rule. */
  private static final int STEPS = 200;

  private final double kV;
  private final double angle;
  private final double sine;
  private final double whiddington;
  private final Material anode;

  /**
   * Sets up a tube.
   *
   * @param kV constant voltage
   * @param angle of the anode: that at which the central ray leaves it, in degrees from its surface
   * @throws InputException if the model does not reach there
   */
  public TubeModel(double kV, double angle) {
    this(checked(kV, angle), angle, materialOfAnode());
  }

  private static Material materialOfAnode() {
    return Materials.mixture(
        "anode", Double.NaN, Map.of(Materials.named("tungsten"), 0.9, Materials.named("Re"), 0.1));
  }

  private static double checked(double kV, double angle) {
    if (!(kV >= LEAST_KV && kV <= GREATEST_KV)) {
      throw new InputException(
          "%s kV: expected %.0f to %.0f, to which the model of the tube was fitted; beyond, a spectrum from a file"
              .formatted(kV, LEAST_KV, GREATEST_KV));
    }
    if (!(angle >= LEAST_ANGLE && angle <= GREATEST_ANGLE)) {
      throw new InputException(
          "quanta that leave the anode at %s degrees: expected %.0f to %.0f"
              .formatted(angle, LEAST_ANGLE, GREATEST_ANGLE));
    }
    return kV;
  }

  private TubeModel(double kV, double angle, Material anode) {
    this.kV = kV;
    this.angle = angle;
    this.sine = StrictMath.sin(StrictMath.toRadians(angle));
    this.whiddington = 1e6 * interpolated(WHIDDINGTON_KV, WHIDDINGTON, kV);
    this.anode = anode;
  }

  /** Returns the angle at which the central ray leaves the anode, in degrees from its surface. */
  public double angle() {
    return angle;
  }

  /**
   * Returns the same tube as rays see it that leave the anode at another angle.
   *
   * @param angle in degrees from the anode's surface, above 0
   */
  public TubeModel at(double angle) {
    return new TubeModel(kV, angle, anode);
  }

  /**
   * Returns the angle at which a ray leaves the anode, in degrees from its surface: what makes a
   * beam weaker and harder towards the anode than towards the cathode (heel effect).
   *
   * @param towardsCathode by how much the ray departs from the central one along the tube's axis,
   *     as a tangent; negative towards the anode
   * @param across likewise, square to the tube's axis
   * @return not above 0 where the anode stands in the ray's way
   */
  double takeOffAngle(double towardsCathode, double across) {
    double leaving =
        (sine + towardsCathode * StrictMath.cos(StrictMath.toRadians(angle)))
            / Math.sqrt(1 + towardsCathode * towardsCathode + across * across);
    return StrictMath.toDegrees(StrictMath.asin(leaving));
  }

  private static double interpolated(double[] x, double[] y, double at) {
    int i = 1;
    while (i < x.length - 1 && at > x[i]) {
      i++;
    }
    return y[i - 1] + (y[i] - y[i - 1]) * ((at - x[i - 1]) / (x[i] - x[i - 1]));
  }

  /**
   * Returns the quanta per mm^2 and mAs at a distance of 1 m, before any filter.
   *
   * @param edges energies in keV at which bins are cut, such as the absorption edges of what is in
   *     the beam: those of the anode are cut in any case
   */
  @Override
  public Spectrum spectrum(double... edges) {
    double[] all = new double[edges.length + anode.edges().length];
    System.arraycopy(edges, 0, all, 0, edges.length);
    System.arraycopy(anode.edges(), 0, all, edges.length, anode.edges().length);
    double[] limits = EnergyBins.limits(LEAST_KEV, kV, all);
    // Electrons radiate into all directions alike; 1 m away that is a sphere of 4 pi 10^6 mm^2.
    double perMm2 = ELECTRONS_PER_MAS / (4 * Math.PI * 1e6);
    TreeMap<Double, Double> quanta = new TreeMap<>();
    for (int i = 0; i + 1 < limits.length; i++) {
      double middle = 0.5 * (limits[i] + limits[i + 1]);
      quanta.put(middle, perMm2 * bremsstrahlung(middle) * (limits[i + 1] - limits[i]));
    }
    for (Line line : K_LINES) {
      if (kV > line.edge) {
        quanta.merge(line.keV, perMm2 * quanta(line), Double::sum);
      }
    }
    return new Spectrum(
        quanta.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        quanta.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Returns the quanta per electron and keV (equation 10 of the paper). */
  private double bremsstrahlung(double keV) {
    double attenuation = anode.massAttenuation(keV) / (whiddington * sine);
    double step = (kV - keV) / STEPS;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
      double t = keV + i * step;
      double ratio = keV / t;
      double b = 0;
      for (int k = B.length - 1; k >= 0; k--) {
        b = b * ratio + B[k];
      }
      double stopping = P0 + P1 * StrictMath.exp(-P2 * t);
      double escapes = StrictMath.exp(-attenuation * (kV * kV - t * t));
      sum += simpson(i) * (b * (t + ELECTRON_REST_KEV) / t * escapes / stopping);
    }
    // 1000: the stopping power is in keV cm^2/g here.
    double strength =
        1000
            * FINE_STRUCTURE
            * (ELECTRON_RADIUS_CM * ELECTRON_RADIUS_CM)
            * PROTONS_SQUARED
            * AVOGADRO;
    return strength * (A0 + A1 * kV) * (sum * step / 3) / keV;
  }

  /** Returns the quanta of a K line per electron (equation 22 of the paper). */
  private double quanta(Line line) {
    double range = (kV * kV - line.edge * line.edge) / whiddington;
    double attenuation = anode.massAttenuation(line.keV) * range / sine;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
      double depth = i / (double) STEPS;
      sum += simpson(i) * 1.5 * (1 - depth * depth) * StrictMath.exp(-attenuation * depth);
    }
    double made = K_YIELD * StrictMath.pow(kV / line.edge - 1, K_EXPONENT);
    return made * line.share * sum / (3 * STEPS);
  }

  /** Returns the weight of a point by Simpson's rule, in thirds of a step. */
  private static int simpson(int i) {
    if (i == 0 || i == STEPS) {
      return 1;
    }
    return i % 2 == 0 ? 2 : 4;
  }
}
