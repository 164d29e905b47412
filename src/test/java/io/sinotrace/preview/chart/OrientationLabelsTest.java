package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Vec3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationLabelsTest {
  /**
   * Along the axes, then the compass: 23 and 67 degrees are beyond 22.5 from an axis, 22 is not.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, R",
    "-2, 0, 0, L",
    "0, 0.1, 0, A",
    "0, -1, 0, P",
    "0, 0, 5, H",
    "0, 0, -5, F",
    "0.927, 0.375, 0, R",
    "0.921, 0.391, 0, RA",
    "0.391, -0.921, 0, PR",
    "0.375, -0.927, 0, P",
    "0, -0.6, -0.8, FP",
    "-0.8, 0, 0.6, LH",
    "-0.5, 0.6, 0.62, HAL",
  })
  void namesTheNearestAxesFirst(double x, double y, double z, String letters) {
    assertEquals(letters, OrientationLabels.letters(new Vec3(x, y, z)));
  }

  @Test
  void oppositeEdgesHaveOppositeLetters() {
    OrientationLabels labels = OrientationLabels.of(new Vec3(0.8, -0.6, 0), new Vec3(0, 0, 2));
    assertEquals(new OrientationLabels("LA", "RP", "F", "H"), labels);
  }

  @Test
  void whatIsNoDirectionHasNoLetter() {
    assertEquals(
        new OrientationLabels("L", "R", "", ""),
        OrientationLabels.of(new Vec3(1, 0, 0), Vec3.ZERO));
  }
}
