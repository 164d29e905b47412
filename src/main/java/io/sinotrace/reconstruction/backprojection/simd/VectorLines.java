package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import io.sinotrace.reconstruction.backprojection.ScalarLines;
import jdk.incubator.vector.FloatVector;

/**
 * A voxel in each lane of a vector.
 *
 * <p>The rows that a vector of voxels is between follow one another closely: they lie in one or two
 * vectors of the line, which are loaded as they are and permuted; loads of single lanes would take
 * longer than all the rest. Where rows are farther apart than that, voxels are taken one by one.
 */
public final class VectorLines implements LineKernel {
  private static final int LEAST_BITS = 256;

  /** Rows from a voxel to the next up to which those of a vector lie in so many of the line. */
  private static final float IN_ONE = (Lanes.COUNT - 1.001f) / (Lanes.COUNT - 1);

  private static final float IN_TWO = (2 * Lanes.COUNT - 1.001f) / (Lanes.COUNT - 1);

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
    float width = Math.abs(step);
    // Rows follow one another in one direction: within the bounds at both ends, nothing is clamped.
    float one = Math.fma((float) first, step, start);
    float other = Math.fma((float) (first + count + Lanes.COUNT), step, start);
    boolean clamps = one < lo || one > hi || other < lo || other > hi;
    if (!(width <= IN_TWO)) {
      single.add(line, middle, start, step, weight, lo, hi, first, count, sums, at);
    } else if (SELECTS) {
      SelectedVectors.add(
          line, middle, start, step, weight, lo, hi, clamps, first, count, sums, at);
    } else if (width <= IN_ONE) {
      OneVector.add(line, middle, start, step, weight, lo, hi, clamps, first, count, sums, at);
    } else {
      TwoVectors.add(line, middle, start, step, weight, lo, hi, clamps, first, count, sums, at);
    }
  }
}
