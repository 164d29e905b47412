package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Takes voxels about a row apart from neighbouring rows, without a permutation: lane k is at row
 * {@code base + k} or the next, which a comparison tells. Nothing is clamped.
 */
final class EdgeLines {
  /** How far a step may be from 1, that no lane of a vector is two rows from another's diagonal. */
  private static final double MOST = (1 - 2 * Lanes.SLACK) / (Lanes.COUNT - 1);

  private EdgeLines() {}

  /** Returns whether rows are so far apart as it can take. */
  static boolean takes(float step) {
    return Math.abs((double) step - 1) <= MOST;
  }

  /** See {@link VectorLines}. */
  static void add(
      float[] view,
      int left,
      int stride,
      float share,
      float start,
      float step,
      float weight,
      int first,
      int count,
      float[] sums,
      int at) {
    FloatVector shares = FloatVector.broadcast(Lanes.FLOATS, share);
    FloatVector steps = FloatVector.broadcast(Lanes.FLOATS, step);
    FloatVector starts = FloatVector.broadcast(Lanes.FLOATS, start);
    FloatVector weights = FloatVector.broadcast(Lanes.FLOATS, weight);
    FloatVector numbers = Lanes.NUMBERS.add((float) first);
    long window = Lanes.window(start, step, first, 1);
    long drift = Lanes.drift(step);
    for (int k = 0; k < count; k += Lanes.COUNT) {
      int base = (int) (window >> 32);
      window += drift;
      FloatVector p = numbers.fma(steps, starts);
      numbers = numbers.add(Lanes.COUNT);
      FloatVector whole = p.add(LineKernel.ROUNDER).sub(LineKernel.ROUNDER);
      FloatVector f = p.sub(whole).add(0.5f);
      VectorMask<Float> inFirst =
          whole.compare(VectorOperators.EQ, Lanes.NUMBERS.add((float) base));
      int at0 = left + base;
      FloatVector a = FloatVector.fromArray(Lanes.FLOATS, view, at0);
      a = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + stride).sub(a), a);
      FloatVector b = FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1);
      b = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1 + stride).sub(b), b);
      FloatVector c = FloatVector.fromArray(Lanes.FLOATS, view, at0 + 2);
      c = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + 2 + stride).sub(c), c);
      FloatVector here = b.blend(a, inFirst);
      FloatVector next = c.blend(b, inFirst);
      FloatVector value = f.fma(next.sub(here), here);
      weights.fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }
}
