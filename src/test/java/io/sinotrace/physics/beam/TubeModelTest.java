package io.sinotrace.physics.beam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TubeModelTest {
  private static final Material ALUMINIUM = Materials.named("aluminium");
  private static final Material COPPER = Materials.named("copper");

  /** The angle of an anode of a diagnostic tube, in degrees. */
  private static final double ANGLE = 12;

  private static final TubeModel TUBE = new TubeModel(100, ANGLE);

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
   * The radiation qualities RQR 2 to 9 of IEC 61267 (2005): voltage, first half-value layer and
   * homogeneity, the first layer over the second.
   */
  @ParameterizedTest
  @CsvSource({
    "40, 1.42, 0.81",
    "50, 1.78, 0.76",
    "60, 2.19, 0.74",
    "70, 2.58, 0.71",
    "80, 3.01, 0.69",
    "90, 3.48, 0.68",
    "100, 3.97, 0.68",
    "120, 5.00, 0.68"
  })
  void theSecondHalfValueLayerFollowsFromTheFirst(double kV, double first, double homogeneity) {
    TubeModel tube = new TubeModel(kV, ANGLE);
    double filtration = filtration(tube, first);
    assertTrue(filtration >= 2 && filtration <= 4, () -> filtration + " mm");
    Spectrum beam = tube.spectrum().behind(ALUMINIUM, filtration);
    double second = BeamFigures.secondHalfValueLayer(beam, ALUMINIUM);
    assertEquals(1, second / (first / homogeneity), 0.03);
  }

  /** RQT 8 and 9: what RQR 8 and 9 become behind 0.2 and 0.25 mm of copper. */
  @ParameterizedTest
  @CsvSource({"100, 3.97, 0.2, 6.9", "120, 5.00, 0.25, 8.4"})
  void copperHardensAsTheStandardSays(double kV, double rqr, double copper, double rqt) {
    TubeModel tube = new TubeModel(kV, ANGLE);
    Spectrum beam = tube.spectrum().behind(ALUMINIUM, filtration(tube, rqr)).behind(COPPER, copper);
    assertEquals(1, BeamFigures.halfValueLayer(beam, ALUMINIUM) / rqt, 0.03);
  }

  /**
   * Half-value layers of spectra that PTB measured with a tube of 20 degrees (Ankerhold 2000,
   * PTB-Dos-34): nothing is fitted. The model is too soft where little aluminium is in the beam.
   */
  @ParameterizedTest
  @CsvSource({
    "40, 2.5, 1.36, 1.72, 0.045",
    "60, 2.5, 2.02, 2.84, 0.045",
    "80, 2.5, 2.59, 3.96, 0.07",
    "100, 2.5, 3.23, 5.19, 0.09",
    "120, 2.5, 3.88, 6.37, 0.105",
    "40, 6.5, 2.13, 2.41, 0.03",
    "50, 12.5, 3.67, 4.05, 0.02",
    "60, 18.5, 5.24, 5.70, 0.02",
    "70, 23.5, 6.64, 7.16, 0.02",
    "80, 28.5, 7.96, 8.50, 0.01",
    "90, 32.5, 9.03, 9.57, 0.01",
    "100, 36.5, 9.93, 10.47, 0.01",
    "120, 42.5, 11.37, 11.97, 0.01"
  })
  void halfValueLayersAreThoseMeasured(
      double kV, double aluminium, double first, double second, double error) {
    Spectrum beam =
        new TubeModel(kV, 20)
            .spectrum()
            .behind(
                List.of(
                    new Filter(Materials.named("beryllium"), 1),
                    new Filter(ALUMINIUM, aluminium),
                    new Filter(Materials.named("Kapton Polyimide Film"), 0.25),
                    new Filter(Materials.named("air"), 950)));
    assertEquals(1, BeamFigures.halfValueLayer(beam, ALUMINIUM) / first, error);
    assertEquals(1, BeamFigures.secondHalfValueLayer(beam, ALUMINIUM) / second, error);
  }

  /** Another model, of electrons followed one by one. At 17 degrees the two differ most. */
  @ParameterizedTest
  @CsvFileSource(
      resources = "/io/sinotrace/physics/beam/spekpy.csv",
      useHeadersInDisplayName = true)
  void beamsAreNearThoseOfSpekPy(
      double kV,
      double angle,
      double aluminium,
      double copper,
      double meanEnergy,
      double firstAluminium,
      double secondAluminium,
      double firstCopper,
      double kerma) {
    Spectrum beam =
        new TubeModel(kV, angle)
            .spectrum()
            .behind(List.of(new Filter(ALUMINIUM, aluminium), new Filter(COPPER, copper)));
    assertEquals(1, beam.meanEnergy() / meanEnergy, 0.04);
    double error = angle < 15 ? 0.065 : 0.095;
    assertEquals(1, BeamFigures.halfValueLayer(beam, ALUMINIUM) / firstAluminium, error);
    assertEquals(1, BeamFigures.secondHalfValueLayer(beam, ALUMINIUM) / secondAluminium, error);
    assertEquals(1, BeamFigures.halfValueLayer(beam, COPPER) / firstCopper, 0.15);
    assertEquals(1, 1000 * BeamFigures.airKerma(beam) / kerma, 0.19);
  }

  /**
   * The mean output of some 40 radiographic units, of unsaid filtration, in microgray a mAs at 40
   * inches: 0.008373 times the voltage to the power of 1.983 (imablog.net, July 2015, Radiation
   * output from radiographic units). Worn anodes and whatever else is in the beam cost a part.
   */
  @ParameterizedTest
  @ValueSource(doubles = {60, 70, 80, 90, 100, 120})
  void theOutputOfATubeIsThatOfRealOnes(double kV) {
    Spectrum beam = new TubeModel(kV, ANGLE).spectrum().behind(ALUMINIUM, 3);
    double microgray = 1000 * BeamFigures.airKerma(beam) * InverseSquare.fluence(1016);
    double ratio = microgray / (0.008373 * Math.pow(kV, 1.983));
    assertTrue(ratio > 1 && ratio < 1.5, () -> ratio + " of " + microgray + " microgray");
  }

  @Test
  void towardsTheAnodeTheBeamIsWeakerAndHarder() {
    double slope = Math.tan(Math.toRadians(7));
    Spectrum anode = beam(TUBE.takeOffAngle(-slope, 0));
    Spectrum cathode = beam(TUBE.takeOffAngle(slope, 0));
    assertTrue(BeamFigures.airKerma(anode) < 0.8 * BeamFigures.airKerma(cathode));
    assertTrue(anode.meanEnergy() > cathode.meanEnergy());
  }

  private static Spectrum beam(double angle) {
    return new TubeModel(100, angle).spectrum().behind(ALUMINIUM, 3);
  }

  @Test
  void theTakeOffAngleIsThatOfTheAnodePlusThatOfTheRayAlongTheAxis() {
    for (double along : new double[] {-11, -3, 0, 5, 20}) {
      double tangent = Math.tan(Math.toRadians(along));
      assertEquals(ANGLE + along, TUBE.takeOffAngle(tangent, 0), 1e-12);
    }
    assertTrue(TUBE.takeOffAngle(Math.tan(Math.toRadians(-13)), 0) < 0);
  }

  /** Central ray along x, tube's axis along y: the anode's surface holds (cos, -sin, 0) and z. */
  @Test
  void aRayBesideThePlaneOfTheAxisLeavesTheAnodeAtTheAngleWithItsSurface() {
    double sine = Math.sin(Math.toRadians(ANGLE));
    double cosine = Math.cos(Math.toRadians(ANGLE));
    for (double along : new double[] {-0.1, 0, 0.2}) {
      for (double across : new double[] {-0.4, 0, 0.1, 0.3}) {
        double length = Math.sqrt(1 + along * along + across * across);
        // The part of the ray within the surface, and so the cosine of the angle with it.
        double within = Math.hypot(cosine - along * sine, across) / length;
        double angle = TUBE.takeOffAngle(along, across);
        assertEquals(within, Math.cos(Math.toRadians(angle)), 1e-12);
        assertEquals(TUBE.takeOffAngle(along, -across), angle);
      }
    }
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

  @ParameterizedTest
  @ValueSource(doubles = {39.9, 140.1, 150, 0, -80, Double.NaN})
  void voltagesOutsideTheModelAreRefused(double kV) {
    String message =
        assertThrows(InputException.class, () -> new TubeModel(kV, ANGLE)).getMessage();
    assertTrue(message.contains("expected 40 to 140"), message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 46, Double.NaN})
  void anglesThatNoAnodeHasAreRefused(double angle) {
    String message =
        assertThrows(InputException.class, () -> new TubeModel(80, angle)).getMessage();
    assertTrue(message.contains("expected 1 to 45"), message);
  }
}
