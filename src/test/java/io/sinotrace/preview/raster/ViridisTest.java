package io.sinotrace.preview.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ViridisTest {
  /** Figures that matplotlib publishes for the map. */
  @Test
  void hasThePublishedEndsAndMiddle() {
    assertEquals(rgb(68, 1, 84), Viridis.colour(0));
    assertEquals(rgb(33, 144, 141), Viridis.colour(0.499));
    assertEquals(rgb(253, 231, 37), Viridis.colour(1));
    assertEquals(rgb(68, 1, 84), Viridis.colour(-3));
    assertEquals(rgb(253, 231, 37), Viridis.colour(7));
  }

  /** The reason to use the map; a wrong figure in the table would show as a step back. */
  @Test
  void growsLighterAllTheWay() {
    for (int k = 1; k < Viridis.SIZE; k++) {
      double before = lightness(Viridis.colour((k - 0.5) / Viridis.SIZE));
      double here = lightness(Viridis.colour((k + 0.5) / Viridis.SIZE));
      assertTrue(here > before - 0.5 && here < before + 2.5, k + ": " + before + " to " + here);
    }
  }

  /** Luma by ITU-R BT.709. */
  private static double lightness(int rgb) {
    return 0.2126 * (rgb >> 16) + 0.7152 * (rgb >> 8 & 0xFF) + 0.0722 * (rgb & 0xFF);
  }

  private static int rgb(int r, int g, int b) {
    return r << 16 | g << 8 | b;
  }
}
