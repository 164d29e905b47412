package io.sinotrace.preview.chart;

import io.sinotrace.preview.raster.Canvas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Text drawn with a pen: each glyph is a few polylines.
 *
 * <p>Fonts of the machine would need its font libraries, and differ among machines.
 */
final class StrokeFont {
  /** Height of capitals and digits at scale 1, in pixels. */
  static final int CAP_HEIGHT = 10;

  /** How far descenders go below the baseline at scale 1, in pixels. */
  static final int DESCENT = 3;

  /** How much wider the advance of most glyphs is than their ink. */
  private static final int GAP = 3;

  /**
   * How square the ovals are: where a Bézier curve's control points lie between the ends and the
   * corner. 0.552 is a circle; a little more reads better at small sizes.
   */
  private static final double SQUARENESS = 0.6;

  /** Chords of a curve; at these sizes more cannot be told apart. */
  private static final int CHORDS = 10;

  /**
   * A drawing.
   *
   * @param advance from its origin to that of the next glyph
   * @param lines polylines x0, y0, x1, y1, ...; y points up from the baseline
   */
  record Glyph(int advance, List<double[]> lines) {}

  private static final Glyph MISSING = parse(Glyphs.MISSING);
  private static final Map<Integer, Glyph> GLYPHS = parseTable();

  private StrokeFont() {}

  /** Returns whether there is a drawing of the character. */
  static boolean has(int codePoint) {
    return GLYPHS.containsKey(codePoint);
  }

  /** Returns the drawing of a character, or the box that stands for those without one. */
  static Glyph glyph(int codePoint) {
    return GLYPHS.getOrDefault(codePoint, MISSING);
  }

  /** Returns the width of the text's ink, about, in pixels. */
  static int width(String text, double scale) {
    int units = text.codePoints().map(c -> glyph(c).advance()).sum();
    return (int) Math.ceil(Math.max(0, units - GAP) * scale);
  }

  /** Returns the text, cut short and ended with three dots if it is wider than {@code width}. */
  static String fit(String text, double scale, int width) {
    if (width(text, scale) <= width) {
      return text;
    }
    int length = text.length();
    while (length > 0 && width(text.substring(0, length) + "...", scale) > width) {
      length--;
    }
    return text.substring(0, length) + "...";
  }

  /**
   * Draws text that reads from left to right.
   *
   * @param x where it begins
   * @param y its baseline
   * @param weight width of the pen in pixels
   */
  static void draw(
      Canvas canvas, String text, int x, int y, double scale, double weight, int colour) {
    place(canvas, text, scale, weight, colour, (right, up) -> new double[] {x + right, y - up});
  }

  /**
   * Draws text that reads from the bottom to the top.
   *
   * @param x its baseline, to the right of the letters
   * @param y where it begins
   * @param weight width of the pen in pixels
   */
  static void drawUpwards(
      Canvas canvas, String text, int x, int y, double scale, double weight, int colour) {
    place(canvas, text, scale, weight, colour, (right, up) -> new double[] {x - up, y - right});
  }

  /** Maps a point along and above the baseline to the canvas. */
  private interface Placement {
    double[] at(double right, double up);
  }

  private static void place(
      Canvas canvas, String text, double scale, double weight, int colour, Placement placement) {
    double pen = 0;
    for (int c : text.codePoints().toArray()) {
      Glyph glyph = glyph(c);
      // On whole pixels equal letters look equal, and upright strokes are sharp.
      double origin = Math.rint(pen);
      List<double[]> lines = new ArrayList<>(glyph.lines().size());
      for (double[] line : glyph.lines()) {
        double[] placed = new double[line.length];
        for (int k = 0; k < line.length; k += 2) {
          double[] p = placement.at(origin + scale * line[k], scale * line[k + 1]);
          placed[k] = p[0];
          placed[k + 1] = p[1];
        }
        lines.add(placed);
      }
      canvas.stroke(lines, weight, colour);
      pen += scale * glyph.advance();
    }
  }

  private static Map<Integer, Glyph> parseTable() {
    Map<Integer, Glyph> glyphs = new HashMap<>();
    glyphs.put((int) ' ', parse(Glyphs.SPACE));
    Glyphs.TABLE
        .lines()
        .forEach(line -> glyphs.put(line.codePointAt(0), parse(line.substring(1).strip())));
    return glyphs;
  }

  private static Glyph parse(String drawing) {
    String[] words = drawing.split(" ", -1);
    List<double[]> lines = new ArrayList<>();
    List<Double> line = new ArrayList<>();
    for (int w = 1; w < words.length; w++) {
      char command = words[w].charAt(0);
      String[] figures = words[w].substring(1).split(",", -1);
      double[] p = new double[6];
      int n = 0;
      for (; n < figures.length; n++) {
        p[n] = Double.parseDouble(figures[n]);
      }
      // A curve's points are written with blanks between them; the first word has the letter.
      if (command == 'c') {
        for (int more = 0; more < 2; more++) {
          String[] pair = words[++w].split(",", -1);
          p[n++] = Double.parseDouble(pair[0]);
          p[n++] = Double.parseDouble(pair[1]);
        }
      }
      if (command == 'm' && !line.isEmpty()) {
        lines.add(toArray(line));
        line.clear();
      }
      extend(line, command, p);
    }
    if (!line.isEmpty()) {
      lines.add(toArray(line));
    }
    return new Glyph(Integer.parseInt(words[0]), lines);
  }

  private static void extend(List<Double> line, char command, double[] p) {
    if (command == 'm' || command == 'l') {
      line.add(p[0]);
      line.add(p[1]);
      return;
    }
    double x = line.get(line.size() - 2);
    double y = line.get(line.size() - 1);
    double k = SQUARENESS;
    switch (command) {
      case 'a' -> {
        double[] a = {x + k * (p[0] - x), y, p[0], p[1] + k * (y - p[1]), p[0], p[1]};
        curve(line, x, y, a);
      }
      case 'u' -> {
        double[] u = {x, y + k * (p[1] - y), p[0] + k * (x - p[0]), p[1], p[0], p[1]};
        curve(line, x, y, u);
      }
      case 'c' -> curve(line, x, y, p);
      default -> throw new IllegalStateException("no command " + command);
    }
  }

  private static void curve(List<Double> line, double x, double y, double[] c) {
    for (int i = 1; i <= CHORDS; i++) {
      double t = i / (double) CHORDS;
      double s = 1 - t;
      double b0 = s * s * s;
      double b1 = 3 * s * s * t;
      double b2 = 3 * s * t * t;
      double b3 = t * t * t;
      line.add(b0 * x + b1 * c[0] + b2 * c[2] + b3 * c[4]);
      line.add(b0 * y + b1 * c[1] + b2 * c[3] + b3 * c[5]);
    }
  }

  private static double[] toArray(List<Double> line) {
    return line.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
