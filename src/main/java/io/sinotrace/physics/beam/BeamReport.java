package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.List;
import java.util.Locale;

/**
 * A beam in the figures by which people know one, on its axis and without object.
 *
 * @param meanEnergy of the quanta, in keV
 * @param effectiveEnergy the energy, in keV, of quanta with the first half-value layer in aluminium
 * @param aluminium first and second half-value layer
 * @param copper likewise
 * @param distance from the source at which the air kerma is given, in mm
 * @param kermaOfView mean of the scan's views, in mGy
 * @param kermaOfScan in mGy
 */
public record BeamReport(
    double meanEnergy,
    double effectiveEnergy,
    Layers aluminium,
    Layers copper,
    double distance,
    double kermaOfView,
    double kermaOfScan) {

  /**
   * Half-value layers of a material.
   *
   * @param first in mm
   * @param second in mm
   */
  public record Layers(double first, double second) {
    static Layers of(Spectrum spectrum, Material material) {
      return new Layers(
          BeamFigures.halfValueLayer(spectrum, material),
          BeamFigures.secondHalfValueLayer(spectrum, material));
    }

    /** Returns the first over the second: 1 if all quanta had one energy. */
    public double homogeneity() {
      return first / second;
    }
  }

  /**
   * Works out the figures.
   *
   * @param spectrum quanta per mm^2 at 1 m, behind all filters, for an exposure of 1
   * @param distance in mm, such as that of the isocentre
   * @throws InputException if the exposure is of another number of views, or the distance is not
   *     above 0
   */
  public static BeamReport of(Spectrum spectrum, Exposure exposure, int views, double distance) {
    exposure.checkViews(views);
    if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "the air kerma at %s mm from the source: expected a number above 0".formatted(distance));
    }
    Material aluminium = Materials.named("aluminium");
    double scan =
        BeamFigures.airKerma(spectrum) * InverseSquare.fluence(distance) * exposure.total(views);
    return new BeamReport(
        spectrum.meanEnergy(),
        BeamFigures.effectiveEnergy(spectrum, aluminium),
        Layers.of(spectrum, aluminium),
        Layers.of(spectrum, Materials.named("copper")),
        distance,
        scan / views,
        scan);
  }

  /** Returns what does not depend on the dose, in words, line by line. */
  public List<String> quality() {
    return List.of(
        line("mean energy %.1f keV, effective energy %.1f keV", meanEnergy, effectiveEnergy),
        line(
            "half-value layers %.2f and %.2f mm Al (homogeneity %.2f), %.3f and %.3f mm Cu",
            aluminium.first,
            aluminium.second,
            aluminium.homogeneity(),
            copper.first,
            copper.second));
  }

  /** Returns the air kerma in words. */
  public String dose() {
    return line(
        "air kerma %.4g mGy a view, %.4g mGy a scan, at %.0f mm from the source",
        kermaOfView, kermaOfScan, distance);
  }

  private static String line(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
