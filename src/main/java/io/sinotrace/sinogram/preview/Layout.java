package io.sinotrace.sinogram.preview;

import java.util.List;

/**
 * Where everything on a chart goes, in pixels from the top left.
 *
 * @param width of the picture
 * @param height of the picture
 * @param left first column of the image
 * @param top first row of the image
 * @param imageWidth columns of the image
 * @param imageHeight rows of the image
 * @param across how the columns are drawn
 * @param down how the rows are drawn
 * @param horizontalTicks marks below the image
 * @param verticalTicks marks left of the image
 * @param range values at the ends of the colour bar
 * @param barLeft first column of the colour bar, which has the image's rows
 * @param barTicks marks right of the colour bar
 * @param fault how many values are not finite, for the place below the colour bar; empty if none
 */
record Layout(
    int width,
    int height,
    int left,
    int top,
    int imageWidth,
    int imageHeight,
    Zoom across,
    Zoom down,
    List<Ticks.Tick> horizontalTicks,
    List<Ticks.Tick> verticalTicks,
    Raster.Range range,
    int barLeft,
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

  /** Between the title's baseline and the top of the subtitle. */
  static final int LINE_GAP = 9;

  /** Between the subtitle's baseline and the image. */
  static final int HEAD_GAP = 14;

  /** Room for one mark along a horizontal and a vertical axis. */
  private static final int TICK_ROOM_ACROSS = 64;

  private static final int TICK_ROOM_DOWN = 44;

  /** Lays out a chart. */
  static Layout of(Chart chart) {
    Raster image = chart.image();
    Zooms zooms = Zooms.of(chart);
    int w = zooms.across().pixels();
    int h = zooms.down().pixels();
    Raster.Range range = image.range();
    List<Ticks.Tick> horizontal = ticksAcross(chart.horizontal(), zooms.across());
    List<Ticks.Tick> vertical =
        ticks(chart.vertical(), zooms.down().samples(), Math.max(3, h / TICK_ROOM_DOWN));
    List<Ticks.Tick> bar =
        Ticks.between(range.lo(), range.hi(), Math.max(3, h / TICK_ROOM_DOWN), Axis.Unit.NONE);
    int cap = StrokeFont.CAP_HEIGHT;
    int left = MARGIN + cap + LABEL_GAP + widest(vertical) + TICK_GAP + TICK;
    int top = MARGIN + TITLE_HEIGHT + LINE_GAP + cap + HEAD_GAP;
    int barLeft = left + w + BAR_GAP;
    int right =
        barLeft + BAR_WIDTH + TICK + TICK_GAP + widest(bar) + LABEL_GAP + cap + StrokeFont.DESCENT;
    right = Math.max(right, left + StrokeFont.width(chart.subtitle(), 1));
    int notFinite = image.notFinite();
    String fault = notFinite > 0 ? notFinite + " not finite" : "";
    right = Math.max(right, barLeft + cap + TICK_GAP + StrokeFont.width(fault, 1));
    int bottom = top + h + TICK + TICK_GAP + cap + LABEL_GAP + cap + StrokeFont.DESCENT;
    return new Layout(
        right + MARGIN,
        bottom + MARGIN,
        left,
        top,
        w,
        h,
        zooms.across(),
        zooms.down(),
        horizontal,
        vertical,
        range,
        barLeft,
        bar,
        fault);
  }

  private static List<Ticks.Tick> ticks(Axis axis, int n, int most) {
    double half = Math.abs(axis.pitch(n)) / 2;
    if (half == 0) {
      return List.of(Ticks.single((axis.first() + axis.last()) / 2));
    }
    double lo = Math.min(axis.first(), axis.last()) - half;
    double hi = Math.max(axis.first(), axis.last()) + half;
    return Ticks.between(lo, hi, most, axis.unit());
  }

  /** Returns marks whose texts do not run into each other. */
  private static List<Ticks.Tick> ticksAcross(Axis axis, Zoom zoom) {
    int n = zoom.samples();
    int most = Math.max(3, zoom.pixels() / TICK_ROOM_ACROSS);
    while (true) {
      List<Ticks.Tick> ticks = ticks(axis, n, most);
      if (ticks.size() < 2 || most == 1) {
        return ticks;
      }
      double step = (ticks.get(1).value() - ticks.get(0).value()) / Math.abs(axis.pitch(n));
      if (widest(ticks) + StrokeFont.CAP_HEIGHT <= step * zoom.factor()) {
        return ticks;
      }
      most--;
    }
  }

  private static int widest(List<Ticks.Tick> ticks) {
    return ticks.stream().mapToInt(t -> StrokeFont.width(t.label(), 1)).max().orElse(0);
  }

  /**
   * Returns the pixel of the image's row or column, from its first sample's side, in which a
   * coordinate lies.
   */
  static int position(Axis axis, Zoom zoom, double value) {
    int n = zoom.samples();
    double pitch = axis.pitch(n);
    double sample = pitch == 0 ? (n - 1) / 2.0 : (value - axis.first()) / pitch;
    int pixel = (int) Math.floor((sample + 0.5) * zoom.factor());
    return Math.max(0, Math.min(zoom.pixels() - 1, pixel));
  }
}
