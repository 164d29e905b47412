package io.sinotrace.sinogram.preview;

import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntToDoubleFunction;

/**
 * The preview charts of a scan.
 *
 * <p>Places on the detector are in mm from its middle: u along a row (along the arc where the
 * detector is curved), v from row to row. Rows or views that are not evenly spaced are numbered
 * instead. Views, rows and columns count from 0, as in the dataset.
 */
public final class ScanPreview {
  private static final String LINE_INTEGRAL = "line integral";

  /** With a true minus and a subscript. */
  private static final String LOG_TRANSMISSION = "line integral = \u2212ln(I/I\u2080)";

  /** How far, in steps, a place may be from its own on an even grid. */
  private static final double EVENNESS = 1e-3;

  private ScanPreview() {}

  /**
   * Returns the chart of one projection, row 0 at the bottom.
   *
   * @param pixels line integrals of the view, [row][column], columns fastest
   * @param geometry the scan's geometry
   * @param view which view the pixels are
   * @param id the scan's id, the title
   */
  public static Chart projection(float[] pixels, Geometry geometry, int view, String id) {
    View pose = geometry.views().get(view);
    String subtitle = "view %d of %d".formatted(view, geometry.views().size());
    if (Double.isFinite(pose.angle())) {
      subtitle += ", " + number(pose.angle()) + "°";
    }
    return ofView(pixels, geometry, pose, id, subtitle, LINE_INTEGRAL);
  }

  /**
   * Returns the chart of a radiograph, row 0 at the bottom. Line integrals are what a radiograph
   * shows on a logarithmic scale: minus the logarithm of the intensity over that without an object.
   *
   * @param pixels line integrals of view 0, [row][column], columns fastest
   * @param geometry the scan's geometry
   * @param id the scan's id, the title
   */
  public static Chart radiograph(float[] pixels, Geometry geometry, String id) {
    View pose = geometry.views().get(0);
    return ofView(pixels, geometry, pose, id, "radiograph", LOG_TRANSMISSION);
  }

  /**
   * Returns the chart of one sinogram, view 0 at the top.
   *
   * @param pixels line integrals of the detector row, [view][column], columns fastest
   * @param geometry the scan's geometry
   * @param row which detector row the pixels are
   * @param id the scan's id, the title
   */
  public static Chart sinogram(float[] pixels, Geometry geometry, int row, String id) {
    Detector detector = geometry.detector();
    View first = geometry.views().get(0);
    int views = geometry.views().size();
    double v = detector.z(row) * first.v().norm();
    String subtitle =
        "sinogram of row %d of %d, v = %s mm".formatted(row, detector.rows(), number(v));
    return new Chart(
        id,
        subtitle,
        new Raster(pixels, views, detector.columns()),
        u(detector, first),
        axis("view angle", Axis.Unit.DEGREE, "view", views, k -> geometry.views().get(k).angle()),
        LINE_INTEGRAL,
        false);
  }

  private static Chart ofView(
      float[] pixels, Geometry geometry, View pose, String id, String subtitle, String label) {
    Detector detector = geometry.detector();
    double pitch = pose.v().norm();
    return new Chart(
        id,
        subtitle,
        new Raster(pixels, detector.rows(), detector.columns()),
        u(detector, pose),
        axis(
            "v", Axis.Unit.MILLIMETRE, "detector row", detector.rows(), r -> detector.z(r) * pitch),
        label,
        true);
  }

  private static Axis u(Detector detector, View view) {
    double pitch = view.u().norm();
    return axis(
        "u",
        Axis.Unit.MILLIMETRE,
        "detector column",
        detector.columns(),
        c -> arc(detector.x(c) * pitch, detector.y(c)));
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

  /** Returns a number with one to three decimals, as many as it needs. */
  private static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    BigDecimal bare = rounded.stripTrailingZeros();
    return bare.setScale(Math.max(1, bare.scale())).toPlainString().replace('-', '\u2212');
  }

  /** Returns an axis of places, or of numbers where the places are not on an even grid. */
  private static Axis axis(
      String name, Axis.Unit unit, String counted, int n, IntToDoubleFunction place) {
    double first = place.applyAsDouble(0);
    double last = place.applyAsDouble(n - 1);
    boolean even = Double.isFinite(last - first) && (n == 1 || first != last);
    double step = n > 1 ? (last - first) / (n - 1) : 0;
    for (int k = 1; k < n - 1 && even; k++) {
      even = Math.abs(place.applyAsDouble(k) - (first + k * step)) <= EVENNESS * Math.abs(step);
    }
    return even ? new Axis(name, unit, first, last) : new Axis(counted, Axis.Unit.INDEX, 0, n - 1);
  }
}
