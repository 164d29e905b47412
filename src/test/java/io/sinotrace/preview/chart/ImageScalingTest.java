package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.preview.raster.Raster;
import io.sinotrace.preview.raster.Shading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageScalingTest {
  private static Chart lengths(
      float[] values, int rows, int columns, double pitchV, double pitchU) {
    return new Chart(
        "title",
        List.of(),
        new Raster(values, rows, columns),
        new Axis("u", Axis.Unit.MILLIMETRE, 0, (columns - 1) * pitchU),
        new Axis("v", Axis.Unit.MILLIMETRE, 0, (rows - 1) * pitchV),
        "value",
        true,
        Shading.DEFAULT,
        null);
  }

  /** Worked by hand: by whole factors, the longer side near 512 or the image's own up to 1024. */
  @ParameterizedTest
  @CsvSource({
    "256, 256, 1, 1, 512, 512",
    "100, 50, 1, 1, 500, 250",
    "384, 384, 0.5, 0.5, 384, 384",
    "700, 800, 1, 1, 700, 800",
    "2048, 2048, 0.2, 0.2, 1024, 1024",
    "2000, 3000, 1, 1, 667, 1000",
    "256, 256, 2, 1, 512, 256",
    "300, 300, 3, 2, 900, 600",
    "400, 400, 1.3, 1, 520, 400",
    "1, 512, 1, 1, 160, 512",
    "1, 1, 1, 1, 512, 512",
    "20000, 4, 1, 1, 1000, 160",
    "32, 512, 1.5, 1.2, 80, 1024",
    "8, 2048, 0.2, 0.2, 160, 1024",
  })
  void drawsLengthsToScale(
      int rows, int columns, double pitchV, double pitchU, int height, int width) {
    float[] zeros = new float[rows * columns];
    ChartLayout layout = ChartLayout.of(lengths(zeros, rows, columns, pitchV, pitchU));
    assertEquals(width + " x " + height, layout.imageWidth() + " x " + layout.imageHeight());
  }

  @Test
  void keepsSidesAndScaleWithinBounds() {
    int[] sizes = {1, 2, 7, 33, 100, 255, 400, 600, 1023, 1025, 1500, 2047, 4096};
    float[] zeros = new float[4096 * 4096];
    for (int rows : sizes) {
      for (int columns : sizes) {
        for (double shape : new double[] {0.2, 0.7, 1, 1.3, 4}) {
          ImageScaling scaling = ImageScaling.of(lengths(zeros, rows, columns, shape, 1));
          String context = rows + " x " + columns + ", " + shape + ": " + scaling;
          int shorter = Math.min(scaling.across().pixels(), scaling.down().pixels());
          assertTrue(Math.max(scaling.across().pixels(), scaling.down().pixels()) <= 1024, context);
          assertTrue(shorter >= (rows > 1 && columns > 1 ? 40 : 160), context);
          // Where a side was not drawn longer than its scale to be seen at all.
          if (shorter >= 330 && rows > 1 && columns > 1) {
            double error = scaling.down().factor() / scaling.across().factor() / shape;
            assertEquals(1, error, 0.06, context);
          }
        }
      }
    }
  }

  @Test
  void countsEverySampleOnce() {
    for (int samples = 1; samples < 60; samples++) {
      for (int pixels = 1; pixels < 60; pixels++) {
        AxisScaling scaling = new AxisScaling(samples, pixels);
        assertEquals(0, scaling.sampleFrom(0));
        assertEquals(samples, scaling.sampleTo(pixels - 1));
        for (int p = 1; p < pixels; p++) {
          int next = scaling.sampleFrom(p);
          int before = scaling.sampleTo(p - 1);
          assertTrue(next == before || (pixels > samples && next == before - 1), scaling + " " + p);
        }
      }
    }
  }
}
