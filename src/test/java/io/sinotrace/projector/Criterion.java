package io.sinotrace.projector;

import io.sinotrace.volume.Volume;
import java.util.Arrays;

/**
 * What a float32 projector may return for one ray, near a discontinuity or not.
 *
 * <p>Float32 does not tell positions apart that are closer than delta = max(n) 2^-23 voxels. The
 * ray is displaced by 0 or +-delta along each of the two axes other than its main one; in each slab
 * the least and the greatest exact contribution of these nine rays are taken, and the result must
 * lie between the sums of the least and of the greatest. Where a ray crosses two faces close to
 * their edge, the extremes may lie between the nine; {@link #rigorous} then says what is possible
 * at all. Not thread-safe.
 */
public final class Criterion {
  /** Relative tolerance: the share of the sum of |value| times chord that float32 may lose. */
  public static final double RELATIVE = 1e-6;

  /** Absolute tolerance, for rays for which that sum is small. */
  public static final double ABSOLUTE = 1e-6;

  /** Totals of the nine rays closer than this (relative) make a ray well-conditioned. */
  public static final double CONDITION = 1e-4;

  /**
   * The bounds of one ray.
   *
   * @param exact the exact line integral
   * @param low the least acceptable value, without tolerance
   * @param high the greatest acceptable value, without tolerance
   * @param magnitude the sum of |value| times chord, the greatest of the nine
   * @param spread of the totals of the nine displaced rays
   * @param conditioned whether they agree
   * @param voxels the distance of the ray's ends
   * @param slabLength length in mm within one slab
   */
  public record Bracket(
      double exact,
      double low,
      double high,
      double magnitude,
      double spread,
      boolean conditioned,
      double voxels,
      double slabLength) {
    /** Returns how far {@code value} lies outside, in units of the tolerance; at most 1 is good. */
    public double excess(float value) {
      double outside = Math.max(low - value, value - high);
      return Double.isNaN(outside)
          ? Double.POSITIVE_INFINITY
          : Math.max(0, outside) / (RELATIVE * magnitude + ABSOLUTE);
    }
  }

  private final ExactPath path;
  private final double delta;
  private final double[] slabs;
  private final double[] least;
  private final double[] greatest;

  /** Prepares to judge rays through {@code volume}. */
  public Criterion(Volume volume) {
    this.path = new ExactPath(volume);
    int n = Math.max(volume.grid().nx(), Math.max(volume.grid().ny(), volume.grid().nz()));
    this.delta = n * 0x1p-23;
    this.slabs = new double[n];
    this.least = new double[n];
    this.greatest = new double[n];
  }

  /** Returns what a projector may answer for {@code ray}. */
  public Bracket judge(Ray ray) {
    path.aim(ray);
    int from = path.slabFrom();
    int to = path.slabTo();
    double exact = 0;
    double magnitude = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    if (from < to) {
      Arrays.fill(least, from, to, Double.POSITIVE_INFINITY);
      Arrays.fill(greatest, from, to, Double.NEGATIVE_INFINITY);
    }
    for (int one = -1; one <= 1; one++) {
      for (int two = -1; two <= 1; two++) {
        if (from < to) {
          Arrays.fill(slabs, from, to, 0);
        }
        path.trace(one * delta, two * delta, slabs);
        for (int i = from; i < to; i++) {
          least[i] = Math.min(least[i], slabs[i]);
          greatest[i] = Math.max(greatest[i], slabs[i]);
        }
        lowest = Math.min(lowest, path.total());
        highest = Math.max(highest, path.total());
        magnitude = Math.max(magnitude, path.magnitude());
        if (one == 0 && two == 0) {
          exact = path.total();
        }
      }
    }
    double low = 0;
    double high = 0;
    for (int i = from; i < to; i++) {
      low += least[i];
      high += greatest[i];
    }
    double spread = highest - lowest;
    boolean agree = spread <= CONDITION * Math.max(Math.abs(lowest), Math.abs(highest));
    return new Bracket(
        exact, low, high, magnitude, spread, agree, path.voxels(), path.slabLength());
  }

  /**
   * Returns {@code b} widened to what any path within delta of {@code ray} may give: a looser bound
   * than the nine rays', to be asked only of a ray that those refuse.
   */
  public Bracket rigorous(Ray ray, Bracket b) {
    path.aim(ray);
    double[] bounds = path.bounds(delta);
    return new Bracket(
        b.exact(),
        Math.min(b.low(), bounds[0]),
        Math.max(b.high(), bounds[1]),
        b.magnitude(),
        b.spread(),
        b.conditioned(),
        b.voxels(),
        b.slabLength());
  }
}
