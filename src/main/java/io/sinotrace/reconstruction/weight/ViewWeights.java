package io.sinotrace.reconstruction.weight;

import io.sinotrace.InputException;
import io.sinotrace.reconstruction.orbit.Orbit;
import io.sinotrace.reconstruction.orbit.Orbit.Form;
import io.sinotrace.reconstruction.orbit.PixelAxis;
import java.io.Serializable;
import java.util.Locale;

/**
 * What the values of a view and a column weigh: the view's share of the circle, times the share of
 * the ray, which may have been measured twice, from either side.
 *
 * <ul>
 *   <li>A full circle: each ray is measured twice, and weighs a half. Parallel views half a turn
 *       apart are the same, so half a turn is a period of theirs.
 *   <li>Less, but at least half a turn and the fan angle: D. L. Parker, Optimal short scan
 *       convolution reconstruction for fan beam CT, Med. Phys. 9 (1982). Beyond that, the same
 *       weights of the fan that the views would be just enough for: M. D. Silver, A method for
 *       including redundant data in computed tomography, Med. Phys. 27 (2000).
 *   <li>A full circle with a detector whose middle is more than a column off the axis: G. Wang,
 *       X-ray micro-CT with a displaced detector array, Med. Phys. 29 (2002).
 * </ul>
 */
public final class ViewWeights implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the angle of the views may lack, in radians, for rounding. */
  private static final double ROUNDING = 1e-6;

  /** Which weights are taken. */
  public enum Scheme {
    /** All the same. */
    UNIFORM,
    /** Parker's and Silver's. */
    SHORT_SCAN,
    /** Wang's. */
    OFFSET_DETECTOR
  }

  private final Scheme scheme;
  private final Coverage coverage;

  /** Signed angle or place of each column: what the weights go by. */
  private final double[] column;

  /** Up to where either side of an offset detector has columns, as {@link #column}. */
  private final double overlap;

  /** The side of an offset detector that is longer, 1 or -1. */
  private final double longer;

  private ViewWeights(
      Scheme scheme, Coverage coverage, double[] column, double overlap, double longer) {
    this.scheme = scheme;
    this.coverage = coverage;
    this.column = column;
    this.overlap = overlap;
    this.longer = longer;
  }

  /**
   * Chooses the weights of a scan.
   *
   * @throws InputException if its views are not enough
   */
  public static ViewWeights of(Orbit orbit) {
    if (orbit.views() < 2) {
      throw new InputException("a scan of one view: expected at least two to reconstruct");
    }
    PixelAxis columns = orbit.columns();
    boolean offset =
        columns.reach() - columns.overlap() > 2 * Math.abs(columns.step()) * (1 + ROUNDING);
    boolean parallel = orbit.form() == Form.PARALLEL;
    double[] angles = new double[orbit.views()];
    for (int k = 0; k < angles.length; k++) {
      angles[k] = orbit.angle(k);
    }
    Coverage coverage = Coverage.of(angles, parallel && !offset ? Math.PI : 2 * Math.PI);
    double[] column = new double[columns.count()];
    for (int c = 0; c < column.length; c++) {
      column[c] = parallel ? columns.at(c) : orbit.fanAngle(columns.at(c));
    }
    double longer = Math.signum(columns.first() + columns.last());
    if (offset && columns.overlap() == 0) {
      throw new InputException(
          "the detector is on one side of the axis: expected columns on either side");
    }
    if (coverage.isFull()) {
      double overlap = parallel ? columns.overlap() : orbit.fanAngle(columns.overlap());
      return new ViewWeights(
          offset ? Scheme.OFFSET_DETECTOR : Scheme.UNIFORM, coverage, column, overlap, longer);
    }
    double fan = 2 * orbit.fanAngle(columns.reach());
    double needed = offset ? 2 * Math.PI : Math.PI + fan;
    if (coverage.range() < needed - ROUNDING) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the views cover %.2f degrees: expected at least %.2f, %s",
              Math.toDegrees(coverage.range()),
              Math.toDegrees(needed),
              offset
                  ? "since the detector is longer on one side of the axis"
                  : parallel ? "without a gap" : "half a turn and the fan angle"));
    }
    return new ViewWeights(Scheme.SHORT_SCAN, coverage, column, 0, longer);
  }

  /** Returns which weights these are. */
  public Scheme scheme() {
    return scheme;
  }

  /** Returns the angle that the views cover, in radians. */
  public double range() {
    return coverage.range();
  }

  /** Returns the weights of a view, one a column; their unit is radians. */
  public double[] of(int view) {
    double share = coverage.share()[view];
    double[] weights = new double[column.length];
    for (int c = 0; c < weights.length; c++) {
      weights[c] =
          share
              * switch (scheme) {
                case UNIFORM -> Math.PI / coverage.period();
                case SHORT_SCAN -> parker(coverage.place()[view], column[c]);
                case OFFSET_DETECTOR -> wang(column[c] * longer);
              };
    }
    return weights;
  }

  /**
   * Returns Parker's weight. The ray of fan angle g is measured again from the place further on by
   * half a turn less 2 g: the opposite sign to Parker's, since columns count the other way.
   */
  private double parker(double place, double angle) {
    double half = (coverage.range() - Math.PI) / 2;
    double rising = half + angle;
    double falling = half - angle;
    if (place < 2 * rising) {
      return square(StrictMath.sin(Math.PI / 4 * place / rising));
    }
    double left = coverage.range() - place;
    return left < 2 * falling ? square(StrictMath.sin(Math.PI / 4 * left / falling)) : 1;
  }

  /** Returns Wang's weight; the angle counts towards the longer side. */
  private double wang(double angle) {
    if (Math.abs(angle) <= overlap) {
      return overlap == 0 ? 0.5 : 0.5 * (1 + StrictMath.sin(Math.PI / 2 * angle / overlap));
    }
    return angle > 0 ? 1 : 0;
  }

  private static double square(double x) {
    return x * x;
  }
}
