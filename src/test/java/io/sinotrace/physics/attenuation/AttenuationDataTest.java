package io.sinotrace.physics.attenuation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.Python;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttenuationDataTest {
  /** xraylib in C reads the same tables with other code: Debian's python3-xraylib 4.0.0. */
  @Test
  void theCLibrarySaysTheSameOfEveryElement() throws Exception {
    JsonNode rows =
        Python.run(
            "xraylib", "xraylib_coefficients.py", 1, 5, 15, 33.1, 33.3, 60, 88.2, 140, 511, 799);
    assertEquals(92 * 10, rows.size());
    for (JsonNode row : rows) {
      int protons = row.get(0).asInt();
      double keV = row.get(1).asDouble();
      String what = "protons %d, %s keV".formatted(protons, keV);
      assertEquals(
          1, AttenuationData.massAttenuation(protons, keV) / row.get(2).asDouble(), 1e-9, what);
      assertEquals(
          1, AttenuationData.photoelectric(protons, keV) / row.get(3).asDouble(), 1e-9, what);
      assertEquals(1, AttenuationData.compton(protons, keV) / row.get(4).asDouble(), 1e-9, what);
    }
  }

  @Test
  void coefficientsHaveTenDigits() {
    for (int protons = 1; protons <= 92; protons++) {
      for (double keV : new double[] {1, 1.7, 20, 60.123, 300, 799}) {
        double value = AttenuationData.massAttenuation(protons, keV);
        assertTrue(new BigDecimal(Double.toString(value)).precision() <= 10, () -> "" + value);
      }
    }
  }

  /** The ends of the range are within the tables of each element, and nothing is 0 there. */
  @Test
  void thereAreDataOfEveryElementInTheWholeRange() {
    for (int protons = 1; protons <= AttenuationData.MOST_PROTONS; protons++) {
      for (double keV : new double[] {AttenuationData.LEAST_KEV, AttenuationData.GREATEST_KEV}) {
        assertTrue(AttenuationData.massAttenuation(protons, keV) > 0);
        assertTrue(AttenuationData.photoelectric(protons, keV) > 0);
        assertTrue(AttenuationData.compton(protons, keV) > 0);
      }
    }
  }

  /** K edges by Bearden and Burr (1967, Reviews of Modern Physics 39:125), in keV. */
  @ParameterizedTest
  @CsvSource({
    "Cu, 8.9789",
    "Mo, 19.9995",
    "Sn, 29.2001",
    "I, 33.1694",
    "Ba, 37.4406",
    "Gd, 50.2391",
    "W, 69.5250",
    "Au, 80.7249",
    "Pb, 88.0045"
  })
  void theCoefficientsJumpAtTheirKEdges(String symbol, double keV) {
    Material element = Materials.named(symbol);
    double[] edges = element.edges();
    assertEquals(keV, edges[edges.length - 1], 1e-3);
    double below = element.massAttenuation(keV * 0.9999);
    double above = element.massAttenuation(keV * 1.0001);
    assertTrue(above > 3 * below, () -> below + " to " + above);
  }

  /** xraylib is set up by whichever thread comes first, and then only read. */
  @Test
  void threadsReadTheSameAsOneAlone() {
    double[] alone = IntStream.range(0, 5000).mapToDouble(AttenuationDataTest::some).toArray();
    double[] together =
        IntStream.range(0, 5000).parallel().mapToDouble(AttenuationDataTest::some).toArray();
    assertTrue(Arrays.equals(alone, together));
  }

  private static double some(int i) {
    return Materials.named(i % 2 == 0 ? "muscle" : "C6H5(CH2)2W0.5").massAttenuation(1 + 0.15 * i);
  }
}
