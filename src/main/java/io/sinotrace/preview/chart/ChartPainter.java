package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import io.sinotrace.preview.raster.ColourMap;
import io.sinotrace.preview.raster.Raster;

/** Draws a chart on a canvas of its layout's size. */
final class ChartPainter {
  /** Texts and lines. */
  static final int INK = 0x202020;

  /** The lines of the head below the title. */
  private static final int GREY_INK = 0x505050;

  private static final double WEIGHT = 1.35;
  private static final double TITLE_WEIGHT = 1.9;

  /** The letters of the patient's sides: white with a dark rim, visible on every shade. */
  private static final double LABEL_SCALE = 1.6;

  private static final double LABEL_WEIGHT = 2.2;
  private static final double RIM_WEIGHT = 5;
  private static final int LABEL_INK = 0xFFFFFF;
  private static final int RIM_INK = 0x101010;

  /** Between a letter and the image's edge. */
  private static final int LABEL_GAP = 9;

  /**
   * The gap between rows that are separate things, and the least height of a row that leaves room
   * for it.
   */
  private static final int ROW_GAP = 3;

  private static final int ROOM_FOR_GAPS = 12;

  private static final int PAPER = 0xFFFFFF;

  private final Chart chart;
  private final ChartLayout layout;
  private final Canvas canvas;

  ChartPainter(Chart chart, ChartLayout layout, Canvas canvas) {
    this.chart = chart;
    this.layout = layout;
    this.canvas = canvas;
  }

  void paint() {
    image();
    gaps();
    orientation();
    canvas.frame(layout.left(), layout.top(), layout.imageWidth(), layout.imageHeight(), INK);
    head();
    horizontalAxis();
    verticalAxis();
    colourBar();
  }

  private void image() {
    Raster image = chart.image();
    AxisScaling across = layout.across();
    AxisScaling down = layout.down();
    int[] colours = new int[layout.imageWidth()];
    int drawn = -1;
    for (int y = 0; y < layout.imageHeight(); y++) {
      int rowFrom = down.sampleFrom(y);
      // Enlarged rows repeat.
      if (rowFrom != drawn) {
        drawn = rowFrom;
        for (int x = 0; x < colours.length; x++) {
          double mean =
              image.mean(rowFrom, down.sampleTo(y), across.sampleFrom(x), across.sampleTo(x));
          colours[x] = chart.shading().colourMap().colour(layout.window(), mean);
        }
      }
      System.arraycopy(
          colours, 0, canvas.rgb(), rowOf(y) * canvas.width() + layout.left(), colours.length);
    }
  }

  /** Returns the canvas row of the image's pixel row, counted from row 0 of the data. */
  private int rowOf(int y) {
    return layout.top() + (chart.firstRowAtBottom() ? layout.imageHeight() - 1 - y : y);
  }

  /** Draws gaps between rows that are not neighbours in space. */
  private void gaps() {
    AxisScaling down = layout.down();
    for (int y = 1; y < down.pixels() && hasGaps(); y++) {
      if (down.sampleFrom(y) != down.sampleFrom(y - 1)) {
        canvas.fill(layout.left(), rowOf(y) - 1, layout.imageWidth(), ROW_GAP, PAPER);
      }
    }
  }

  private boolean hasGaps() {
    return chart.vertical().isLabelled() && layout.down().factor() >= ROOM_FOR_GAPS;
  }

  private void orientation() {
    OrientationLabels labels = chart.orientation();
    if (labels == null) {
      return;
    }
    int cap = (int) Math.rint(LABEL_SCALE * StrokeFont.CAP_HEIGHT);
    int middle = layout.left() + layout.imageWidth() / 2;
    int right = layout.left() + layout.imageWidth() - LABEL_GAP;
    int below = layout.top() + layout.imageHeight() - LABEL_GAP;
    // In the middle of the height, but not on a gap between rows.
    int samples = layout.down().samples();
    int row = layout.imageHeight() / 2;
    if (hasGaps() && samples % 2 == 0) {
      row = (samples + 1) * layout.imageHeight() / (2 * samples);
    }
    int beside = rowOf(row) + cap / 2;
    label(labels.left(), layout.left() + LABEL_GAP, beside);
    label(labels.right(), right - StrokeFont.width(labels.right(), LABEL_SCALE), beside);
    // A flat image has room for one letter in its height.
    if (layout.imageHeight() >= 3 * (cap + 2 * LABEL_GAP)) {
      int top = layout.top() + LABEL_GAP + cap;
      label(labels.top(), middle - StrokeFont.width(labels.top(), LABEL_SCALE) / 2, top);
      label(labels.bottom(), middle - StrokeFont.width(labels.bottom(), LABEL_SCALE) / 2, below);
    }
  }

