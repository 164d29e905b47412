package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Raster;
import java.util.List;
import java.util.Objects;

/**
 * Where the parts of a chart are, in pixels from the top left.
 *
 * @param width of the picture
 * @param height of the picture
 * @param left first column of the image
 * @param top first row of the image
 * @param across how the columns are drawn
 * @param down how the rows are drawn
 * @param horizontalTicks marks below the image
 * @param verticalTicks marks left of the image
 * @param window values at the ends of the colour bar
 * @param barLeft first column of the colour bar, whose first row is the image's
 * @param barHeight rows of the colour bar
 * @param barTicks marks right of the colour bar
 * @param fault how many values are not finite, for the place below the colour bar; empty if none
 */
record ChartLayout(
    int width,
    int height,
    int left,
    int top,
    AxisScaling across,
    AxisScaling down,
    List<AxisTicks.Mark> horizontalTicks,
    List<AxisTicks.Mark> verticalTicks,
    DisplayWindow window,
    int barLeft,
    int barHeight,
    List<Ticks.Tick> barTicks,
    String fault) {
  static final int MARGIN = 18;
  static final int TICK = 5;

  /** Between a mark and its text. */
  static final int TICK_GAP = 6;

  /** Between the texts of an axis and its label. */
  static final int LABEL_GAP = 14;

  static final int BAR_GAP = 22;
  static final int BAR_WIDTH = 18;
  static final double TITLE_SCALE = 1.3;
  static final int TITLE_HEIGHT = 13;

  /** Between the baseline of one of the head's lines and the top of the next. */
  static final int LINE_GAP = 9;

  /** Between the baseline of the head's last line and the image. */
  static final int HEAD_GAP = 14;

  /** Room for one mark along the colour bar. */
  private static final int BAR_TICK_ROOM = 44;

  /** Lays out a chart. */
  static ChartLayout of(Chart chart) {
    Raster image = chart.image();
    ImageScaling scaling = ImageScaling.of(chart);
    int w = scaling.across().pixels();
    int h = scaling.down().pixels();
    int cap = StrokeFont.CAP_HEIGHT;
    DisplayWindow window = Objects.requireNonNullElseGet(chart.shading().window(), image::range);
    List<AxisTicks.Mark> horizontal = AxisTicks.across(chart.horizontal(), scaling.across());
    List<AxisTicks.Mark> vertical = AxisTicks.down(chart.vertical(), scaling.down());
    // A bar beside a flat image is longer, so that its label fits.
    int barHeight = Math.max(h, StrokeFont.width(chart.valueLabel(), 1));
    List<Ticks.Tick> bar =
        Ticks.between(
            window.low(), window.high(), Math.max(3, barHeight / BAR_TICK_ROOM), Axis.Unit.NONE);
    int left = MARGIN + cap + LABEL_GAP + AxisTicks.widest(vertical) + TICK_GAP + TICK;
    int top = MARGIN + TITLE_HEIGHT + chart.lines().size() * (LINE_GAP + cap) + HEAD_GAP;
    // Of an image that is flatter than the text beside it the text begins with the image.
    int verticalLabel = StrokeFont.width(chart.vertical().label(), 1);
    int barLeft = left + w + BAR_GAP;
    int barTexts = bar.stream().mapToInt(t -> StrokeFont.width(t.label(), 1)).max().orElse(0);
    int right =
        barLeft + BAR_WIDTH + TICK + TICK_GAP + barTexts + LABEL_GAP + cap + StrokeFont.DESCENT;
    for (String line : chart.lines()) {
      right = Math.max(right, left + StrokeFont.width(line, 1));
    }
    int notFinite = image.notFinite();
    String fault = notFinite > 0 ? notFinite + " not finite" : "";
    right = Math.max(right, barLeft + cap + TICK_GAP + StrokeFont.width(fault, 1));
    int belowImage = TICK + TICK_GAP + cap + LABEL_GAP + cap + StrokeFont.DESCENT;
    int belowBar = fault.isEmpty() ? 0 : TICK + TICK_GAP + cap;
    int bottom = top + Math.max(Math.max(h + belowImage, barHeight + belowBar), verticalLabel);
    return new ChartLayout(
        right + MARGIN,
        bottom + MARGIN,
        left,
        top,
        scaling.across(),
        scaling.down(),
        horizontal,
        vertical,
        window,
        barLeft,
        barHeight,
        bar,
        fault);
  }

  /** Returns the columns of the image. */
  int imageWidth() {
    return across.pixels();
  }

  /** Returns the rows of the image. */
  int imageHeight() {
    return down.pixels();
  }
}
