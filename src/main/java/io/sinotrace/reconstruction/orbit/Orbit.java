package io.sinotrace.reconstruction.orbit;

import io.sinotrace.geometry.View;
import java.io.Serializable;

/**
 * A scan whose source turns about z, with one detector that turns with it.
 *
 * <p>At view k the source is in the direction (cos, sin, 0) from the axis. Places across the beam
 * count along (-sin, cos, 0).
 *
 * @param form how detector columns follow one another
 * @param sourceToAxis in mm; 1 for parallel beams, which have none
 * @param sourceToDetector in mm, to the plane of a flat detector and to all of a curved one; 1 for
 *     parallel beams
 * @param plane height of the source's circle; 0 where rows have no common one
 * @param cos one a view
 * @param sin one a view
 * @param columns places across the beam: in mm on the detector, or angles about the source in
 *     radians on a curved one
 * @param rows heights: of a cone beam on the detector in mm above the circle of the source, else of
 *     the slices
 * @param magnifiesRows whether heights are those of a cone beam
 */
public record Orbit(
    Form form,
    double sourceToAxis,
    double sourceToDetector,
    double plane,
    double[] cos,
    double[] sin,
    PixelAxis columns,
    PixelAxis rows,
    boolean magnifiesRows)
    implements Serializable {
  /** How detector columns follow one another. */
  public enum Form {
    /** By equal distances, under rays of one direction. */
    PARALLEL,
    /** By equal distances on a plane. */
    FLAT,
    /** By equal angles about the source. */
    CURVED
  }

  /** Returns the number of views. */
  public int views() {
    return cos.length;
  }

  /** Returns the angle of a view in radians, from -pi to pi. */
  public double angle(int view) {
    return StrictMath.atan2(sin[view], cos[view]);
  }

  /**
   * Returns the angle in radians between the ray to a place across the beam and the one through the
   * axis.
   */
  public double fanAngle(double place) {
    return switch (form) {
      case PARALLEL -> 0;
      case FLAT -> StrictMath.atan(place / sourceToDetector);
      case CURVED -> place;
    };
  }

  /** Returns where a point is on the way to the source, in mm from the axis. */
  public double towardsSource(int view, double x, double y) {
    return x * cos[view] + y * sin[view];
  }

  /** Returns where a point is across the beam, in mm from the axis. */
  public double across(int view, double x, double y) {
    return y * cos[view] - x * sin[view];
  }

  /**
   * Returns the orbit with columns added on the shorter side of the detector, until there are as
   * many on either side of the axis.
   */
  public Orbit balanced() {
    return new Orbit(
        form,
        sourceToAxis,
        sourceToDetector,
        plane,
        cos,
        sin,
        columns.balanced(),
        rows,
        magnifiesRows);
  }

  /** Returns how many columns {@link #balanced} adds before column 0. */
  public int missingBefore() {
    return columns.missingBefore();
  }

  /** Returns the unit vector from the axis to the source, of which z is left out. */
  static double[] direction(View view, boolean parallel) {
    double sign = parallel ? -1 : 1;
    double x = sign * view.source().x();
    double y = sign * view.source().y();
    double length = Math.sqrt(x * x + y * y);
    return new double[] {x / length, y / length, length};
  }
}
