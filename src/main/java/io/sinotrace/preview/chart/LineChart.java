package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import io.sinotrace.preview.raster.DisplayWindow;
import io.sinotrace.preview.raster.Raster;
import java.util.ArrayList;
import java.util.List;

/**
 * Values along a line as curves. A curve is interrupted where a value is not finite.
 *
 * @param title the first line
 * @param horizontal coordinates of the values
 * @param valueLabel what the values are, with their unit
 * @param curves at least one, drawn one over the other; all have as many values
 */
public record LineChart(String title, Axis horizontal, String valueLabel, List<Curve> curves) {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 300;
  private static final int TICKS_UP = 6;
  private static final int GRID_INK = 0xE4E4E4;
  private static final double WEIGHT = 1.35;
  private static final double CURVE_WEIGHT = 1.6;

  /** Pieces of a curve that are drawn together. */
  private static final int PIECES = 16;

  /** Length of the piece of a curve beside its name. */
  private static final int SAMPLE = 24;

  /** A curve and its colour, 0xRRGGBB. */
  public record Curve(String name, int colour, float[] values) {}

  /** Copies the list of curves. */
  public LineChart {
    curves = List.copyOf(curves);
  }

  /** Returns the picture. */
  Canvas draw() {
    int cap = StrokeFont.CAP_HEIGHT;
    DisplayWindow range = range();
    List<Ticks.Tick> up = Ticks.between(range.low(), range.high(), TICKS_UP, Axis.Unit.NONE);
    int texts = up.stream().mapToInt(t -> StrokeFont.width(t.label(), 1)).max().orElse(0);
    int beside = ChartLayout.TICK + ChartLayout.TICK_GAP;
    int left = ChartLayout.MARGIN + cap + ChartLayout.LABEL_GAP + texts + beside;
    int top =
        ChartLayout.MARGIN
            + ChartLayout.TITLE_HEIGHT
            + ChartLayout.LINE_GAP
            + cap
            + ChartLayout.HEAD_GAP;
    int bottom = top + HEIGHT + beside + cap + ChartLayout.LABEL_GAP + cap + StrokeFont.DESCENT;
    Canvas canvas = new Canvas(left + WIDTH + 2 * ChartLayout.MARGIN, bottom + ChartLayout.MARGIN);
    for (Ticks.Tick tick : up) {
      int y = (int) Math.rint(y(tick.value(), range, top));
      canvas.fill(left, y, WIDTH, 1, GRID_INK);
      canvas.fill(left - ChartLayout.TICK - 1, y, ChartLayout.TICK, 1, ChartPainter.INK);
      text(canvas, tick.label(), left - beside - StrokeFont.width(tick.label(), 1), y + cap / 2);
    }
    for (AxisTicks.Mark mark : AxisTicks.across(horizontal, new AxisScaling(samples(), WIDTH))) {
      int x = left + mark.pixel();
      canvas.fill(x, top + HEIGHT, 1, ChartLayout.TICK + 1, ChartPainter.INK);
      int width = StrokeFont.width(mark.label(), 1);
      text(canvas, mark.label(), x - width / 2, top + HEIGHT + beside + cap);
    }
    canvas.frame(left, top, WIDTH, HEIGHT, ChartPainter.INK);
    int middle = left + (WIDTH - StrokeFont.width(horizontal.label(), 1)) / 2;
    text(canvas, horizontal.label(), middle, bottom - StrokeFont.DESCENT);
    int labelled = StrokeFont.width(valueLabel, 1);
    StrokeFont.drawUpwards(
        canvas,
        valueLabel,
        ChartLayout.MARGIN + cap,
        top + Math.max(labelled, (HEIGHT + labelled) / 2),
        1,
        WEIGHT,
        ChartPainter.INK);
    for (Curve curve : curves) {
      List<double[]> pieces = lines(curve.values, range, left, top);
      // A stroke costs its length times that of its bounds.
      for (int from = 0; from < pieces.size(); from += PIECES) {
        List<double[]> some = pieces.subList(from, Math.min(pieces.size(), from + PIECES));
        canvas.stroke(some, CURVE_WEIGHT, curve.colour);
      }
    }
    head(canvas, left);
    return canvas;
  }

  private void head(Canvas canvas, int left) {
    int y = ChartLayout.MARGIN + ChartLayout.TITLE_HEIGHT;
    String fitting = StrokeFont.fit(title, ChartLayout.TITLE_SCALE, WIDTH);
    StrokeFont.draw(canvas, fitting, left, y, ChartLayout.TITLE_SCALE, WEIGHT, ChartPainter.INK);
    y += ChartLayout.LINE_GAP + StrokeFont.CAP_HEIGHT;
    int x = left;
    for (Curve curve : curves) {
      canvas.fill(x, y - StrokeFont.CAP_HEIGHT / 2 - 1, SAMPLE, 2, curve.colour);
      x += SAMPLE + ChartLayout.TICK_GAP;
      text(canvas, curve.name, x, y);
      x += StrokeFont.width(curve.name, 1) + SAMPLE;
    }
  }

  private static void text(Canvas canvas, String text, int x, int baseline) {
    StrokeFont.draw(canvas, text, x, baseline, 1, WEIGHT, ChartPainter.INK);
  }

  private int samples() {
    return curves.get(0).values.length;
  }

  /** Returns the range of all curves, and a little more. */
  private DisplayWindow range() {
    float[] all = new float[curves.size() * samples()];
    for (int k = 0; k < curves.size(); k++) {
      System.arraycopy(curves.get(k).values, 0, all, k * samples(), samples());
    }
    DisplayWindow range = new Raster(all, 1, all.length).range();
    double more = 0.04 * (range.high() - range.low());
    return new DisplayWindow(range.low() - more, range.high() + more);
  }

  private static double y(double value, DisplayWindow range, int top) {
    return top + (1 - range.share(value)) * (HEIGHT - 1);
  }

  private List<double[]> lines(float[] values, DisplayWindow range, int left, int top) {
    List<double[]> lines = new ArrayList<>();
    double[] last = new double[0];
    for (int k = 0; k < values.length; k++) {
      if (Float.isFinite(values[k])) {
        double[] point = {left + (k + 0.5) * WIDTH / values.length - 0.5, y(values[k], range, top)};
        if (last.length > 0) {
          lines.add(new double[] {last[0], last[1], point[0], point[1]});
        }
        last = point;
      } else {
        last = new double[0];
      }
    }
    return lines;
  }
}
