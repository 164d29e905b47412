package io.sinotrace.reconstruction.backprojection.simd;

import io.sinotrace.reconstruction.backprojection.LineKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Permutes two neighbouring vectors of rows and blends the results: for JVMs whose permutations
 * take one vector.
 *
 * <p>The loops of this class and its like are written out, without methods for their parts, so that
 * they have more than 325 bytes of bytecode: such a method C2 does not merge into its caller but
 * compiles by itself. Merged, on JDK 17 its vectors were objects on the heap, and it took nearly
 * twice as long.
 */
final class TwoVectors {
  /** Left shift that moves the bit of an index that says which vector it is in to the sign. */
  private static final int TO_SIGN = Integer.numberOfLeadingZeros(Lanes.COUNT);

  private TwoVectors() {}

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
      FloatVector b = FloatVector.fromArray(Lanes.FLOATS, view, at0 + Lanes.COUNT);
      b =
          shares.fma(
              FloatVector.fromArray(Lanes.FLOATS, view, at0 + Lanes.COUNT + stride).sub(b), b);
      FloatVector c = FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1);
      c = shares.fma(FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1 + stride).sub(c), c);
      FloatVector d = FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1 + Lanes.COUNT);
      d =
          shares.fma(
              FloatVector.fromArray(Lanes.FLOATS, view, at0 + 1 + Lanes.COUNT + stride).sub(d), d);
      VectorShuffle<Integer> rows = row.and(Lanes.COUNT - 1).toShuffle();
      IntVector inSecond =
          row.lanewise(VectorOperators.LSHL, TO_SIGN).lanewise(VectorOperators.ASHR, 31);
      FloatVector here =
          a.reinterpretAsInts()
              .rearrange(rows)
              .lanewise(
                  VectorOperators.BITWISE_BLEND, b.reinterpretAsInts().rearrange(rows), inSecond)
              .reinterpretAsFloats();
      FloatVector next =
          c.reinterpretAsInts()
              .rearrange(rows)
              .lanewise(
                  VectorOperators.BITWISE_BLEND, d.reinterpretAsInts().rearrange(rows), inSecond)
              .reinterpretAsFloats();
      FloatVector value = f.fma(next.sub(here), here);
      weights.fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }
}
