package io.sinotrace.physics.tissue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TissueCurveTest {
  private static final double MU_WATER = 0.0193;

  /** Air, noise below it, tissue, metal, and far beyond the last node. */
  @ParameterizedTest
  @EnumSource
  void densitiesHaveTheMuOfTheVoxel(TissueCurve.Named named) {
    for (double energy : new double[] {35, 60, 72.3, 120, 511}) {
      TissueCurve curve = named.at(MU_WATER, energy);
      List<Material> materials = curve.materials();
      double[] kappa = materials.stream().mapToDouble(m -> m.massAttenuation(energy)).toArray();
      for (double hounsfield = -1200; hounsfield < 20_000; hounsfield += 0.7) {
        double mu = MU_WATER * (1 + hounsfield / 1000);
        double sum = 0;
        for (int m = 0; m < kappa.length; m++) {
          double density = density(curve, m, mu);
          sum += density * kappa[m];
          assertTrue(mu < 0 || density >= 0, named + " has a negative density");
        }
        // Some parts of the sum may be much larger than the sum of noise about 0.
        assertEquals(10 * mu, sum, 1e-14 * (Math.abs(10 * mu) + 10 * MU_WATER));
      }
    }
  }

  /** Linear between two nodes, and beyond the first and the last two. */
  private static double density(TissueCurve curve, int material, double mu) {
    double[] nodes = curve.nodes();
    double[] densities = curve.densities()[material];
    int found = Arrays.binarySearch(nodes, mu);
    int i = Math.max(0, Math.min(nodes.length - 2, found < 0 ? -found - 2 : found));
    double share = (mu - nodes[i]) / (nodes[i + 1] - nodes[i]);
    return densities[i] + share * (densities[i + 1] - densities[i]);
  }

  @Test
  void waterAndBoneAreThereAloneAtTheirValues() {
    double energy = TissueCurve.energyOfWater(MU_WATER);
    TissueCurve curve = TissueCurve.Named.WATER_BONE.at(MU_WATER, energy);
    assertEquals(1, density(curve, 0, MU_WATER), 1e-6);
    assertEquals(0.5, density(curve, 0, 0.5 * MU_WATER), 1e-6);
    assertEquals(0, density(curve, 1, 1.1 * MU_WATER));
    assertEquals(0, density(curve, 0, 2.6 * MU_WATER), 1e-12);
    assertTrue(density(curve, 1, 1.2 * MU_WATER) > 0);
  }

  /**
   * The densities of Schneider, Bortfeld and Schlegel (2000), linear between the points that the
   * table Schneider2000DensitiesTable of GATE has of them. Hounsfield values of bone depend on the
   * beam: the energy is the one at which cortical bone has the density that they found.
   */
  @ParameterizedTest
  @CsvSource({
    "-950, 0.0527",
    "-700, 0.3101",
    "-400, 0.6190",
    "-200, 0.8250",
    "-98, 0.93",
    "-50, 0.9734",
    "0, 1.018",
    "14, 1.03",
    "60, 1.0731",
    "100, 1.1199",
    "300, 1.1946",
    "700, 1.4314",
    "1100, 1.6682",
    "1524, 1.9192"
  })
  void densitiesAreAboutThoseOfSchneider(double hounsfield, double expected) {
    double energy = 70.5;
    double muWater = Materials.named("water").massAttenuation(energy) / 10;
    TissueCurve curve = TissueCurve.Named.SCHNEIDER.at(muWater, energy);
    double mu = muWater * (1 + hounsfield / 1000);
    double sum = 0;
    for (int m = 0; m < curve.materials().size(); m++) {
      sum += density(curve, m, mu);
    }
    assertEquals(expected, sum, 0.05 * expected);
  }

  /** Hubbell and Seltzer, NISTIR 5632, table 4: mu/rho of liquid water in cm^2/g. */
  @ParameterizedTest
  @CsvSource({"30, 0.3756", "60, 0.2059", "80, 0.1837", "100, 0.1707", "300, 0.1186"})
  void theEnergyOfWaterIsThatOfTheTablesOfNist(double keV, double massAttenuation) {
    assertEquals(keV, TissueCurve.energyOfWater(massAttenuation / 10), 0.02 * keV);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.008, 0.0206, 0.0193, 0.02, 0.3, 5})
  void waterHasTheMuAtItsEnergy(double mu) {
    double energy = TissueCurve.energyOfWater(mu);
    assertEquals(mu, Materials.named("water").massAttenuation(energy) / 10, 1e-6 * mu);
    // Else the last bits of xraylib's logarithms would be in it.
    assertTrue(BigDecimal.valueOf(energy).scale() <= 6, () -> "" + energy);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.02, 1e-3, 1e6, Double.NaN, Double.POSITIVE_INFINITY})
  void aMuThatWaterNeverHasIsRefused(double mu) {
    String message =
        assertThrows(InputException.class, () -> TissueCurve.energyOfWater(mu)).getMessage();
    assertTrue(
        message.startsWith("water has mu = %s / mm at no energy from 1 to 799 keV".formatted(mu)),
        message);
    assertEquals(1, message.lines().count());
  }
}
