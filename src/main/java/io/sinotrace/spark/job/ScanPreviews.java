package io.sinotrace.spark.job;

import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.preview.ScanPreview;
import io.sinotrace.preview.ScanSummary;
import io.sinotrace.preview.raster.Shading;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.job.TileResult.PixelRow;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.VolumeLoader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the pixels of a scan's pictures from the results of its tiles: the middle view's
 * projection and the middle detector row's sinogram; for a single view, its radiograph. Of very
 * many rows or views only every second, third or so is taken: a picture cannot show more.
 */
final class ScanPreviews {
  private static final int MAX_LINES = 2048;
  private static final int MAX_PIXELS = 1 << 24;

  private final String id;
  private final int views;
  private final int rows;
  private final int columns;
  private final Lines lines;
  private final float[] projection;
  private final float[] sinogram;
  private final @Nullable ScanPreview preview;

  /**
   * Which detector rows of which views are drawn.
   *
   * @param view the view whose projection is drawn; -1 for none
   * @param row the detector row whose sinogram is drawn; -1 for none
   * @param viewStep every so many views are drawn, from the first
   * @param rowStep every so many rows are drawn, from the first
   */
  record Lines(int view, int row, int viewStep, int rowStep) implements Serializable {
    private static final Lines NONE = new Lines(-1, -1, 1, 1);

    boolean inProjection(int ofView, int ofRow) {
      return ofView == view && ofRow % rowStep == 0;
    }

    boolean inSinogram(int ofView, int ofRow) {
      return ofRow == row && ofView % viewStep == 0;
    }
  }

  private ScanPreviews(ScanPlan plan, @Nullable ScanPreview preview) {
    Geometry geometry = plan.geometry();
    this.id = plan.id();
    this.views = geometry.views().size();
    this.rows = geometry.detector().rows();
    this.columns = geometry.detector().columns();
    this.preview = preview;
    // Of one view there is no sinogram, of one row no image, unless that is all there is.
    boolean wanted = preview != null;
    boolean image = wanted && (rows > 1 || views == 1);
    boolean sinogram = wanted && views > 1;
    this.lines =
        wanted
            ? new Lines(image ? views >> 1 : -1, sinogram ? rows >> 1 : -1, step(views), step(rows))
            : Lines.NONE;
    this.projection = new float[image ? count(rows, lines.rowStep) * columns : 0];
    this.sinogram = new float[sinogram ? count(views, lines.viewStep) * columns : 0];
  }

  /**
   * Prepares to gather.
   *
   * @param shading null if nothing is to be gathered
   * @throws io.sinotrace.InputException if the volume's header cannot be read
   */
  static ScanPreviews of(
      ScanPlan plan, GeometrySpec geometry, @Nullable Shading shading, Configuration conf) {
    if (shading == null) {
      return new ScanPreviews(plan, null);
    }
    VoxelGrid grid = plan.grid();
    ScanSummary summary =
        new ScanSummary(
            plan.id(),
            geometry.title(),
            List.of(grid.nx(), grid.ny(), grid.nz()),
            grid.spacing(),
            Arrays.stream(geometry.slices(grid)).boxed().toList(),
            VolumeLoader.knowsSides(plan.volume(), conf));
    return new ScanPreviews(plan, new ScanPreview(plan.geometry(), summary, shading));
  }

  private int step(int count) {
    int most = Math.max(1, Math.min(MAX_LINES, MAX_PIXELS / columns));
    return (count + most - 1) / most;
  }

  private static int count(int all, int step) {
    return (all - 1) / step + 1;
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

  private String projectionName() {
    return "%s-%s.png".formatted(id, views == 1 ? "radiograph" : "projection");
  }

  private String sinogramName() {
    return id + "-sinogram.png";
  }

  /** Returns the names of the files that {@link #draw} will give. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (lines.view >= 0) {
      names.add(projectionName());
    }
    if (lines.row >= 0) {
      names.add(sinogramName());
    }
    return names;
  }

  /** Returns the pictures, by file name. */
  Map<String, byte[]> draw() {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    if (preview == null) {
      return pictures;
    }
    if (lines.view >= 0) {
      pictures.put(
          projectionName(), preview.projection(projection, lines.view, lines.rowStep).png());
    }
    if (lines.row >= 0) {
      pictures.put(sinogramName(), preview.sinogram(sinogram, lines.row, lines.viewStep).png());
    }
    return pictures;
  }
}
