package io.sinotrace.sinogram.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ScanPreviewTest {
  private static final Panel PANEL =
      new Panel(4, 6, 1.5, 2, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final Geometry CONE =
      Trajectories.cone(500, 1000, PANEL, Trajectories.angles(8, 0, 360));

  @Test
  void drawsAProjectionWithItsFirstRowAtTheBottom() throws IOException {
    float[] pixels = new float[4 * 6];
    pixels[5] = 7;
    Chart chart = ScanPreview.projection(pixels, CONE, 2, "head");
    assertEquals("head", chart.title());
    assertEquals("view 2 of 8, 90.0°", chart.subtitle());
    assertEquals("line integral", chart.valueLabel());
    // Middles of 6 columns of 2 mm and 4 rows of 1.5 mm about 0.
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("v (mm)", -2.25, 2.25, chart.vertical());
    // Row 0, the last column: bottom right.
    Layout layout = Layout.of(chart);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));
    int right = layout.left() + layout.imageWidth() - 1;
    int bottom = layout.top() + layout.imageHeight() - 1;
    int brightest = 253 << 16 | 231 << 8 | 37;
    assertEquals(brightest, image.getRGB(right, bottom) & 0xFFFFFF);
    int bright = 0;
    for (int y = layout.top(); y <= bottom; y++) {
      for (int x = layout.left(); x <= right; x++) {
        bright += (image.getRGB(x, y) & 0xFFFFFF) == brightest ? 1 : 0;
      }
    }
    assertEquals(layout.imageWidth() / 6 * (layout.imageHeight() / 4), bright);
  }

  @Test
  void drawsASinogramWithItsFirstViewAtTheTop() {
    float[] pixels = new float[8 * 6];
    Chart chart = ScanPreview.sinogram(pixels, CONE, 1, "head");
    assertFalse(chart.firstRowAtBottom());
    assertEquals("sinogram of row 1 of 4, v = \u22120.75 mm", chart.subtitle());
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("view angle (°)", 0, 315, chart.vertical());
    assertEquals(8, chart.image().rows());
    assertEquals(6, chart.image().columns());
  }

  @Test
  void drawsARadiographFromAbove() {
    Geometry geometry =
        Trajectories.radiograph(PANEL, new Vec3(-1, -1, -1), new Vec3(1, 1, 1), 500, 10);
    Chart chart = ScanPreview.radiograph(new float[24], geometry, "thorax");
    assertTrue(chart.firstRowAtBottom());
    assertEquals("radiograph", chart.subtitle());
    assertEquals("line integral = \u2212ln(I/I\u2080)", chart.valueLabel());
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("v (mm)", -2.25, 2.25, chart.vertical());
  }

  /** On a curved detector the columns are a pitch apart along the arc, whatever the radius. */
  @Test
  void measuresAlongTheArc() {
    for (double sdd : new double[] {300, 1000, 1e5}) {
      Panel curved = new Panel(1, 101, 1, 4, 0, 0, Panel.Tilt.NONE, Panel.Shape.CURVED);
      Geometry fan = Trajectories.fan(sdd / 2, sdd, curved, new double[] {3}, new double[] {10});
      Chart chart = ScanPreview.projection(new float[101], fan, 0, "fan");
      assertAxis("u (mm)", -200, 200, chart.horizontal());
      assertAxis("v (mm)", 3, 3, chart.vertical());
    }
  }

  @Test
  void numbersRowsThatAreNotEven() {
    double[] angles = {0, 90};
    Geometry even = Trajectories.parallel(PANEL, new double[] {-3, 0, 3}, angles);
    Geometry uneven = Trajectories.parallel(PANEL, new double[] {-3, 0, 4}, angles);
    float[] pixels = new float[18];
    assertAxis("v (mm)", -3, 3, ScanPreview.projection(pixels, even, 0, "s").vertical());
    assertAxis("detector row", 0, 2, ScanPreview.projection(pixels, uneven, 0, "s").vertical());
  }

  @Test
  void numbersViewsWithoutEvenAngles() {
    Geometry uneven = Trajectories.parallel(PANEL, new double[] {0, 10, 30});
    assertAxis("view", 0, 2, ScanPreview.sinogram(new float[18], uneven, 0, "s").vertical());
    Geometry falling = Trajectories.parallel(PANEL, new double[] {30, 20, 10});
    assertAxis(
        "view angle (°)", 30, 10, ScanPreview.sinogram(new float[18], falling, 0, "s").vertical());
    View free =
        View.of(Double.NaN, new Vec3(1, 0, 0), Vec3.ZERO, new Vec3(0, 2, 0), new Vec3(0, 0, 1));
    Geometry vectors = new Geometry(Beam.PARALLEL, Detector.flat(4, 6), List.of(free, free, free));
    assertAxis("view", 0, 2, ScanPreview.sinogram(new float[18], vectors, 0, "s").vertical());
    assertEquals("view 1 of 3", ScanPreview.projection(new float[24], vectors, 1, "s").subtitle());
    Geometry one = new Geometry(Beam.PARALLEL, Detector.flat(4, 6), List.of(free));
    Chart chart = ScanPreview.sinogram(new float[6], one, 0, "s");
    assertAxis("view", 0, 0, chart.vertical());
    assertTrue(chart.png().length > 0);
  }

  @Test
  void refusesTooFewPixels() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ScanPreview.projection(new float[23], CONE, 0, "head"));
  }

  private static void assertAxis(String label, double first, double last, Axis axis) {
    assertEquals(label, axis.label());
    assertEquals(first, axis.first(), 1e-6);
    assertEquals(last, axis.last(), 1e-6);
  }
}
