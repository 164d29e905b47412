package io.sinotrace.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DensityScaleTest {
  private static final DensityScale BONE = new DensityScale("bone", 0.3, 30);

  @Test
  void aTenthOfADensityIsItsMassAMillimetre() {
    double[][] values = new double[1][3];
    assertEquals(3, BONE.convert(new double[] {7, 0, 2, 30}, 1, 3, values));
    assertArrayEquals(new double[] {0, 0.2, 3}, values[0]);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {-Double.MIN_VALUE, -1, 30.000001, 1850, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoDensityEndsTheRun(double number) {
    double[][] values = new double[1][2];
    assertEquals(1, BONE.convert(new double[] {1, number}, 0, 2, values));
    assertEquals("a density of bone from 0 to 30 g/cm^3", BONE.expected());
  }
}
