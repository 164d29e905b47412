package io.sinotrace.preview.raster;

import java.util.Arrays;
import java.util.List;

/**
 * A white sheet of RGB pixels to draw on. Pixel (x, y) has its centre at (x, y); y points down.
 *
 * <p>Lines are shaded by the distance of each pixel's centre from them: plain float64 arithmetic
 * and a square root, which every JVM rounds alike.
 */
public final class Canvas {
  private final int width;
  private final int height;
  private final int[] rgb;

  /** Makes a white canvas. */
  public Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.rgb = new int[Math.multiplyExact(width, height)];
    Arrays.fill(rgb, 0xFFFFFF);
  }

  /** Returns the number of columns. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns the pixels as 0xRRGGBB, row after row from the top; not a copy. */
  public int[] rgb() {
    return rgb;
  }

  /** Returns the bytes of a PNG file with these pixels. */
  public byte[] png() {
    return Png.encode(this);
  }

  /** Fills the rectangle of {@code w} x {@code h} pixels whose top left pixel is (x, y). */
  public void fill(int x, int y, int w, int h, int colour) {
    int from = Math.max(0, x);
    int to = Math.min(width, x + w);
    for (int j = Math.max(0, y); j < Math.min(height, y + h) && from < to; j++) {
      Arrays.fill(rgb, j * width + from, j * width + to, colour);
    }
  }

  /** Copies another canvas; its top left pixel goes to (x, y), and all of it has to fit. */
  public void copy(Canvas from, int x, int y) {
    for (int j = 0; j < from.height; j++) {
      System.arraycopy(from.rgb, j * from.width, rgb, (y + j) * width + x, from.width);
    }
  }

  /** Draws a line one pixel wide around the rectangle, outside it. */
  public void frame(int x, int y, int w, int h, int colour) {
    fill(x - 1, y - 1, w + 2, 1, colour);
    fill(x - 1, y + h, w + 2, 1, colour);
    fill(x - 1, y, 1, h, colour);
    fill(x + w, y, 1, h, colour);
  }

  /**
   * Draws polylines as one stroke with round ends: where they meet or cross, nothing is drawn
   * twice.
   *
   * @param lines each x0, y0, x1, y1, ...
   * @param weight width of the stroke in pixels
   */
  public void stroke(List<double[]> lines, double weight, int colour) {
    double reach = weight / 2 + 0.5;
    double[] box = bounds(lines, reach);
    int x0 = (int) Math.max(0, Math.ceil(box[0]));
    int y0 = (int) Math.max(0, Math.ceil(box[1]));
    int x1 = (int) Math.min(width - 1.0, Math.floor(box[2]));
    int y1 = (int) Math.min(height - 1.0, Math.floor(box[3]));
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        double distance = Math.sqrt(squaredDistance(lines, x, y));
        if (distance < reach) {
          int at = y * width + x;
          rgb[at] = mix(rgb[at], colour, Math.min(1, reach - distance));
        }
      }
    }
  }

  private static double[] bounds(List<double[]> lines, double reach) {
    double inf = Double.POSITIVE_INFINITY;
    double[] box = {inf, inf, -inf, -inf};
    for (double[] line : lines) {
      for (int k = 0; k < line.length; k += 2) {
        box[0] = Math.min(box[0], line[k] - reach);
        box[1] = Math.min(box[1], line[k + 1] - reach);
        box[2] = Math.max(box[2], line[k] + reach);
        box[3] = Math.max(box[3], line[k + 1] + reach);
      }
    }
    return box;
  }

  private static double squaredDistance(List<double[]> lines, int x, int y) {
    double least = Double.POSITIVE_INFINITY;
    for (double[] line : lines) {
      for (int k = 0; k + 3 < line.length; k += 2) {
        double dx = line[k + 2] - line[k];
        double dy = line[k + 3] - line[k + 1];
        double px = x - line[k];
        double py = y - line[k + 1];
        double length = dx * dx + dy * dy;
        double t = length > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length)) : 0;
        double ex = px - t * dx;
        double ey = py - t * dy;
        least = Math.min(least, ex * ex + ey * ey);
      }
    }
    return least;
  }

  private static int mix(int below, int above, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int b = below >> shift & 0xFF;
      int a = above >> shift & 0xFF;
      mixed |= (int) Math.round(b + (a - b) * share) << shift;
    }
    return mixed;
  }
}
