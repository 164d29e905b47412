package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.preview.raster.Canvas;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrokeFontTest {
  private static final String OTHERS = "°µ×\u2212\u2080";

  @Test
  void drawsEveryPrintableCharacter() {
    Map<String, Character> drawings = new HashMap<>();
    for (char c = ' '; c <= '~'; c++) {
      assertTrue(StrokeFont.has(c), "no glyph for " + c);
      Canvas canvas = new Canvas(20, 24);
      StrokeFont.draw(canvas, String.valueOf(c), 4, 16, 1, 1.35, 0);
      Character alike = drawings.put(picture(canvas), c);
      assertEquals(null, alike, c + " looks like " + alike);
      int ink = ink(canvas);
      assertTrue(c == ' ' ? ink == 0 : ink > 0, "ink of " + c);
    }
    OTHERS.codePoints().forEach(c -> assertTrue(StrokeFont.has(c)));
  }

  @Test
  void staysWithinItsLine() {
    for (char c = '!'; c <= '~'; c++) {
      StrokeFont.Glyph glyph = StrokeFont.glyph(c);
      for (double[] line : glyph.lines()) {
        for (int k = 0; k < line.length; k += 2) {
          assertTrue(line[k] >= -1 && line[k] <= glyph.advance() - 1, c + " at x " + line[k]);
          assertTrue(line[k + 1] >= -3 && line[k + 1] <= 11.5, c + " at y " + line[k + 1]);
        }
      }
    }
  }

  /** A letter l of weight 1 is one upright column of pixels: capital height, half ends. */
  @Test
  void putsInkWhereItBelongs() {
    Canvas canvas = new Canvas(20, 24);
    StrokeFont.draw(canvas, "l", 5, 16, 1, 1, 0x000000);
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 20; x++) {
        boolean stem = x == 5 && y >= 6 && y <= 16;
        assertEquals(stem ? 0x000000 : 0xFFFFFF, canvas.rgb()[y * 20 + x], x + ", " + y);
      }
    }
  }

  @Test
  void readsUpwardsAsTheSamePixelsTurned() {
    Canvas across = new Canvas(60, 60);
    StrokeFont.draw(across, "v (mm) 9", 3, 40, 1, 1.35, 0);
    Canvas upwards = new Canvas(60, 60);
    StrokeFont.drawUpwards(upwards, "v (mm) 9", 40, 56, 1, 1.35, 0);
    assertTrue(ink(across) > 100);
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 60; x++) {
        assertEquals(across.rgb()[y * 60 + x], upwards.rgb()[(59 - x) * 60 + y]);
      }
    }
  }

  @Test
  void boxesWhatItCannotDraw() {
    assertFalse(StrokeFont.has('中'));
    assertEquals(StrokeFont.width("0", 1), StrokeFont.width("中", 1));
  }

  @Test
  void cutsLongTexts() {
    assertEquals("head", StrokeFont.fit("head", 1, 100));
    String cut = StrokeFont.fit("a-very-long-name-of-a-scan", 1, 100);
    assertTrue(cut.endsWith("...") && cut.startsWith("a-very"), cut);
    assertTrue(StrokeFont.width(cut, 1) <= 100);
  }

  private static int ink(Canvas canvas) {
    int n = 0;
    for (int rgb : canvas.rgb()) {
      n += rgb != 0xFFFFFF ? 1 : 0;
    }
    return n;
  }

  private static String picture(Canvas canvas) {
    return java.util.Arrays.toString(canvas.rgb());
  }
}
