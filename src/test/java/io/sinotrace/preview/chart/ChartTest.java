package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.preview.raster.ColourMap;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Raster;
import io.sinotrace.preview.raster.Shading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  /** Shades of viridis. */
  private static final int COLOURS = 256;

  private static final int DARKEST = 68 << 16 | 1 << 8 | 84;
  private static final int BRIGHTEST = 253 << 16 | 231 << 8 | 37;

  private static final Shading VIRIDIS = new Shading(ColourMap.VIRIDIS, null);

  /** A chart without a scale. */
  private static Chart chart(float[] values, int rows, int columns, boolean firstRowAtBottom) {
    return new Chart(
        "title",
        List.of("first line", "second line"),
        new Raster(values, rows, columns),
        new Axis("x", Axis.Unit.INDEX, 0, columns - 1),
        new Axis("y", Axis.Unit.INDEX, 0, rows - 1),
        "value",
        firstRowAtBottom,
        VIRIDIS,
        null);
  }

  private static BufferedImage read(Chart chart) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  private static int at(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  @Test
  void putsRowZeroAtTheBottomOrTheTop() throws IOException {
    float[] values = new float[3 * 4];
    values[0] = 1;
    for (boolean bottom : new boolean[] {true, false}) {
      Chart chart = chart(values, 3, 4, bottom);
      ChartLayout layout = ChartLayout.of(chart);
      BufferedImage image = read(chart);
      // 512 over 4 columns; 400 over 3 rows is 133.
      assertEquals(512, layout.imageWidth());
      assertEquals(399, layout.imageHeight());
      for (int y = 0; y < 399; y++) {
        for (int x = 0; x < 512; x++) {
          boolean bright = x < 128 && (bottom ? y >= 266 : y < 133);
          assertEquals(
              bright ? BRIGHTEST : DARKEST,
              at(image, layout.left() + x, layout.top() + y),
              x + ", " + y);
        }
      }
    }
  }

  @Test
  void framesTheImageItself() throws IOException {
    Chart chart = chart(new float[] {0, 1, 2, 3, 4, 5}, 2, 3, true);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    assertEquals(layout.width(), image.getWidth());
    assertEquals(layout.height(), image.getHeight());
    int right = layout.left() + layout.imageWidth();
    int bottom = layout.top() + layout.imageHeight();
    for (int x = layout.left() - 1; x <= right; x++) {
      assertEquals(ChartPainter.INK, at(image, x, layout.top() - 1));
      assertEquals(ChartPainter.INK, at(image, x, bottom));
    }
    for (int y = layout.top() - 1; y <= bottom; y++) {
      assertEquals(ChartPainter.INK, at(image, layout.left() - 1, y));
      assertEquals(ChartPainter.INK, at(image, right, y));
    }
    // The margins are clear: nothing is cut off.
    for (int x = 0; x < image.getWidth(); x++) {
      assertEquals(0xFFFFFF, at(image, x, 10));
      assertEquals(0xFFFFFF, at(image, x, image.getHeight() - 10));
    }
    for (int y = 0; y < image.getHeight(); y++) {
      assertEquals(0xFFFFFF, at(image, 10, y));
      assertEquals(0xFFFFFF, at(image, image.getWidth() - 10, y));
    }
  }

  @Test
  void marksTheMiddleOfTheSampleThatATickNames() throws IOException {
    Chart chart = chart(new float[] {0, 1, 2, 3, 4, 5}, 2, 3, true);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int below = layout.top() + layout.imageHeight() + 3;
    int marks = 0;
    for (int x = 0; x < layout.imageWidth(); x++) {
      boolean mark = at(image, layout.left() + x, below) == ChartPainter.INK;
      marks += mark ? 1 : 0;
      // 171 pixels a column: the middles are 85, 256 and 427.
      assertEquals(x == 85 || x == 256 || x == 427, mark, "x " + x);
    }
    assertEquals(3, marks);
    for (int y = 0; y < layout.imageHeight(); y++) {
      boolean mark = at(image, layout.left() - 3, layout.top() + y) == ChartPainter.INK;
      // 200 pixels a row, from the bottom: 100 and 300 from there.
      assertEquals(y == 399 - 100 || y == 399 - 300, mark, "y " + y);
    }
  }

  @Test
  void drawsTheColourBarFromTheLeastToTheGreatest() throws IOException {
    Chart chart = chart(new float[] {-1, 0, 2, 3}, 2, 2, true);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int x = layout.barLeft() + ChartLayout.BAR_WIDTH / 2;
    int last = layout.top() + layout.imageHeight() - 1;
    assertEquals(BRIGHTEST, at(image, x, layout.top()));
    assertEquals(DARKEST, at(image, x, last));
    // Two neighbours of the map are one colour, so a step may be two.
    int before = COLOURS;
    for (int y = layout.top(); y <= last; y++) {
      int step = step(at(image, x, y));
      assertTrue(step <= before && step >= before - 2, "row " + y);
      before = step;
    }
    // 0 and 2 lie a quarter and three quarters of the way up; both are round and marked.
    int marked = 0;
    for (int y = layout.top(); y <= last; y++) {
      if (at(image, layout.barLeft() + ChartLayout.BAR_WIDTH + 3, y) == ChartPainter.INK) {
        marked += Math.abs(last - y - 0.25 * (layout.imageHeight() - 1)) < 1 ? 1 : 0;
        marked += Math.abs(last - y - 0.75 * (layout.imageHeight() - 1)) < 1 ? 2 : 0;
      }
    }
    assertEquals(3, marked);
  }

  /** Returns where in the map a colour is. */
  private static int step(int rgb) {
    for (int k = 0; k < COLOURS; k++) {
      if (ColourMap.VIRIDIS.colour((k + 0.5) / COLOURS) == rgb) {
        return k;
      }
    }
    throw new AssertionError("not in the map: " + Integer.toHexString(rgb));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "3.25, 0, 3.25", "-2, -2, 0", "1e-40, 0, 1e-40", "NaN, 0, 1"})
  void showsAConstantAgainstZero(float value, float lo, float hi) throws IOException {
    for (int n : new int[] {1, 5}) {
      float[] values = new float[n * n];
      Arrays.fill(values, value);
      Chart chart = chart(values, n, n, true);
      ChartLayout layout = ChartLayout.of(chart);
      assertEquals(lo, (float) layout.window().low());
      assertEquals(hi, (float) layout.window().high());
      int expected = value > 0 ? BRIGHTEST : DARKEST;
      if (Float.isNaN(value)) {
        expected = ColourMap.NOT_FINITE;
      }
      assertEquals(expected, at(read(chart), layout.left() + 10, layout.top() + 10));
    }
  }

  @Test
  void showsAndCountsWhatIsNotFinite() throws IOException {
    float[] values = {0, Float.NaN, Float.POSITIVE_INFINITY, 4};
    Chart chart = chart(values, 2, 2, false);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int[][] colours = {{DARKEST, ColourMap.NOT_FINITE}, {ColourMap.NOT_FINITE, BRIGHTEST}};
    for (int r = 0; r < 2; r++) {
      for (int c = 0; c < 2; c++) {
        int x = layout.left() + c * 256 + 128;
        assertEquals(colours[r][c], at(image, x, layout.top() + r * 200 + 100));
      }
    }
    assertEquals("2 not finite", layout.fault());
    assertEquals("", ChartLayout.of(chart(new float[] {1, 2}, 1, 2, true)).fault());
    for (int k = 0; k < COLOURS; k++) {
      assertNotEquals(ColourMap.NOT_FINITE, ColourMap.VIRIDIS.colour((k + 0.5) / COLOURS));
    }
  }

  /**
   * 2100 rows and 2502 columns are drawn as blocks of 3 x 3. Block (i, j) has (i + j) % 10 ones, so
   * its mean is that many ninths.
   */
  @Test
  void reducesLargeImagesToMeansOfBlocks() throws IOException {
    int rows = 2100;
    int columns = 2502;
    float[] values = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int ones = (r / 3 + c / 3) % 10;
        values[r * columns + c] = r % 3 * 3 + c % 3 < ones ? 1 : 0;
      }
    }
    Chart chart = chart(values, rows, columns, true);
    ChartLayout layout = ChartLayout.of(chart);
    assertEquals(834, layout.imageWidth());
    assertEquals(700, layout.imageHeight());
    BufferedImage image = read(chart);
    for (int i = 0; i < 700; i++) {
      for (int j = 0; j < 834; j++) {
        double mean = (i + j) % 10 / 9.0;
        int expected = (int) Math.min(255, Math.floor(mean * 256));
        int pixel = at(image, layout.left() + j, layout.top() + 699 - i);
        assertEquals(ColourMap.VIRIDIS.colour((expected + 0.5) / 256), pixel, i + ", " + j);
      }
    }
  }

  @Test
  void shadesByTheWindowThatIsAskedFor() throws IOException {
    Chart plain = chart(new float[] {-1, 1, 2, 9}, 1, 4, true);
    Chart chart =
        new Chart(
            plain.title(),
            plain.lines(),
            plain.image(),
            plain.horizontal(),
            plain.vertical(),
            plain.valueLabel(),
            true,
            new Shading(ColourMap.GREY, new DisplayWindow(1, 6)),
            null);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int[] expected = {0x000000, 0x000000, 0x333333, 0xFFFFFF};
    for (int c = 0; c < 4; c++) {
      assertEquals(expected[c], at(image, layout.left() + 128 * c + 64, layout.top() + 50));
    }
    int bar = layout.barLeft() + ChartLayout.BAR_WIDTH / 2;
    assertEquals(0xFFFFFF, at(image, bar, layout.top()));
    assertEquals(0x000000, at(image, bar, layout.top() + layout.barHeight() - 1));
  }

  /** On an image that is all grey, white and near black are found at the edges' middles alone. */
  @Test
  void drawsLettersAtTheEdges() throws IOException {
    float[] grey = new float[9 * 9];
    Arrays.fill(grey, 0.5f);
    Chart chart =
        new Chart(
            "title",
            List.of(),
            new Raster(grey, 9, 9),
            new Axis("u", Axis.Unit.MILLIMETRE, -4, 4),
            new Axis("v", Axis.Unit.MILLIMETRE, -4, 4),
            "value",
            true,
            new Shading(ColourMap.GREY, new DisplayWindow(0, 1)),
            new OrientationLabels("R", "", "F", "H"));
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int n = layout.imageWidth();
    int middle = n / 2;
    assertTrue(hasLetter(image, layout, 0, middle - 15));
    assertFalse(hasLetter(image, layout, n - 30, middle - 15));
    assertTrue(hasLetter(image, layout, middle - 15, 0));
    assertTrue(hasLetter(image, layout, middle - 15, n - 30));
    assertFalse(hasLetter(image, layout, middle - 15, middle - 15));
    assertFalse(hasLetter(image, layout, 0, 0));
  }

  private static boolean hasLetter(BufferedImage image, ChartLayout layout, int left, int top) {
    boolean white = false;
    boolean dark = false;
    for (int y = top; y < top + 30; y++) {
      for (int x = left; x < left + 30; x++) {
        int grey = at(image, layout.left() + x, layout.top() + y) & 0xFF;
        white |= grey > 0xF0;
        dark |= grey < 0x20;
      }
    }
    return white && dark;
  }

  @Test
  void partsRowsThatAreApart() throws IOException {
    Chart plain = chart(new float[] {1, 2, 3, 4}, 4, 1, true);
    Chart chart =
        new Chart(
            plain.title(),
            plain.lines(),
            plain.image(),
            plain.horizontal(),
            Axis.labelled("slice", List.of("24", "40", "56", "72")),
            plain.valueLabel(),
            true,
            VIRIDIS,
            null);
    ChartLayout layout = ChartLayout.of(chart);
    BufferedImage image = read(chart);
    int white = 0;
    for (int y = 0; y < layout.imageHeight(); y++) {
      white += at(image, layout.left() + 9, layout.top() + y) == 0xFFFFFF ? 1 : 0;
    }
    // Three gaps of three pixels, and none without names.
    assertEquals(9, white);
    BufferedImage whole = read(plain);
    for (int y = 0; y < layout.imageHeight(); y++) {
      assertNotEquals(0xFFFFFF, at(whole, layout.left() + 9, layout.top() + y));
    }
  }

  @Test
  void givesTheSameBytesTwice() {
    float[] values = {0, 1, 2, 3, 4, 5};
    assertArrayEquals(chart(values, 2, 3, true).png(), chart(values.clone(), 2, 3, true).png());
    assertTrue(!Arrays.equals(chart(values, 2, 3, true).png(), chart(values, 2, 3, false).png()));
  }

  /** A slim Java has no java.desktop; this one is started without it. */
  @Test
  void needsNothingButTheBaseOfJava() throws IOException, InterruptedException, URISyntaxException {
    String path = classes(Chart.class) + java.io.File.pathSeparator + classes(ChartTest.class);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                path,
                Slim.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] png = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    assertArrayEquals(Slim.png(), png);
  }

  private static Path classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Writes a picture to its output. */
  static final class Slim {
    private Slim() {}

    static byte[] png() {
      return new Chart(
              "id",
              List.of("view 1, 90.0°"),
              new Raster(new float[] {1, 2, 3, 4, 5, Float.NaN}, 2, 3),
              new Axis("u", Axis.Unit.MILLIMETRE, -1, 1),
              new Axis("v", Axis.Unit.MILLIMETRE, 0, 1),
              "line integral",
              true,
              VIRIDIS,
              new OrientationLabels("P", "A", "F", "H"))
          .png();
    }

    public static void main(String[] args) {
      byte[] png = png();
      System.out.write(png, 0, png.length);
      System.out.flush();
    }
  }

  @Test
  void refusesEndlessAxes() {
    assertThrows(
        IllegalArgumentException.class, () -> new Axis("u", Axis.Unit.NONE, 0, Double.NaN));
  }
}
