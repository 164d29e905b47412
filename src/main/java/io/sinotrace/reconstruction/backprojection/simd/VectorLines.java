package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.ScalarLines;
import io.sinotrace.reconstruction.backprojection.SlabLines;
import jdk.incubator.vector.FloatVector;

/**
 * A voxel in each lane of a vector.
 *
 * <p>The rows that a vector of voxels is between follow one another closely: they lie in one or two
 * vectors of the line, which are permuted; loads of single lanes would take longer than all the
 * rest. These vectors are interpolated where they are needed, from the two columns in memory: to
 * write the whole line down first took as long again, as loads that straddle what two stores wrote
 * wait until both are in the cache. Where rows are farther apart than that, voxels are taken one by
 * one.
 *
 * <p>Where the window of rows begins is known from integers of 32 bits after the point, so that the
 * loads wait for nothing. It is the least row or the one below: see {@link Lanes#window}.
 *
 * <p>Beyond the detector not p is clamped but the row: it is then one of two that follow one
 * another and are equal, so that it does not matter where between them p would have been.
 */
public final class VectorLines implements LineKernel {
  private static final int LEAST_BITS = 256;

  /**
   * Rows from a voxel to the next up to which those of a vector lie in so many of the line; a
   * little less, as the window may begin at the row below, and two have to hold the next rows too.
   */
  private static final float IN_ONE = (Lanes.COUNT - 1.02f) / (Lanes.COUNT - 1);

  /**
   * Whether voxels about a row apart are taken by {@link EdgeLines}. It wants one more vector of
   * each column than {@link OneVector} does: of 512 bits, nearly all of which lie across two lines
   * of the cache, these loads take as long as the permutations that they save.
   */
  private static final boolean EDGES = Lanes.COUNT <= 8;

  private static final float IN_TWO = (2 * Lanes.COUNT - 2.02f) / (Lanes.COUNT - 1);

  /** Whether this JVM permutes two vectors at a time. */
  private static final boolean SELECTS = Runtime.version().feature() >= 24;

  private final LineKernel single = new ScalarLines();

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public String refusal() {
    int bits = Lanes.FLOATS.vectorBitSize();
    return bits < LEAST_BITS ? "vectors of %d bits".formatted(bits) : "";
  }

  @Override
  public void interpolate(
      float[] view, int left, int right, float share, int count, float[] line, int at) {
    FloatVector shares = FloatVector.broadcast(Lanes.FLOATS, share);
    for (int r = 0; r < count; r += Lanes.COUNT) {
      FloatVector here = FloatVector.fromArray(Lanes.FLOATS, view, left + r);
      FloatVector next = FloatVector.fromArray(Lanes.FLOATS, view, right + r);
      shares.fma(next.sub(here), here).intoArray(line, at + r);
    }
  }

  @Override
  public void backproject(
      SlabLines slab,
      float[] view,
      int left,
      float share,
      float start,
      float step,
      float weight,
      float[] sums,
      int at) {
    if (!added(
        view,
        left + slab.halfRows() - slab.firstRow(),
        slab.stride(),
        share,
        start,
        step,
        weight,
        slab.lo(),
        slab.hi(),
        slab.first(),
        slab.count(),
        sums,
        at)) {
      single.backproject(slab, view, left, share, start, step, weight, sums, at);
    }
  }

  @Override
  public void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    // A line of its own is what lies between two columns that are the same.
    if (!added(line, middle, 0, 0, start, step, weight, lo, hi, first, count, sums, at)) {
      single.add(line, middle, start, step, weight, lo, hi, first, count, sums, at);
    }
  }

  /**
   * Adds what a view gives to a line, unless rows are too far apart or too far away.
   *
   * @param left where the middle row of the first column is
   * @param stride from there to that of the second
   */
  private static boolean added(
      float[] view,
      int left,
      int stride,
      float share,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      int first,
      int count,
      float[] sums,
      int at) {
    float width = Math.abs(step);
    float one = Math.fma((float) first, step, start);
    float other = Math.fma((float) (first + count + Lanes.COUNT), step, start);
    if (!(width <= IN_TWO && Math.abs(one) < Lanes.FAR && Math.abs(other) < Lanes.FAR)) {
      return false;
    }
    // Rows follow one another in one direction: within the bounds at both ends, nothing is clamped.
    boolean clamps = one < lo || one > hi || other < lo || other > hi;
    int least = (int) Math.floor(lo);
    int most = (int) Math.ceil(hi);
    if (EDGES && !clamps && EdgeLines.takes(step)) {
      EdgeLines.add(view, left, stride, share, start, step, weight, first, count, sums, at);
    } else if (SELECTS) {
      SelectedVectors.add(
          view, left, stride, share, start, step, weight, clamps, least, most, first, count, sums,
          at);
    } else if (width <= IN_ONE) {
      OneVector.add(
          view, left, stride, share, start, step, weight, clamps, least, most, first, count, sums,
          at);
    } else {
      TwoVectors.add(
          view, left, stride, share, start, step, weight, clamps, least, most, first, count, sums,
          at);
    }
    return true;
  }
}
