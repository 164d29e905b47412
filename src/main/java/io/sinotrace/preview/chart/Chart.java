package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import io.sinotrace.preview.raster.Raster;
import io.sinotrace.preview.raster.Shading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a two-dimensional array, with axes and a colour bar.
 *
 * <p>Values that are not finite are drawn in magenta and counted beside the colour bar. Small
 * images are enlarged by whole factors without smoothing, large ones reduced to means of blocks, so
 * that the image is about 512 pixels long, or as long as its samples up to 1024. If both axes are
 * in mm the image is to scale, for which rows may differ in height by a pixel, unless it would be
 * too thin to be seen. Rows that are separate things are drawn with gaps between them, if there is
 * room.
 *
 * @param title the first line
 * @param lines the lines below it
 * @param image the values
 * @param horizontal coordinates of the columns
 * @param vertical coordinates of the rows
 * @param valueLabel what the values are, with their unit
 * @param firstRowAtBottom whether row 0 is drawn at the bottom; else at the top
 * @param shading the shades
 * @param orientation letters at the image's edges; null for none
 */
public record Chart(
    String title,
    List<String> lines,
    Raster image,
    Axis horizontal,
    Axis vertical,
    String valueLabel,
    boolean firstRowAtBottom,
    Shading shading,
    @Nullable OrientationLabels orientation) {

  /** Copies the lines. */
  public Chart {
    lines = List.copyOf(lines);
  }

  /** Returns the picture as the bytes of a PNG file; the pixels are the same on every machine. */
  public byte[] png() {
    return draw().png();
  }

  /** Returns the picture. */
  Canvas draw() {
    ChartLayout layout = ChartLayout.of(this);
    Canvas canvas = new Canvas(layout.width(), layout.height());
    new ChartPainter(this, layout, canvas).paint();
    return canvas;
  }
}
