package io.sinotrace.reconstruction.helix;

import io.sinotrace.InputException;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.PixelAxis;
import io.sinotrace.reconstruction.orbit.UprightGrid;
import java.io.Serializable;
import java.util.Locale;

/**
 * Where along z a helical scan sees an image: from heights at which each voxel is seen from all
 * directions of half a turn, if the feed leaves no gap between two views half a turn apart.
 */
public final class HelixCoverage implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Places across the beam at which edges are looked at. */
  private static final int PLACES = 64;

  private final ParallelViews views;
  private final UprightGrid grid;
  private final Orbit orbit;
  private final double radius;

  /** The farthest that the detector's edges are above and below the source, over its distance. */
  private double highest = Double.NEGATIVE_INFINITY;

  /** The nearest, among all voxels and directions, to which the upper edge reaches, in mm. */
  private double upTo = Double.POSITIVE_INFINITY;

  /** The same of the lower edge. */
  private double downTo = Double.NEGATIVE_INFINITY;

  private double lowest = Double.POSITIVE_INFINITY;

  /** The greatest feed over the present one of which there are no gaps. */
  private double feeds = Double.POSITIVE_INFINITY;

  /**
   * Views of a range.
   *
   * @param from the first
   * @param to the one after the last
   */
  public record Range(int from, int to) {
    /** Returns how many there are. */
    public int count() {
      return to - from;
    }
  }

  /** Finds out what the views of a scan see of an image. */
  public HelixCoverage(ParallelViews views, UprightGrid grid) {
    this.views = views;
    this.grid = grid;
    this.orbit = views.helix().orbit();
    this.radius = Math.min(grid.radius(), views.columns().overlap());
    for (int i = -PLACES; i <= PLACES; i++) {
      double t = radius * i / PLACES;
      double s = Math.sqrt(radius * radius - t * t);
      look(t, s);
      look(t, -s);
    }
    // Voxels beyond the radius are not seen from all sides, but are computed.
    double far = orbit.sourceToAxis() + grid.radius();
    double near = orbit.sourceToAxis() - grid.radius();
    for (double length : new double[] {near, far}) {
      highest = Math.max(highest, edge(1, RowWeight.REACH) * length / orbit.sourceToDetector());
      lowest = Math.min(lowest, edge(-1, RowWeight.REACH) * length / orbit.sourceToDetector());
    }
  }

  /**
   * Returns the upper (1) or lower (-1) edge of the detector, or so much farther from its middle.
   */
  private double edge(int side, double reach) {
    PixelAxis rows = orbit.rows();
    double middle = (rows.first() + rows.last()) / 2;
    return middle + side * reach * Math.abs(rows.step()) * rows.count() / 2;
  }

  /** Looks at voxels at t across a view and s towards its source. */
  private void look(double t, double s) {
    double toAxis = orbit.sourceToAxis();
    double e = Math.sqrt(toAxis * toAxis - t * t);
    double scale = (orbit.form() == Form.FLAT ? e / toAxis : 1) / orbit.sourceToDetector();
    double later = StrictMath.asin(t / toAxis) * (views.helix().rise() / views.helix().turn());
    upTo = Math.min(upTo, later + edge(1, 1) * (e - s) * scale);
    downTo = Math.max(downTo, later + edge(-1, 1) * (e - s) * scale);
    // To the view half a turn later, the voxel is at -t and -s.
    double half = Math.abs(views.helix().feed()) / 2;
    double sign = Math.signum(views.helix().rise());
    double apart = half - 2 * later * sign;
    double above = edge(1, RowWeight.REACH) * (e - sign * s);
    double below = edge(-1, RowWeight.REACH) * (e + sign * s);
    if (apart > 0) {
      feeds = Math.min(feeds, (above - below) * scale / apart);
    }
  }

  /**
   * Checks that planes are seen.
   *
   * @param zFrom the first
   * @param zTo the one after the last
   * @throws InputException if there are gaps, or one of the planes is beyond what is seen
   */
  public void require(int zFrom, int zTo) {
    if (!(feeds >= 1)) {
      double most = Math.abs(views.helix().feed()) * feeds;
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a feed of %.4g mm a turn (pitch %.3g) leaves gaps up to %.1f mm from the axis:"
                  + " expected at most %.4g mm, or a smaller image",
              Math.abs(views.helix().feed()),
              views.helix().pitch(),
              radius,
              most));
    }
    double begin = views.height(views.first() + views.directions() - 1);
    double end = views.height(views.last() - views.directions() + 1);
    boolean rises = views.helix().rise() > 0;
    double from = (rises ? begin : end) + downTo;
    double to = (rises ? end : begin) + upTo;
    if (from > to) {
      throw new InputException(
          "a helical scan that sees no plane from all sides: expected more turns");
    }
    int planes = grid.grid().nz();
    int first = planes;
    int last = -1;
    for (int k = 0; k < planes; k++) {
      if (grid.z(k) >= from && grid.z(k) <= to) {
        first = Math.min(first, k);
        last = k;
      }
    }
    if (last < 0 || zFrom < first || zTo > last + 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the helix sees z from %.1f to %.1f mm from all sides, %s: expected no others",
              from,
              to,
              last < 0
                  ? "and no plane of the image is there"
                  : "which are planes %d to %d of the image's %d".formatted(first, last, planes)));
    }
  }

  /**
   * Returns the parallel views that planes may depend on.
   *
   * @param zFrom the first plane
   * @param zTo the one after the last
   */
  public Range views(int zFrom, int zTo) {
    double low = Math.min(grid.z(zFrom), grid.z(zTo - 1)) - highest;
    double high = Math.max(grid.z(zFrom), grid.z(zTo - 1)) - lowest;
    int last = views.columns().count() - 1;
    double later = Math.max(Math.abs(views.rise(0)), Math.abs(views.rise(last)));
    double step = views.height(1) - views.height(0);
    double one = (low - later - views.height(0)) / step;
    double other = (high + later - views.height(0)) / step;
    int from = (int) Math.max(views.first(), Math.floor(Math.min(one, other)));
    int to = (int) Math.min(views.last(), Math.ceil(Math.max(one, other)));
    return new Range(from, Math.max(from, to + 1));
  }
}
