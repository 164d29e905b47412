package io.sinotrace.physics.beam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeamTest {
  private static final Material ALUMINIUM = Materials.named("aluminium");
  private static final Material COPPER = Materials.named("copper");

  /** The angle of an anode of a diagnostic tube, in degrees. */
  private static final double ANGLE = 12;

  private static Spectrum mono(double keV) {
    return new Spectrum(new double[] {keV}, new double[] {1e6});
  }

  @Test
  void theHalfValueLayersOfOneEnergyAreEqual() {
    for (double keV : new double[] {20, 60, 120}) {
      double expected = 10 * Math.log(2) / (ALUMINIUM.massAttenuation(keV) * ALUMINIUM.density());
      assertEquals(1, BeamFigures.halfValueLayer(mono(keV), ALUMINIUM) / expected, 1e-12);
      assertEquals(1, BeamFigures.secondHalfValueLayer(mono(keV), ALUMINIUM) / expected, 1e-12);
    }
  }

  @Test
  void airKermaIsTheEnergyThatStaysByMass() {
    // 10^6 quanta a mm^2 are 10^12 a m^2, of 60 keV each; 0.03041 cm^2/g are 0.003041 m^2/kg
    // (NIST).
    double gray = 1e12 * 60 * 1.602176634e-16 * 0.003041;
    assertEquals(1, BeamFigures.airKerma(mono(60)) / (gray * 1000), 0.015);
  }

  /** The aluminium by which a tube's first half-value layer becomes a wanted one, in mm. */
  private static double filtration(TubeModel tube, double halfValueLayer) {
    double thin = 0;
    double thick = 20;
    for (int i = 0; i < 50; i++) {
      double middle = (thin + thick) / 2;
      Spectrum filtered = tube.spectrum().behind(ALUMINIUM, middle);
      if (BeamFigures.halfValueLayer(filtered, ALUMINIUM) < halfValueLayer) {
        thin = middle;
      } else {
        thick = middle;
      }
    }
    return thin;
  }

  /**
   * The radiation qualities RQR 5, 8 and 9 of IEC 61267 (2005): voltage, first half-value layer and
   * homogeneity, the first layer over the second.
   */
  @ParameterizedTest
  @CsvSource({"70, 2.58, 0.71", "100, 3.97, 0.68", "120, 5.00, 0.68"})
  void theSecondHalfValueLayerFollowsFromTheFirst(double kV, double first, double homogeneity) {
    TubeModel tube = new TubeModel(kV, ANGLE);
    double filtration = filtration(tube, first);
    assertTrue(filtration >= 2 && filtration <= 4, () -> filtration + " mm");
    Spectrum beam = tube.spectrum().behind(ALUMINIUM, filtration);
    double second = BeamFigures.secondHalfValueLayer(beam, ALUMINIUM);
    assertEquals(first / homogeneity, second, 0.05 * first / homogeneity);
  }

  /** RQT 8 and 9: what RQR 8 and 9 become behind 0.2 and 0.25 mm of copper. */
  @ParameterizedTest
  @CsvSource({"100, 3.97, 0.2, 6.9", "120, 5.00, 0.25, 8.4"})
  void copperHardensAsTheStandardSays(double kV, double rqr, double copper, double rqt) {
    TubeModel tube = new TubeModel(kV, ANGLE);
    Spectrum beam = tube.spectrum().behind(ALUMINIUM, filtration(tube, rqr)).behind(COPPER, copper);
    assertEquals(rqt, BeamFigures.halfValueLayer(beam, ALUMINIUM), 0.05 * rqt);
  }

  /** Diagnostic tubes give some 50 to 90 microgray a mAs at 1 m, at 80 kV behind 3 mm Al. */
  @Test
  void theOutputOfATubeIsThatOfRealOnes() {
    Spectrum beam = new TubeModel(80, ANGLE).spectrum().behind(ALUMINIUM, 3);
    double microgray = 1000 * BeamFigures.airKerma(beam);
    assertTrue(microgray > 50 && microgray < 90, () -> microgray + " microgray");
  }

  @Test
  void towardsTheAnodeTheBeamIsWeakerAndHarder() {
    Spectrum anode = new TubeModel(100, 5).spectrum().behind(ALUMINIUM, 3);
    Spectrum cathode = new TubeModel(100, 19).spectrum().behind(ALUMINIUM, 3);
    assertTrue(BeamFigures.airKerma(anode) < 0.8 * BeamFigures.airKerma(cathode));
    assertTrue(anode.meanEnergy() > cathode.meanEnergy());
  }

  @Test
  void binsAreCutAtTheEdgesOfTheAnodeAndOfWhatIsAskedFor() {
    double[] energies = new TubeModel(100, ANGLE).spectrum(33.1694).energies();
    for (double edge : new double[] {33.1694, 69.525}) {
      double below = Double.NEGATIVE_INFINITY;
      double above = Double.POSITIVE_INFINITY;
      for (double keV : energies) {
        below = keV < edge ? Math.max(below, keV) : below;
        above = keV > edge ? Math.min(above, keV) : above;
      }
      assertTrue(edge - below <= 0.25 && above - edge <= 0.25, () -> "edge at " + edge);
    }
    assertTrue(energies[energies.length - 1] < 100);
  }

  @Test
  void aLayerLetsPassWhatTheLawOfBeerAndLambertSays() {
    Spectrum passed = mono(60).behind(COPPER, 2);
    double expected = 1e6 * Math.exp(-COPPER.massAttenuation(60) * COPPER.density() * 0.2);
    assertEquals(1, passed.total() / expected, 1e-14);
    assertThrows(InputException.class, () -> mono(60).behind(Materials.named("CaWO4"), 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {39.9, 140.1, 0, -80, Double.NaN})
  void voltagesOutsideTheModelAreRefused(double kV) {
    String message =
        assertThrows(InputException.class, () -> new TubeModel(kV, ANGLE)).getMessage();
    assertTrue(message.contains("expected 40 to 140"), message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 46, Double.NaN})
  void anglesThatNoAnodeHasAreRefused(double angle) {
    assertThrows(InputException.class, () -> new TubeModel(80, angle));
  }

  @Test
  void aSpectrumIsReadFromText() {
    Spectrum spectrum =
        SpectrumText.parse("# a tube\nenergy, fluence\n20, 1\n30.5;2e3\n\n40 0\n", "s.csv");
    assertArrayEquals(new double[] {20, 30.5, 40}, spectrum.energies());
    assertArrayEquals(new double[] {1, 2000, 0}, spectrum.quanta());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 1/30|s:2: \"30\": expected an energy in keV and a number of quanta",
        "20 1 2|s:1: \"20 1 2\": expected an energy in keV and a number of quanta",
        "20 1/20 1|s:2: 20.0 keV comes after 20.0: expected ascending energies",
        "20 1/10 1|s:2: 10.0 keV comes after 20.0: expected ascending energies",
        "20 -1|s:1: -1.0 quanta: expected a number of at least 0",
        "20 1e999|s:1: Infinity quanta: expected a number of at least 0",
        "-20 1|s:1: -20.0 keV: expected energies above 0",
        "a b/c d|s:2: \"c d\": expected an energy in keV and a number of quanta",
        "20 NaN|s:1: \"20 NaN\": expected an energy in keV and a number of quanta",
        "# nothing|s: no energies: expected lines of an energy in keV and a number of quanta",
        "20 0/30 0|s: no quantum in the spectrum: expected at least one number above 0"
      })
  void textThatIsNoSpectrumIsRefusedInOneLine(String text, String expected) {
    String lines = text.replace('/', '\n');
    assertEquals(
        expected,
        assertThrows(InputException.class, () -> SpectrumText.parse(lines, "s")).getMessage());
  }
}
