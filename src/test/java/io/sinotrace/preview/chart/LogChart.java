package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A chart of lines with logarithmic axes, drawn with the means of the previews: no fonts of the
 * machine are needed.
 *
 * @param title the first line
 * @param subtitle the second line
 * @param xLabel what is along the horizontal axis
 * @param xTicks where it is marked; all points lie between the first and the last
 * @param yLabel what is along the vertical axis, which is marked at powers of ten
 * @param yText the text at a power of ten
 * @param series the lines, in the order of the legend
 */
public record LogChart(
    String title,
    String subtitle,
    String xLabel,
    double[] xTicks,
    String yLabel,
    DoubleFunction<String> yText,
    List<Series> series) {

  private static final int MARGIN = 20;
  private static final int LEFT = 108;
  private static final int TOP = 78;
  private static final int WIDTH = 620;
  private static final int HEIGHT = 460;
  private static final int BOTTOM = 70;
  private static final int LEGEND_GAP = 26;
  private static final int SAMPLE = 34;
  private static final int LINE_HEIGHT = 26;

  /** Between the plot's edge and the outermost points. */
  private static final int INSET = 16;

  private static final double TITLE_SCALE = 1.3;
  private static final double TITLE_WEIGHT = 1.9;
  private static final double WEIGHT = 1.35;
  private static final double LINE_WEIGHT = 2.2;
  private static final double MARK_WEIGHT = 7;
  private static final double DOT_WEIGHT = 2.6;
  private static final double DOT_PITCH = 6;

  private static final int INK = 0x202020;
  private static final int GREY_INK = 0x505050;
  private static final int GRID = 0xE4E4E4;

  /**
   * A line.
   *
   * @param label in the legend
   * @param x of its points, ascending
   * @param y of its points, above 0
   * @param colour 0xRRGGBB
   * @param dotted whether it is drawn as dots, without marks at its points
   */
  public record Series(String label, double[] x, double[] y, int colour, boolean dotted) {
    /** Refuses points that are not on a logarithmic chart. */
    public Series {
      if (x.length != y.length) {
        throw new IllegalArgumentException(label + ": " + x.length + " x, " + y.length + " y");
      }
      for (double value : y) {
        if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException(label + ": " + value);
        }
      }
    }
  }

  /** Returns the picture as the bytes of a PNG file. */
  public byte[] png() {
    return new Painter().paint();
  }

  private final class Painter {
    private final int lowest;
    private final int highest;
    private final Canvas canvas;

    Painter() {
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      int widest = 0;
      for (Series s : series) {
        widest = Math.max(widest, StrokeFont.width(s.label(), 1));
        for (double y : s.y()) {
          least = Math.min(least, y);
          most = Math.max(most, y);
        }
      }
      lowest = (int) Math.floor(Math.log10(least));
      highest = Math.max(lowest + 1, (int) Math.ceil(Math.log10(most)));
      int legend = LEGEND_GAP + SAMPLE + 10 + widest;
      int head = Math.max(StrokeFont.width(title, TITLE_SCALE), StrokeFont.width(subtitle, 1));
      canvas = new Canvas(LEFT + Math.max(WIDTH + legend, head) + MARGIN, TOP + HEIGHT + BOTTOM);
    }

    byte[] paint() {
      StrokeFont.draw(canvas, title, LEFT, MARGIN + 13, TITLE_SCALE, TITLE_WEIGHT, INK);
      StrokeFont.draw(canvas, subtitle, LEFT, MARGIN + 36, 1, WEIGHT, GREY_INK);
      axes();
      for (int k = 0; k < series.size(); k++) {
        Series s = series.get(k);
        double[] line = new double[2 * s.x().length];
        for (int i = 0; i < s.x().length; i++) {
          line[2 * i] = across(s.x()[i]);
          line[2 * i + 1] = down(s.y()[i]);
        }
        draw(line, s);
        legend(s, TOP + LINE_HEIGHT / 2 + k * LINE_HEIGHT);
      }
      return canvas.png();
    }

    private double across(double x) {
      double share = Math.log(x / xTicks[0]) / Math.log(xTicks[xTicks.length - 1] / xTicks[0]);
      return LEFT + INSET + share * (WIDTH - 2 * INSET);
    }

    private double down(double y) {
      return TOP + (highest - Math.log10(y)) / (highest - lowest) * HEIGHT;
    }

    private void axes() {
      // From the right, so that of two marks too near to each other the last one has its text.
      int free = Integer.MAX_VALUE;
      for (int k = xTicks.length - 1; k >= 0; k--) {
        int at = (int) Math.rint(across(xTicks[k]));
        canvas.fill(at, TOP, 1, HEIGHT, GRID);
        canvas.fill(at, TOP + HEIGHT, 1, 5, INK);
        String text = Long.toString(Math.round(xTicks[k]));
        int width = StrokeFont.width(text, 1);
        if (at + width / 2 + StrokeFont.CAP_HEIGHT <= free) {
          free = at - width / 2;
          this.text(text, free, TOP + HEIGHT + 21);
        }
      }
      for (int power = lowest; power <= highest; power++) {
        double value = Math.pow(10, power);
        int at = (int) Math.rint(down(value));
        canvas.fill(LEFT, at, WIDTH, 1, GRID);
        canvas.fill(LEFT - 5, at, 5, 1, INK);
        String text = yText.apply(value);
        this.text(text, LEFT - 11 - StrokeFont.width(text, 1), at + StrokeFont.CAP_HEIGHT / 2);
      }
      canvas.frame(LEFT, TOP, WIDTH, HEIGHT, INK);
      int middle = LEFT + WIDTH / 2 - StrokeFont.width(xLabel, 1) / 2;
      text(xLabel, middle, TOP + HEIGHT + 48);
      int half = StrokeFont.width(yLabel, 1) / 2;
      StrokeFont.drawUpwards(canvas, yLabel, MARGIN + 10, TOP + HEIGHT / 2 + half, 1, WEIGHT, INK);
    }

    private void legend(Series s, int y) {
      int x = LEFT + WIDTH + LEGEND_GAP;
      double middle = y - StrokeFont.CAP_HEIGHT / 2.0;
      draw(new double[] {x, middle, x + SAMPLE, middle}, s);
      text(s.label(), x + SAMPLE + 10, y);
    }

    private void draw(double[] line, Series s) {
      if (!s.dotted()) {
        canvas.stroke(List.of(line), LINE_WEIGHT, s.colour());
        for (int k = 0; k < line.length; k += 2) {
          dot(line[k], line[k + 1], MARK_WEIGHT, s.colour());
        }
        return;
      }
      // What is left of the pitch at the end of a stretch goes on in the next.
      double next = 0;
      for (int k = 0; k + 3 < line.length; k += 2) {
        double dx = line[k + 2] - line[k];
        double dy = line[k + 3] - line[k + 1];
        double length = Math.hypot(dx, dy);
        for (; next <= length; next += DOT_PITCH) {
          double t = next / length;
          dot(line[k] + t * dx, line[k + 1] + t * dy, DOT_WEIGHT, s.colour());
        }
        next -= length;
      }
    }

    private void dot(double x, double y, double weight, int colour) {
      canvas.stroke(List.of(new double[] {x, y, x, y}), weight, colour);
    }

    private void text(String text, int x, int baseline) {
      StrokeFont.draw(canvas, text, x, baseline, 1, WEIGHT, INK);
    }
  }
}
