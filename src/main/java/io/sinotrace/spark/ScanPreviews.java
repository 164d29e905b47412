package io.sinotrace.spark;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.sinogram.preview.ScanPreview;
import io.sinotrace.spark.TileResult.PixelRow;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gathers the pixels of a scan's pictures while its tiles come in: the middle view's projection and
 * the middle detector row's sinogram; for a single view, its radiograph.
 */
final class ScanPreviews {
  private final String id;
  private final Geometry geometry;
  private final int views;
  private final int rows;
  private final int columns;
  private final float[] projection;
  private final float[] sinogram;

  ScanPreviews(ScanPlan plan) {
    this.id = plan.id();
    this.geometry = plan.geometry();
    this.views = geometry.views().size();
    this.rows = geometry.detector().rows();
    this.columns = geometry.detector().columns();
    this.projection = new float[Math.multiplyExact(rows, columns)];
    this.sinogram = new float[Math.multiplyExact(views, columns)];
  }

  /** Returns the view that is drawn. */
  int view() {
    return views >> 1;
  }

  /** Returns the detector row that is drawn. */
  int row() {
    return rows >> 1;
  }

  void add(PixelRow part) {
    if (part.view() == view()) {
      System.arraycopy(part.pixels(), 0, projection, part.row() * columns, columns);
    }
    if (part.row() == row()) {
      System.arraycopy(part.pixels(), 0, sinogram, part.view() * columns, columns);
    }
  }

  /** Returns the pictures, by file name. */
  Map<String, byte[]> draw() {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    if (views == 1) {
      pictures.put(id + "-radiograph.png", ScanPreview.radiograph(projection, geometry, id).png());
      return pictures;
    }
    if (rows > 1) {
      pictures.put(
          id + "-projection.png", ScanPreview.projection(projection, geometry, view(), id).png());
    }
    pictures.put(id + "-sinogram.png", ScanPreview.sinogram(sinogram, geometry, row(), id).png());
    return pictures;
  }
}
