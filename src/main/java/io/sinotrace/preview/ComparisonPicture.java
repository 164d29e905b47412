package io.sinotrace.preview;

import io.sinotrace.preview.chart.Chart;
import io.sinotrace.preview.chart.LineChart;
import io.sinotrace.preview.chart.LineChart.Curve;
import io.sinotrace.preview.chart.Sheet;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Raster;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The picture that compares an image with a volume, in the middle plane across the third axis: the
 * volume, the image, the difference in shades of its own, and the values of both along the middle
 * line.
 */
public final class ComparisonPicture {
  private static final int GREY = 0x808080;
  private static final int BLUE = 0x1565C0;

  private final ImageVoxels grid;
  private final ImageCaption caption;
  private final String volume;
  private final float[] expected;
  private final float[] found;

  /**
   * Prepares one.
   *
   * @param grid of the image
   * @param volume what the image is compared with, in words
   * @param expected the volume's middle plane, [y][x]; it is changed
   */
  public ComparisonPicture(
      ImageVoxels grid, ImageCaption caption, String volume, float[] expected) {
    this.grid = grid;
    this.caption = caption;
    this.volume = volume;
    this.expected = expected;
    this.found = new float[expected.length];
  }

  /** Takes plane z of the image, if it is the middle one. */
  public void take(int z, float[] plane) {
    if (z == grid.nz() >> 1) {
      System.arraycopy(plane, 0, found, 0, found.length);
    }
  }

  /**
   * Returns the PNG file, once the middle plane was taken.
   *
   * @param window the values that are black and white; null for the range of nearly all
   */
  public byte[] png(@Nullable DisplayWindow window) {
    caption.convert(expected);
    caption.convert(found);
    float[] difference = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      difference[i] = found[i] - expected[i];
    }
    DisplayWindow shades =
        window == null ? ImagePlanes.usual(expected.clone(), expected.length) : window;
    Sheet sheet = new Sheet();
    sheet.add(
        List.of(
            chart(expected, volume, caption.values(), shades),
            chart(found, "the image", caption.values(), shades),
            chart(
                difference,
                "the image less the volume",
                "difference in " + caption.values(),
                around(difference))));
    sheet.add(profile());
    return sheet.png();
  }

  private Chart chart(float[] values, String line, String label, DisplayWindow window) {
    return ImagePlanes.chart(
        grid,
        caption,
        new Raster(values, grid.ny(), grid.nx()),
        List.of(0, 1),
        "plane z%s: %s".formatted(ImagePlanes.middle(grid.nz()), line),
        label,
        caption.shading(window));
  }

  /** Returns a window of nearly all differences, with no difference in its middle. */
  private static DisplayWindow around(float[] difference) {
    DisplayWindow usual = ImagePlanes.usual(difference.clone(), difference.length);
    double end = Math.max(Math.abs(usual.low()), Math.abs(usual.high()));
    return new DisplayWindow(-end, end);
  }

  private LineChart profile() {
    int y = grid.ny() >> 1;
    int from = y * grid.nx();
    return new LineChart(
        "along line y" + ImagePlanes.middle(grid.ny()),
        ImagePlanes.axis(grid, 0),
        caption.values(),
        List.of(
            new Curve("volume", GREY, Arrays.copyOfRange(expected, from, from + grid.nx())),
            new Curve("image", BLUE, Arrays.copyOfRange(found, from, from + grid.nx()))));
  }
}
