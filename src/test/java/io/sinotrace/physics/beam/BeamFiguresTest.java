package io.sinotrace.physics.beam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeamFiguresTest {
  private static final Material ALUMINIUM = Materials.named("aluminium");

  /** A million quanta of one energy. */
  static Spectrum mono(double keV) {
    return new Spectrum(new double[] {keV}, new double[] {1e6});
  }

  @Test
  void theHalfValueLayersOfOneEnergyAreEqual() {
    for (double keV : new double[] {20, 60, 120}) {
      double expected = 10 * Math.log(2) / (ALUMINIUM.massAttenuation(keV) * ALUMINIUM.density());
      assertEquals(1, BeamFigures.halfValueLayer(mono(keV), ALUMINIUM) / expected, 1e-12);
      assertEquals(1, BeamFigures.secondHalfValueLayer(mono(keV), ALUMINIUM) / expected, 1e-12);
      assertEquals(keV, BeamFigures.effectiveEnergy(mono(keV), ALUMINIUM), 1e-12);
    }
  }

  @Test
  void halfTheKermaPassesTheHalfValueLayer() {
    Spectrum beam = new TubeModel(120, 12).spectrum().behind(ALUMINIUM, 3);
    double first = BeamFigures.halfValueLayer(beam, ALUMINIUM);
    double both = first + BeamFigures.secondHalfValueLayer(beam, ALUMINIUM);
    double kerma = BeamFigures.airKerma(beam);
    assertEquals(0.5, BeamFigures.airKerma(beam.behind(ALUMINIUM, first)) / kerma, 1e-12);
    assertEquals(0.25, BeamFigures.airKerma(beam.behind(ALUMINIUM, both)) / kerma, 1e-12);
    double energy = BeamFigures.effectiveEnergy(beam, ALUMINIUM);
    assertEquals(first, BeamFigures.halfValueLayer(mono(energy), ALUMINIUM), 1e-9);
    assertTrue(energy < beam.meanEnergy());
  }

  /** With the mass-energy absorption coefficients of dry air of NIST, in cm^2/g. */
  @ParameterizedTest
  @CsvSource({"20, 0.5389", "60, 0.03041", "100, 0.02325"})
  void airKermaIsTheEnergyThatStaysByMass(double keV, double coefficient) {
    // 10^6 quanta a mm^2 are 10^12 a m^2; a cm^2/g is a tenth of a m^2/kg.
    double gray = 1e12 * keV * 1.602176634e-16 * (coefficient / 10);
    assertEquals(1, BeamFigures.airKerma(mono(keV)) / (gray * 1000), 0.015);
  }

  @Test
  void aReportGivesTheKermaOfTheScanAtItsDistance() {
    Spectrum beam = mono(60).times(1e-3);
    double atOneMetre = BeamFigures.airKerma(beam);
    BeamReport steady = BeamReport.of(beam, Exposure.everyView(2), 360, 500);
    assertEquals(4 * 2 * atOneMetre, steady.kermaOfView(), 1e-12 * atOneMetre);
    assertEquals(360 * 4 * 2 * atOneMetre, steady.kermaOfScan(), 1e-9 * atOneMetre);
    assertEquals(1, steady.copper().homogeneity(), 1e-12);
    BeamReport modulated =
        BeamReport.of(beam, new Exposure(new double[] {1, 2, 6}), 3, InverseSquare.METRE);
    assertEquals(3 * atOneMetre, modulated.kermaOfView(), 1e-12 * atOneMetre);
    assertEquals(9 * atOneMetre, modulated.kermaOfScan(), 1e-12 * atOneMetre);
  }

  @Test
  void aReportNamesItsUnits() {
    BeamReport report =
        new BeamReport(
            60.04,
            45.26,
            new BeamReport.Layers(7.6, 9.5),
            new BeamReport.Layers(0.25, 0.5),
            541,
            0.0123456,
            12.3);
    assertEquals(
        List.of(
            "mean energy 60.0 keV, effective energy 45.3 keV",
            "half-value layers 7.60 and 9.50 mm Al (homogeneity 0.80), 0.250 and 0.500 mm Cu"),
        report.quality());
    assertEquals(
        "air kerma 0.01235 mGy a view, 12.30 mGy a scan, at 541 mm from the source", report.dose());
  }
}
