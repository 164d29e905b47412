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

  /** See {@link VectorLines}. */
  static void add(
      float[] view,
      int left,
      int stride,
      float share,
      float start,
      float step,
      float weight,
      boolean clamps,
      int least,
      int most,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector shares = FloatVector.broadcast(Lanes.FLOATS, share);
    FloatVector steps = FloatVector.broadcast(Lanes.FLOATS, step);
    FloatVector starts = FloatVector.broadcast(Lanes.FLOATS, start);
    FloatVector weights = FloatVector.broadcast(Lanes.FLOATS, weight);
    FloatVector numbers = Lanes.NUMBERS.add((float) first);
    long window = Lanes.window(start, step, first, 0);
    long drift = Lanes.drift(step);
    for (int k = 0; k < count; k += Lanes.COUNT) {
      int base = (int) (window >> 32);
      window += drift;
      FloatVector p = numbers.fma(steps, starts);
      numbers = numbers.add(Lanes.COUNT);
      FloatVector rounded = p.add(LineKernel.ROUNDER);
      FloatVector f = p.sub(rounded.sub(LineKernel.ROUNDER)).add(0.5f);
      IntVector row = rounded.reinterpretAsInts();
      if (clamps) {
        base = Math.min(Math.max(base, least), most);
        row = row.max(Lanes.ROUNDER_BITS + least).min(Lanes.ROUNDER_BITS + most);
      }
      row = row.sub(Lanes.ROUNDER_BITS + base);
      int at0 = left + base;
      FloatVector a = FloatVector.fromArray(Lanes.FLOATS, view, at0);
      a = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + stride).sub(a), a);
      FloatVector b = FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1);
      b = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1 + stride).sub(b), b);
      VectorShuffle<Integer> rows = row.and(Lanes.COUNT - 1).toShuffle();
      FloatVector here = a.reinterpretAsInts().rearrange(rows).reinterpretAsFloats();
      FloatVector next = b.reinterpretAsInts().rearrange(rows).reinterpretAsFloats();
      FloatVector value = f.fma(next.sub(here), here);
      weights.fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }
}
