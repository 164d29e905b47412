package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Permutes one vector of rows: for lines whose voxels, taken a vector at a time, are all between
 * the rows of one.
 */
final class OneVector {
  private OneVector() {}

  /** See {@link LineKernel#add}; {@code clamps} where p may be beyond lo or hi. */
  static void add(
      float[] line,
      int middle,
      float start,
      float step,
      float weight,
      float lo,
      float hi,
      boolean clamps,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector steps = FloatVector.broadcast(Lanes.FLOATS, step);
    FloatVector starts = FloatVector.broadcast(Lanes.FLOATS, start);
    FloatVector weights = FloatVector.broadcast(Lanes.FLOATS, weight);
    for (int k = 0; k < count; k += Lanes.COUNT) {
      int at0 = middle + Lanes.base(start, step, lo, hi, clamps, first + k);
      FloatVector p = Lanes.NUMBERS.add((float) (first + k)).fma(steps, starts);
      if (clamps) {
        p = p.max(lo).min(hi);
      }
      FloatVector rounded = p.add(LineKernel.ROUNDER);
      FloatVector f = p.sub(rounded.sub(LineKernel.ROUNDER)).add(0.5f);
      IntVector row = rounded.reinterpretAsInts().sub(Lanes.ROUNDER_BITS - middle + at0);
      VectorShuffle<Integer> rows = row.and(Lanes.COUNT - 1).toShuffle();
      FloatVector here = load(line, at0).rearrange(rows).reinterpretAsFloats();
      FloatVector next = load(line, at0 + 1).rearrange(rows).reinterpretAsFloats();
      FloatVector value = f.fma(next.sub(here), here);
      weights.fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }

  private static IntVector load(float[] line, int at) {
    return FloatVector.fromArray(Lanes.FLOATS, line, at).reinterpretAsInts();
  }
}