  private void label(String letters, int x, int baseline) {
    StrokeFont.draw(canvas, letters, x, baseline, LABEL_SCALE, RIM_WEIGHT, RIM_INK);
    StrokeFont.draw(canvas, letters, x, baseline, LABEL_SCALE, LABEL_WEIGHT, LABEL_INK);
  }

  private void head() {
    int room = canvas.width() - ChartLayout.MARGIN - layout.left();
    String title = StrokeFont.fit(chart.title(), ChartLayout.TITLE_SCALE, room);
    int x = layout.left();
    int y = ChartLayout.MARGIN + ChartLayout.TITLE_HEIGHT;
    StrokeFont.draw(canvas, title, x, y, ChartLayout.TITLE_SCALE, TITLE_WEIGHT, INK);
    for (String line : chart.lines()) {
      y += ChartLayout.LINE_GAP + StrokeFont.CAP_HEIGHT;
      StrokeFont.draw(canvas, line, x, y, 1, WEIGHT, GREY_INK);
    }
  }

  private void horizontalAxis() {
    int line = layout.top() + layout.imageHeight();
    int baseline = line + ChartLayout.TICK + ChartLayout.TICK_GAP + StrokeFont.CAP_HEIGHT;
    for (AxisTicks.Mark mark : layout.horizontalTicks()) {
      int x = layout.left() + mark.pixel();
      canvas.fill(x, line, 1, ChartLayout.TICK + 1, INK);
      text(mark.label(), x - StrokeFont.width(mark.label(), 1) / 2, baseline);
    }
    String label = chart.horizontal().label();
    int middle = layout.left() + layout.imageWidth() / 2;
    int labelLine = baseline + ChartLayout.LABEL_GAP + StrokeFont.CAP_HEIGHT;
    text(label, middle - StrokeFont.width(label, 1) / 2, labelLine);
  }

  private void verticalAxis() {
    int right = layout.left() - 1 - ChartLayout.TICK;
    for (AxisTicks.Mark mark : layout.verticalTicks()) {
      int y = rowOf(mark.pixel());
      canvas.fill(right, y, ChartLayout.TICK + 1, 1, INK);
      int x = right - ChartLayout.TICK_GAP - StrokeFont.width(mark.label(), 1);
      text(mark.label(), x, y + StrokeFont.CAP_HEIGHT / 2);
    }
    int baseline = ChartLayout.MARGIN + StrokeFont.CAP_HEIGHT;
    textUpwards(chart.vertical().label(), baseline, layout.imageHeight());
  }

  private void colourBar() {
    int x = layout.barLeft();
    int top = layout.top();
    int h = layout.barHeight();
    for (int y = 0; y < h; y++) {
      int colour = chart.shading().colourMap().colour((h - 1 - y) / (h - 1.0));
      canvas.fill(x, top + y, ChartLayout.BAR_WIDTH, 1, colour);
    }
    canvas.frame(x, top, ChartLayout.BAR_WIDTH, h, INK);
    int right = x + ChartLayout.BAR_WIDTH;
    int widest = 0;
    for (Ticks.Tick tick : layout.barTicks()) {
      int y = top + h - 1 - (int) Math.rint(layout.window().share(tick.value()) * (h - 1));
      canvas.fill(right, y, ChartLayout.TICK + 1, 1, INK);
      int at = right + 1 + ChartLayout.TICK + ChartLayout.TICK_GAP;
      text(tick.label(), at, y + StrokeFont.CAP_HEIGHT / 2);
      widest = Math.max(widest, at + StrokeFont.width(tick.label(), 1));
    }
    textUpwards(chart.valueLabel(), widest + ChartLayout.LABEL_GAP + StrokeFont.CAP_HEIGHT, h);
    if (!layout.fault().isEmpty()) {
      int baseline = top + h + ChartLayout.TICK + ChartLayout.TICK_GAP + StrokeFont.CAP_HEIGHT;
      int cap = StrokeFont.CAP_HEIGHT;
      canvas.fill(x, baseline - cap, cap + 1, cap + 1, ColourMap.NOT_FINITE);
      text(layout.fault(), x + cap + ChartLayout.TICK_GAP, baseline);
    }
  }

  private void text(String text, int x, int baseline) {
    StrokeFont.draw(canvas, text, x, baseline, 1, WEIGHT, INK);
  }

  /** Draws text upwards, centred beside the topmost {@code height} rows of the image. */
  private void textUpwards(String text, int baseline, int height) {
    int width = StrokeFont.width(text, 1);
    int lowest = layout.top() + Math.max(width, (height + width) / 2);
    StrokeFont.drawUpwards(canvas, text, baseline, lowest, 1, WEIGHT, INK);
  }
}
