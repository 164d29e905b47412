package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LogChartTest {
  private static final int RED = 0xFF0000;

  private static BufferedImage draw(LogChart.Series... series) throws IOException {
    LogChart chart =
        new LogChart(
            "title",
            "subtitle",
            "x",
            new double[] {1, 10, 100},
            "y",
            y -> Double.toString(y),
            List.of(series));
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  /** Returns the middles of marks beside each other, from the left; the legend is left out. */
  private static List<double[]> marks(BufferedImage image) {
    List<double[]> found = new ArrayList<>();
    double[] sum = new double[3];
    for (int x = 0; x < 728; x++) {
      double before = sum[2];
      for (int y = 0; y < image.getHeight(); y++) {
        if ((image.getRGB(x, y) & 0xFFFFFF) == RED) {
          sum[0] += x;
          sum[1] += y;
          sum[2]++;
        }
      }
      if (sum[2] == before && before > 0) {
        found.add(new double[] {sum[0] / before, sum[1] / before});
        sum = new double[3];
      }
    }
    return found;
  }

  private static LogChart.Series point(double x, double y) {
    return new LogChart.Series("p", new double[] {x}, new double[] {y}, RED, false);
  }

  @Test
  void equalRatiosAreEqualDistances() throws IOException {
    List<double[]> marks = marks(draw(point(1, 0.1), point(10, 1), point(100, 100)));
    assertEquals(3, marks.size());
    double across = marks.get(1)[0] - marks.get(0)[0];
    assertEquals(across, marks.get(2)[0] - marks.get(1)[0], 1);
    // One power of ten up, then two; greater is higher.
    double up = marks.get(0)[1] - marks.get(1)[1];
    assertTrue(up > 100, () -> "up " + up);
    assertEquals(2 * up, marks.get(1)[1] - marks.get(2)[1], 2);
  }

  @Test
  void whatHasNoLogarithmIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> point(1, 0));
    assertThrows(IllegalArgumentException.class, () -> point(1, Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LogChart.Series("p", new double[2], new double[] {1}, RED, true));
  }
}
