package io.sinotrace.preview.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RasterTest {
  @Test
  void averagesNoFaultAway() {
    Raster raster = new Raster(new float[] {1, 2, 3, Float.NaN}, 2, 2);
    assertEquals(1.5, raster.mean(0, 1, 0, 2));
    assertEquals(2, raster.mean(0, 2, 0, 1));
    assertTrue(Double.isNaN(raster.mean(0, 2, 0, 2)));
  }

  @Test
  void refusesTooFewNumbers() {
    assertThrows(IllegalArgumentException.class, () -> new Raster(new float[5], 2, 3));
    assertThrows(IllegalArgumentException.class, () -> new Raster(new float[5], 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new Raster(new float[5], 65_536, 65_536));
  }
}
