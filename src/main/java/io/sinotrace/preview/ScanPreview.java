package io.sinotrace.preview;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import io.sinotrace.preview.chart.Axis;
import io.sinotrace.preview.chart.Chart;
import io.sinotrace.preview.chart.OrientationLabels;
import io.sinotrace.preview.raster.Raster;
import io.sinotrace.preview.raster.Shading;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The preview charts of a scan.
 *
 * <p>Places on the detector are in mm from its middle: u along a row (along the arc where the
 * detector is curved), v from row to row. The rows of a two-dimensional scan are slices:
 * neighbouring slices are drawn at their heights z, and to scale, others as separate strips. Rows
 * or views that are not evenly spaced are numbered. Views, rows, columns and slices count from 0,
 * as in the dataset.
 */
public final class ScanPreview {
  private static final String LINE_INTEGRAL = "line_integral";

  /** With a true minus and a subscript. */
  private static final String BEER_LAMBERT = "line integral = \u2212ln(I/I\u2080)";

  /** How far, in steps, a place may be from its own on an even grid. */
  private static final double EVENNESS = 1e-3;

  private final Geometry geometry;
  private final ScanSummary summary;
  private final String values;
  private final Shading shading;
  private final Captions captions;

  /**
   * Makes the pictures of a scan.
   *
   * @param column the name of the values that they show
   */
  public ScanPreview(Geometry geometry, ScanSummary summary, String column, Shading shading) {
    this.geometry = geometry;
    this.summary = summary;
    this.values = column.equals(LINE_INTEGRAL) ? BEER_LAMBERT : column;
    this.shading = shading;
    this.captions = new Captions(geometry, summary);
  }

  /**
   * Returns the chart of one projection, row 0 at the bottom, with the patient's sides at its edges
   * where they are known.
   *
   * @param pixels values of the view, [row][column], columns fastest
   * @param view which view the pixels are
   * @param rowStep every so many detector rows are there, from the first
   */
  public Chart projection(float[] pixels, int view, int rowStep) {
    View pose = geometry.views().get(view);
    Detector detector = geometry.detector();
    int rows = count(detector.rows(), rowStep);
    Axis vertical = rows(pose, rows, rowStep);
    return new Chart(
        summary.id(),
        captions.projection(view),
        new Raster(pixels, rows, detector.columns()),
        columns(pose, summary.isSliced() ? magnification(pose) : 1),
        vertical,
        values,
        true,
        shading,
        orientation(pose, vertical));
  }

  /**
   * Returns the chart of one sinogram, view 0 at the top. It has no sides of the patient: they turn
   * from view to view.
   *
   * @param pixels values of the detector row, [view][column], columns fastest
   * @param row which detector row the pixels are
   * @param viewStep every so many views are there, from the first
   */
  public Chart sinogram(float[] pixels, int row, int viewStep) {
    int views = count(geometry.views().size(), viewStep);
    Axis angles =
        axis(
            "view angle, view 0 at the top",
            Axis.Unit.DEGREE,
            views,
            k -> geometry.views().get(k * viewStep).angle());
    return new Chart(
        summary.id(),
        captions.sinogram(row),
        new Raster(pixels, views, geometry.detector().columns()),
        columns(geometry.views().get(0), 1),
        angles != null ? angles : numbered("view, 0 at the top", views, viewStep),
        values,
        false,
        shading,
        null);
  }

  private static int count(int all, int step) {
    return (all - 1) / step + 1;
  }

  /**
   * Returns how much larger a fan beam shows what is at the axis of rotation. Along z it shows
   * slices as they are: side by side they keep their shape only where u is measured at the axis.
   */
  private double magnification(View view) {
    return geometry.beam() == Beam.PARALLEL
        ? 1
        : view.source().minus(view.center()).dot(view.n()) / view.source().norm();
  }

  private Axis columns(View view, double magnification) {
    Detector detector = geometry.detector();
    double pitch = view.u().norm();
    Axis u =
        axis(
            magnification == 1 ? "u" : "u at the axis of rotation",
            Axis.Unit.MILLIMETRE,
            detector.columns(),
            c -> arc(detector.x(c) * pitch, detector.y(c)) / magnification);
    return u != null ? u : numbered("detector column", detector.columns(), 1);
  }

  private Axis rows(View view, int rows, int step) {
    Detector detector = geometry.detector();
    int[] drawn = IntStream.range(0, rows).map(r -> r * step).toArray();
    if (!summary.isStack()) {
      return Axis.labelled(
          "slice",
          IntStream.of(drawn).mapToObj(r -> String.valueOf(summary.slices().get(r))).toList());
    }
    double pitch = view.v().norm();
    double middle = summary.isSliced() ? view.center().z() : 0;
    Axis v =
        axis(
            summary.isSliced() ? "z" : "v",
            Axis.Unit.MILLIMETRE,
            rows,
            r -> middle + detector.z(drawn[r]) * pitch);
    return v != null ? v : numbered("detector row", rows, step);
  }

  private @Nullable OrientationLabels orientation(View view, Axis vertical) {
    if (!summary.sidesKnown()) {
      return null;
    }
    // Strips may be in any order, and a single row has no up and down. The slices of a volume whose
    // third axis points down are drawn head down.
    boolean upright = vertical.unit() == Axis.Unit.MILLIMETRE;
    double turn = upright ? Math.signum(vertical.last() - vertical.first()) : 0;
    return OrientationLabels.of(view.u(), view.v().times(turn));
  }

  /**
   * Returns the length of the arc that leaves the origin along the first axis and ends at the point
   * (along, depth): a circle through both turns by a = 2 atan(depth / along) on the way, and has
   * the radius along / sin(a). Without depth it is the straight line.
   */
  private static double arc(double along, double depth) {
    if (depth == 0) {
      return along;
    }
    double angle = 2 * StrictMath.atan2(depth, Math.abs(along));
    return along * angle / StrictMath.sin(angle);
  }

  /** Returns an axis of places, or null where they are not on an even grid. */
  private static @Nullable Axis axis(
      String name, Axis.Unit unit, int n, IntToDoubleFunction place) {
    double first = place.applyAsDouble(0);
    double last = place.applyAsDouble(n - 1);
    boolean even = Double.isFinite(last - first) && (n == 1 || first != last);
    double step = n > 1 ? (last - first) / (n - 1) : 0;
    for (int k = 1; k < n - 1 && even; k++) {
      even = Math.abs(place.applyAsDouble(k) - (first + k * step)) <= EVENNESS * Math.abs(step);
    }
    return even ? new Axis(name, unit, first, last) : null;
  }

  private static Axis numbered(String name, int n, int step) {
    return new Axis(name, Axis.Unit.INDEX, 0, (n - 1.0) * step);
  }
}
