package io.sinotrace.physics.attenuation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaterialTest {
  /**
   * Hubbell and Seltzer, NISTIR 5632, tables 3 and 4 (mu/rho in cm^2/g): another evaluation of the
   * cross sections than xraylib's, so that they differ by a percent or two.
   */
  @ParameterizedTest
  @CsvSource({
    "water, 10, 5.329",
    "water, 30, 0.3756",
    "water, 60, 0.2059",
    "water, 100, 0.1707",
    "water, 300, 0.1186",
    "aluminium, 10, 26.23",
    "aluminium, 30, 1.128",
    "aluminium, 60, 0.2778",
    "aluminium, 100, 0.1704",
    "aluminium, 300, 0.1042",
    "copper, 10, 215.9",
    "copper, 30, 10.92",
    "copper, 60, 1.593",
    "copper, 100, 0.4584",
    "lead, 60, 5.021",
    "lead, 100, 5.549",
    "lead, 300, 0.4031",
    "iodine, 40, 22.1",
    "air, 60, 0.1875",
    "csi, 60, 7.921"
  })
  void massAttenuationIsThatOfTheTablesOfNist(String name, double keV, double expected) {
    assertEquals(1, Materials.named(name).massAttenuation(keV) / expected, 0.012);
  }

  /** The same tables' cortical bone of ICRU report 44, of the composition that they give. */
  @ParameterizedTest
  @CsvSource({"10, 28.51", "30, 1.331", "60, 0.3148", "100, 0.1855", "300, 0.1113"})
  void boneIsMixedOfItsElements(double keV, double expected) {
    Material bone =
        Materials.mixture(
            "cortical bone",
            1.92,
            Map.of(
                Materials.named("H"), 0.034,
                Materials.named("C"), 0.155,
                Materials.named("N"), 0.042,
                Materials.named("O"), 0.435,
                Materials.named("Na"), 0.001,
                Materials.named("Mg"), 0.002,
                Materials.named("P"), 0.103,
                Materials.named("S"), 0.003,
                Materials.named("Ca"), 0.225));
    assertEquals(1, bone.massAttenuation(keV) / expected, 0.012);
  }

  /** The same tables' mass-energy absorption coefficients of dry air. */
  @ParameterizedTest
  @CsvSource({
    "10, 4.742",
    "15, 1.334",
    "20, 0.5389",
    "30, 0.1537",
    "40, 0.06833",
    "50, 0.04098",
    "60, 0.03041",
    "80, 0.02407",
    "100, 0.02325",
    "150, 0.02496"
  })
  void theEnergyThatStaysInAirIsThatOfTheTablesOfNist(double keV, double expected) {
    assertEquals(1, Materials.named("air").massEnergyAbsorption(keV) / expected, 0.015);
  }

  /** The closed form against the differential cross section, integrated over the angle. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 50, 100, 511, 799})
  void anElectronGetsTheMeanShareOfKleinAndNishina(double keV) {
    double all = 0;
    double electron = 0;
    int steps = 100_000;
    for (int i = 0; i < steps; i++) {
      double cosine = -1 + (i + 0.5) * 2 / steps;
      double left = 1 / (1 + keV / 510.99895 * (1 - cosine));
      double scattered = left * left * (left + 1 / left - (1 - cosine * cosine));
      all += scattered;
      electron += scattered * (1 - left);
    }
    assertEquals(1, KleinNishina.electronShare(keV) / (electron / all), 1e-5);
  }

  @Test
  void aMixtureIsTheSumOfItsPartsByMass() {
    Material water = Materials.named("water");
    Material iodine = Materials.named("iodine");
    Material contrast = Materials.mixture("contrast", 1.02, Map.of(water, 0.98, iodine, 0.02));
    for (double keV : new double[] {20, 33, 34, 60, 120}) {
      double sum = 0.98 * water.massAttenuation(keV) + 0.02 * iodine.massAttenuation(keV);
      assertEquals(1, contrast.massAttenuation(keV) / sum, 1e-14);
    }
    assertEquals(1.02, contrast.density());
  }

  @Test
  void aFormulaAndANameOfTheListMeanTheSameMatter() {
    assertEquals(
        1,
        Materials.named("H2O").massAttenuation(60) / Materials.named("water").massAttenuation(60),
        2e-4);
    assertEquals(
        Materials.named("aluminium").massAttenuation(40),
        Materials.named("Al").massAttenuation(40));
    assertEquals(1.0, Materials.named("Water, Liquid").density());
    assertTrue(Double.isNaN(Materials.named("CaWO4").density()));
    assertEquals(6.06, Materials.named("CaWO4").withDensity(6.06).density());
  }

  /** Edges by Bearden and Burr (1967), in keV. */
  @Test
  void edgesAreWhereTheAttenuationJumps() {
    double[] edges = Materials.named("iodine").edges();
    assertEquals(33.1694, edges[edges.length - 1], 1e-3);
    Material iodine = Materials.named("iodine");
    assertTrue(iodine.massAttenuation(33.2) > 5 * iodine.massAttenuation(33.1));
    assertEquals(
        69.525, Materials.named("W").edges()[Materials.named("W").edges().length - 1], 1e-3);
    assertArrayEquals(new double[0], Materials.named("water").edges());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0, -60, 800, Double.NaN, Double.POSITIVE_INFINITY})
  void energiesWithoutDataAreRefused(double keV) {
    Material water = Materials.named("water");
    assertThrows(InputException.class, () -> water.massAttenuation(keV));
    assertThrows(InputException.class, () -> water.massEnergyAbsorption(keV));
  }

  @Test
  void whatIsNoMatterIsRefused() {
    Material water = Materials.named("water");
    assertThrows(InputException.class, () -> Materials.mixture("half", 1, Map.of(water, 0.5)));
    assertThrows(InputException.class, () -> Materials.mixture("less", 1, Map.of(water, -1.0)));
    assertThrows(InputException.class, () -> water.withDensity(0));
    assertThrows(InputException.class, () -> water.withDensity(-1));
    assertThrows(InputException.class, () -> new Material("x", 1, new TreeMap<>(Map.of(99, 1.0))));
    assertThrows(InputException.class, () -> Materials.named("lead").massEnergyAbsorption(60));
  }
}
