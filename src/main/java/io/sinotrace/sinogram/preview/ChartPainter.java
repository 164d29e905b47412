package io.sinotrace.sinogram.preview;

/** Draws a chart on a canvas of its layout's size. */
final class ChartPainter {
  /** Values that are not finite; viridis has nothing like it. */
  static final int NOT_FINITE = 0xFF00A0;

  /** Texts and lines. */
  static final int INK = 0x202020;

  /** The second line of the head. */
  private static final int GREY_INK = 0x505050;

  private static final double WEIGHT = 1.35;
  private static final double TITLE_WEIGHT = 1.9;

  private final Chart chart;
  private final Layout layout;
  private final Canvas canvas;

  ChartPainter(Chart chart, Layout layout, Canvas canvas) {
    this.chart = chart;
    this.layout = layout;
    this.canvas = canvas;
  }

  void paint() {
    image();
    canvas.frame(layout.left(), layout.top(), layout.imageWidth(), layout.imageHeight(), INK);
    head();
    horizontalAxis();
    verticalAxis();
    colourBar();
  }

  private void image() {
    Raster image = chart.image();
    Zoom across = layout.across();
    Zoom down = layout.down();
    int[] colours = new int[layout.imageWidth()];
    int drawn = -1;
    for (int y = 0; y < layout.imageHeight(); y++) {
      int rowFrom = down.sampleFrom(y);
      // Enlarged rows repeat.
      if (rowFrom != drawn) {
        drawn = rowFrom;
        for (int x = 0; x < colours.length; x++) {
          colours[x] =
              colour(
                  image.mean(rowFrom, down.sampleTo(y), across.sampleFrom(x), across.sampleTo(x)));
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

  private int colour(double value) {
    return Double.isFinite(value) ? Viridis.colour(layout.range().share(value)) : NOT_FINITE;
  }

  private void head() {
    int room = canvas.width() - Layout.MARGIN - layout.left();
    String title = StrokeFont.fit(chart.title(), Layout.TITLE_SCALE, room);
    int x = layout.left();
    int y = Layout.MARGIN + Layout.TITLE_HEIGHT;
    StrokeFont.draw(canvas, title, x, y, Layout.TITLE_SCALE, TITLE_WEIGHT, INK);
    y += Layout.LINE_GAP + StrokeFont.CAP_HEIGHT;
    StrokeFont.draw(canvas, chart.subtitle(), x, y, 1, WEIGHT, GREY_INK);
  }

  private void horizontalAxis() {
    int line = layout.top() + layout.imageHeight();
    int baseline = line + Layout.TICK + Layout.TICK_GAP + StrokeFont.CAP_HEIGHT;
    for (Ticks.Tick tick : layout.horizontalTicks()) {
      int x = layout.left() + Layout.position(chart.horizontal(), layout.across(), tick.value());
      canvas.fill(x, line, 1, Layout.TICK + 1, INK);
      text(tick.label(), x - StrokeFont.width(tick.label(), 1) / 2, baseline);
    }
    String label = chart.horizontal().label();
    int middle = layout.left() + layout.imageWidth() / 2;
    int labelLine = baseline + Layout.LABEL_GAP + StrokeFont.CAP_HEIGHT;
    text(label, middle - StrokeFont.width(label, 1) / 2, labelLine);
  }

  private void verticalAxis() {
    int right = layout.left() - 1 - Layout.TICK;
    for (Ticks.Tick tick : layout.verticalTicks()) {
      int y = rowOf(Layout.position(chart.vertical(), layout.down(), tick.value()));
      canvas.fill(right, y, Layout.TICK + 1, 1, INK);
      int x = right - Layout.TICK_GAP - StrokeFont.width(tick.label(), 1);
      text(tick.label(), x, y + StrokeFont.CAP_HEIGHT / 2);
    }
    textUpwards(chart.vertical().label(), Layout.MARGIN + StrokeFont.CAP_HEIGHT);
  }

  private void colourBar() {
    int x = layout.barLeft();
    int top = layout.top();
    int h = layout.imageHeight();
    for (int y = 0; y < h; y++) {
      int colour = Viridis.colour((h - 1 - y) / (h - 1.0));
      canvas.fill(x, top + y, Layout.BAR_WIDTH, 1, colour);
    }
    canvas.frame(x, top, Layout.BAR_WIDTH, h, INK);
    int right = x + Layout.BAR_WIDTH;
    int widest = 0;
    for (Ticks.Tick tick : layout.barTicks()) {
      int y = top + h - 1 - (int) Math.rint(layout.range().share(tick.value()) * (h - 1));
      canvas.fill(right, y, Layout.TICK + 1, 1, INK);
      int at = right + 1 + Layout.TICK + Layout.TICK_GAP;
      text(tick.label(), at, y + StrokeFont.CAP_HEIGHT / 2);
      widest = Math.max(widest, at + StrokeFont.width(tick.label(), 1));
    }
    textUpwards(chart.valueLabel(), widest + Layout.LABEL_GAP + StrokeFont.CAP_HEIGHT);
    if (!layout.fault().isEmpty()) {
      int baseline = top + h + Layout.TICK + Layout.TICK_GAP + StrokeFont.CAP_HEIGHT;
      int cap = StrokeFont.CAP_HEIGHT;
      canvas.fill(x, baseline - cap, cap + 1, cap + 1, NOT_FINITE);
      text(layout.fault(), x + cap + Layout.TICK_GAP, baseline);
    }
  }

  private void text(String text, int x, int baseline) {
    StrokeFont.draw(canvas, text, x, baseline, 1, WEIGHT, INK);
  }

  /** Draws text upwards beside the middle of the image. */
  private void textUpwards(String text, int baseline) {
    int middle = layout.top() + layout.imageHeight() / 2;
    StrokeFont.drawUpwards(
        canvas, text, baseline, middle + StrokeFont.width(text, 1) / 2, 1, WEIGHT, INK);
  }
}
