package io.sinotrace.spark;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.preview.ScanPreview;
import io.sinotrace.spark.TileResult.PixelRow;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gathers the pixels of a scan's pictures while its tiles come in: the middle view's projection and
 * the middle detector row's sinogram; for a single view, its radiograph. Of very many rows or views
 * every second, third or so is taken: a picture cannot show more.
 */
final class ScanPreviews {
  private static final int MOST_LINES = 2048;
  private static final int MOST_PIXELS = 1 << 24;

  private final String id;
  private final Geometry geometry;
  private final Lines lines;
  private final int columns;
  private final float[] projection;
  private final float[] sinogram;

  /**
   * Which detector rows of which views are drawn.
   *
   * @param view the view whose projection is drawn
   * @param row the detector row whose sinogram is drawn
   * @param viewStep every so many views are drawn, from the first
   * @param rowStep every so many rows are drawn, from the first
   */
  record Lines(int view, int row, int viewStep, int rowStep) implements Serializable {
    boolean inProjection(int ofView, int ofRow) {
      return ofView == view && ofRow % rowStep == 0;
    }

    boolean inSinogram(int ofView, int ofRow) {
      return ofRow == row && ofView % viewStep == 0;
    }
  }

  ScanPreviews(ScanPlan plan) {
    this.id = plan.id();
    this.geometry = plan.geometry();
    this.columns = geometry.detector().columns();
    int views = geometry.views().size();
    int rows = geometry.detector().rows();
    this.lines = new Lines(views >> 1, rows >> 1, step(views), step(rows));
    this.projection = new float[every(lines.rowStep, rows).length * columns];
    this.sinogram = new float[every(lines.viewStep, views).length * columns];
  }

  private int step(int count) {
    int most = Math.max(1, Math.min(MOST_LINES, MOST_PIXELS / columns));
    return (count + most - 1) / most;
  }

  private static int[] every(int step, int count) {
    return IntStream.range(0, count).filter(i -> i % step == 0).toArray();
  }

  /** Returns which detector rows the tasks are to send. */
  Lines lines() {
    return lines;
  }

  void add(PixelRow part) {
    if (lines.inProjection(part.view(), part.row())) {
      System.arraycopy(part.pixels(), 0, projection, part.row() / lines.rowStep * columns, columns);
    }
    if (lines.inSinogram(part.view(), part.row())) {
      System.arraycopy(part.pixels(), 0, sinogram, part.view() / lines.viewStep * columns, columns);
    }
  }

  /** Returns the pictures, by file name. */
  Map<String, byte[]> draw() {
    int[] allViews = every(1, geometry.views().size());
    int[] allRows = every(1, geometry.detector().rows());
    Geometry drawnRows = geometry.select(allViews, every(lines.rowStep, allRows.length));
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    if (allViews.length == 1) {
      pictures.put(id + "-radiograph.png", ScanPreview.radiograph(projection, drawnRows, id).png());
      return pictures;
    }
    if (allRows.length > 1) {
      pictures.put(
          id + "-projection.png",
          ScanPreview.projection(projection, drawnRows, lines.view, id).png());
    }
    Geometry drawnViews = geometry.select(every(lines.viewStep, allViews.length), allRows);
    pictures.put(
        id + "-sinogram.png", ScanPreview.sinogram(sinogram, drawnViews, lines.row, id).png());
    return pictures;
  }
}
