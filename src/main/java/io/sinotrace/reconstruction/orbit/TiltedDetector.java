package io.sinotrace.reconstruction.orbit;

import java.io.Serializable;

/**
 * A flat detector that stands askew, and an upright one of which each pixel is on the same ray.
 *
 * <p>Both turn with the source. In that frame, whose axes run from the axis of rotation to the
 * source, across the beam and along z, where a ray meets the other detector is the same in all
 * views. The values of upright pixels are interpolated linearly, in float64, between the columns
 * and then the rows around them, with zeros beyond the detector.
 *
 * @param upright the orbit with the upright detector
 * @param rows of the detector that is there
 * @param columns of it
 * @param parallel whether rays run along the first axis; else they begin at the source
 * @param corner the middle of pixel [0, 0]
 * @param u from one column to the next
 * @param v from one row to the next
 */
public record TiltedDetector(
    Orbit upright,
    int rows,
    int columns,
    boolean parallel,
    FramePoint corner,
    FramePoint u,
    FramePoint v)
    implements Serializable {
  /** Rows on either side that rounding may reach. */
  private static final int MARGIN = 1;

  /**
   * A point or a direction in the frame that turns with the source, in mm.
   *
   * @param along from the axis of rotation towards the source
   * @param across the beam
   * @param height along z, from the plane of the source's circle
   */
  public record FramePoint(double along, double across, double height) implements Serializable {
    FramePoint plus(FramePoint o, double f) {
      return new FramePoint(along + f * o.along, across + f * o.across, height + f * o.height);
    }

    double dot(FramePoint o) {
      return (along * o.along + across * o.across) + height * o.height;
    }

    FramePoint cross(FramePoint o) {
      return new FramePoint(
          across * o.height - height * o.across,
          height * o.along - along * o.height,
          along * o.across - across * o.along);
    }

    double norm() {
      return Math.sqrt(dot(this));
    }
  }

  /** Rows of one view, of the detector that is there. */
  public interface Rows {
    /** Returns the values of a row, one a column. */
    float[] of(int row);
  }

  /**
   * Puts an upright detector in place of one that stands askew: through its middle, with the same
   * steps there along the axis that each runs along more, and so large that it has all of its rays.
   *
   * @param orbit with any columns and rows
   */
  static TiltedDetector of(
      Orbit orbit, int rows, int columns, FramePoint corner, FramePoint u, FramePoint v) {
    boolean parallel = orbit.form() == Orbit.Form.PARALLEL;
    FramePoint middle = corner.plus(u, (columns - 1) / 2.0).plus(v, (rows - 1) / 2.0);
    double distance = parallel ? 1 : orbit.sourceToAxis() - middle.along;
    double[] place = new double[2];
    double[] right = new double[2];
    double[] above = new double[2];
    project(orbit, distance, middle, place);
    project(orbit, distance, middle.plus(u, 1), right);
    project(orbit, distance, middle.plus(v, 1), above);
    double[] step = new double[2];
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int k = 0; k < 2; k++) {
      double one = right[k] - place[k];
      double other = above[k] - place[k];
      step[k] = Math.abs(one) >= Math.abs(other) ? one : other;
    }
    double[] at = new double[2];
    for (int c : new int[] {0, columns - 1}) {
      for (int r : new int[] {0, rows - 1}) {
        project(orbit, distance, corner.plus(u, c).plus(v, r), at);
        for (int k = 0; k < 2; k++) {
          double steps = (at[k] - place[k]) / step[k];
          low[k] = Math.min(low[k], steps);
          high[k] = Math.max(high[k], steps);
        }
      }
    }
    PixelAxis[] axes = new PixelAxis[2];
    for (int k = 0; k < 2; k++) {
      int before = (int) Math.ceil(-low[k] - 1e-6);
      int after = (int) Math.ceil(high[k] - 1e-6);
      axes[k] = new PixelAxis(place[k] - before * step[k], step[k], before + 1 + after);
    }
    Orbit upright =
        new Orbit(
            orbit.form(),
            orbit.sourceToAxis(),
            distance,
            orbit.plane(),
            orbit.cos(),
            orbit.sin(),
            axes[0],
            axes[1],
            orbit.magnifiesRows());
    return new TiltedDetector(upright, rows, columns, parallel, corner, u, v);
  }

  /** Finds where on the upright detector the ray to a point is. */
  private static void project(Orbit orbit, double distance, FramePoint point, double[] place) {
    double scale =
        orbit.form() == Orbit.Form.PARALLEL ? 1 : distance / (orbit.sourceToAxis() - point.along);
    place[0] = point.across * scale;
    place[1] = point.height * scale;
  }

  /**
   * Returns the rows of the detector that some upright rows depend on.
   *
   * @param from the first upright row
   * @param to the one after the last; not {@code from}
   * @return the first row, and the one after the last
   */
  public int[] rows(int from, int to) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double[] place = new double[2];
    for (int row : new int[] {from, to - 1}) {
      for (int column : new int[] {0, upright.columns().count() - 1}) {
        locate(row, column, place);
        low = Math.min(low, place[1]);
        high = Math.max(high, place[1]);
      }
    }
    int first = (int) Math.max(0, Math.min(rows, Math.floor(low) - MARGIN));
    int last = (int) Math.max(first, Math.min(rows, Math.floor(high) + 2 + MARGIN));
    return new int[] {first, last};
  }

  /** Finds the column and the row of the detector that the ray to an upright pixel meets. */
  void locate(int row, int column, double[] place) {
    double across = upright.columns().at(column);
    double height = upright.rows().at(row);
    FramePoint origin =
        parallel ? new FramePoint(0, across, height) : new FramePoint(upright.sourceToAxis(), 0, 0);
    FramePoint ray =
        parallel
            ? new FramePoint(1, 0, 0)
            : new FramePoint(-upright.sourceToDetector(), across, height);
    FramePoint normal = u.cross(v);
    FramePoint offset = origin.plus(corner, -1);
    FramePoint met = offset.plus(ray, -offset.dot(normal) / ray.dot(normal));
    FramePoint acrossV = v.cross(normal);
    FramePoint acrossU = normal.cross(u);
    place[0] = met.dot(acrossV) / u.dot(acrossV);
    place[1] = met.dot(acrossU) / v.dot(acrossU);
  }

  /**
   * Interpolates an upright row.
   *
   * @param there the rows that it depends on
   * @param values receives it, one value a column
   */
  public void row(int row, Rows there, float[] values) {
    double[] place = new double[2];
    for (int c = 0; c < values.length; c++) {
      locate(row, c, place);
      double below = Math.floor(place[1]);
      double one = between(place[0], below, there);
      double other = between(place[0], below + 1, there);
      values[c] = (float) (one + (place[1] - below) * (other - one));
    }
  }

  private double between(double place, double row, Rows there) {
    if (row < 0 || row >= rows || !(place > -1 && place < columns)) {
      return 0;
    }
    float[] pixels = there.of((int) row);
    int left = (int) Math.floor(place);
    double here = left < 0 ? 0 : pixels[left];
    double next = left + 1 < columns ? pixels[left + 1] : 0;
    return here + (place - left) * (next - here);
  }
}
