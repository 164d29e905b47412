package io.sinotrace.spark.job;

import io.sinotrace.description.PreviewSpec;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.preview.ScanPreview;
import io.sinotrace.preview.ScanSummary;
import io.sinotrace.spark.job.PieceResult.PixelRow;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pixels of a scan's pictures from its tiles: the middle view's projection and the
 * middle detector row's sinogram; for a single view, its radiograph. Of very many rows or views
 * only every second, third or so is taken: a picture cannot show more.
 */
final class ScanPreviews {
  private static final int MAX_LINES = 2048;
  private static final int MAX_PIXELS = 1 << 24;

  private final String id;
  private final int views;
  private final int rows;
  private final int columns;

  /** The view whose projection is drawn; -1 for none. */
  private final int view;

  /** The detector row whose sinogram is drawn; -1 for none. */
  private final int row;

  /** Every so many views, or rows, are drawn, from the first. */
  private final int viewStep;

  private final int rowStep;
  private final float[] projection;
  private final float[] sinogram;
  private final @Nullable ScanPreview preview;

  private ScanPreviews(String id, Geometry geometry, @Nullable ScanPreview preview) {
    this.id = id;
    this.views = geometry.views().size();
    this.rows = geometry.detector().rows();
    this.columns = geometry.detector().columns();
    this.preview = preview;
    // Of one view there is no sinogram, of one row no image, unless that is all there is.
    boolean wanted = preview != null;
    boolean image = wanted && (rows > 1 || views == 1);
    boolean sinogram = wanted && views > 1;
    this.view = image ? views >> 1 : -1;
    this.row = sinogram ? rows >> 1 : -1;
    this.viewStep = step(views);
    this.rowStep = step(rows);
    this.projection = new float[image ? count(rows, rowStep) * columns : 0];
    this.sinogram = new float[sinogram ? count(views, viewStep) * columns : 0];
  }

  /**
   * Prepares to gather.
   *
   * @param id of the scan in the dataset
   * @param geometry all views and the detector
   * @param knowsSides whether the volume's file defines the patient's orientation
   * @param shown by the pictures; null for none: then nothing is gathered
   */
  static ScanPreviews of(
      String id,
      ScanSpec scan,
      VoxelGrid grid,
      Geometry geometry,
      boolean knowsSides,
      @Nullable PreviewSpec shown) {
    if (shown == null) {
      return new ScanPreviews(id, geometry, null);
    }
    GeometrySpec described = scan.geometry().spec();
    ScanSummary summary =
        new ScanSummary(
            id,
            described.title(),
            List.of(grid.nx(), grid.ny(), grid.nz()),
            grid.spacing(),
            Arrays.stream(described.slices(grid)).boxed().toList(),
            knowsSides);
    return new ScanPreviews(
        id, geometry, new ScanPreview(geometry, summary, shown.column().name(), shown.shading()));
  }

  private int step(int count) {
    int most = Math.max(1, Math.min(MAX_LINES, MAX_PIXELS / columns));
    return (count + most - 1) / most;
  }

  private static int count(int all, int step) {
    return (all - 1) / step + 1;
  }

  /** Returns whether a picture shows a detector row of a view. */
  boolean shows(int ofView, int ofRow) {
    return inProjection(ofView, ofRow) || inSinogram(ofView, ofRow);
  }

  private boolean inProjection(int ofView, int ofRow) {
    return ofView == view && ofRow % rowStep == 0;
  }

  private boolean inSinogram(int ofView, int ofRow) {
    return ofRow == row && ofView % viewStep == 0;
  }

  void add(PixelRow part) {
    if (inProjection(part.view(), part.row())) {
      System.arraycopy(part.pixels(), 0, projection, part.row() / rowStep * columns, columns);
    }
    if (inSinogram(part.view(), part.row())) {
      System.arraycopy(part.pixels(), 0, sinogram, part.view() / viewStep * columns, columns);
    }
  }

  private String projectionName() {
    return "%s-%s.png".formatted(id, views == 1 ? "radiograph" : "projection");
  }

  private String sinogramName() {
    return id + "-sinogram.png";
  }

  /** Returns the pictures, by file name. */
  Map<String, byte[]> draw() {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    if (preview == null) {
      return pictures;
    }
    if (view >= 0) {
      pictures.put(projectionName(), preview.projection(projection, view, rowStep).png());
    }
    if (row >= 0) {
      pictures.put(sinogramName(), preview.sinogram(sinogram, row, viewStep).png());
    }
    return pictures;
  }
}
