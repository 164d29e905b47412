package io.sinotrace.preview.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ColourMapTest {
  /** A window's ends are black and white, what is beyond them too; between, grey is linear. */
  @Test
  void aWindowMapsItsEndsToBlackAndWhite() {
    DisplayWindow window = new DisplayWindow(1, 6);
    assertEquals(0x000000, ColourMap.GREY.colour(window, 1));
    assertEquals(0x000000, ColourMap.GREY.colour(window, 0.999));
    assertEquals(0xFFFFFF, ColourMap.GREY.colour(window, 6));
    assertEquals(0xFFFFFF, ColourMap.GREY.colour(window, 1e30));
    // A fifth of 255.
    assertEquals(0x333333, ColourMap.GREY.colour(window, 2));
    assertEquals(0xCCCCCC, ColourMap.GREY.colour(window, 5));
    assertEquals(Viridis.colour(0), ColourMap.VIRIDIS.colour(window, -9));
    assertEquals(Viridis.colour(0.2), ColourMap.VIRIDIS.colour(window, 2));
    assertEquals(Viridis.colour(1), ColourMap.VIRIDIS.colour(window, 7));
  }

  @Test
  void whatIsNotFiniteIsMagenta() {
    for (ColourMap map : ColourMap.values()) {
      assertEquals(0xFF00A0, map.colour(new DisplayWindow(0, 1), Double.NaN));
      assertEquals(0xFF00A0, map.colour(new DisplayWindow(0, 1), Double.POSITIVE_INFINITY));
    }
  }

  @Test
  void aWindowHasTwoEnds() {
    assertThrows(IllegalArgumentException.class, () -> new DisplayWindow(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new DisplayWindow(0, Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> new DisplayWindow(Double.NEGATIVE_INFINITY, 0));
  }
}
