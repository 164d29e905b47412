package io.sinotrace.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StyleTest {
  /** A window's ends are black and white, what is beyond them too; between, grey is linear. */
  @Test
  void aWindowMapsItsEndsToBlackAndWhite() {
    Window window = new Window(1, 6);
    assertEquals(0x000000, Style.GREY.colour(window, 1));
    assertEquals(0x000000, Style.GREY.colour(window, 0.999));
    assertEquals(0xFFFFFF, Style.GREY.colour(window, 6));
    assertEquals(0xFFFFFF, Style.GREY.colour(window, 1e30));
    // A fifth of 255.
    assertEquals(0x333333, Style.GREY.colour(window, 2));
    assertEquals(0xCCCCCC, Style.GREY.colour(window, 5));
    assertEquals(Viridis.colour(0), Style.VIRIDIS.colour(window, -9));
    assertEquals(Viridis.colour(0.2), Style.VIRIDIS.colour(window, 2));
    assertEquals(Viridis.colour(1), Style.VIRIDIS.colour(window, 7));
  }

  @Test
  void whatIsNotFiniteIsMagenta() {
    for (Style style : Style.values()) {
      assertEquals(0xFF00A0, style.colour(new Window(0, 1), Double.NaN));
      assertEquals(0xFF00A0, style.colour(new Window(0, 1), Double.POSITIVE_INFINITY));
    }
  }

  @Test
  void aWindowHasTwoEnds() {
    assertThrows(IllegalArgumentException.class, () -> new Window(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new Window(0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Window(Double.NEGATIVE_INFINITY, 0));
  }
}
