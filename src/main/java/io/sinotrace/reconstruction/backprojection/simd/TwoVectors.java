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
 * <p>Its loop is written out, without methods for its parts, so that it has more than 325 bytes of
 * bytecode: such a method C2 does not merge into its caller but compiles by itself. Merged, on JDK
 * 17 its vectors were objects on the heap, and it took nearly twice as long.
 */
final class TwoVectors {
  /** Left shift that moves the bit of an index that says which vector it is in to the sign. */
  private static final int TO_SIGN = Integer.numberOfLeadingZeros(Lanes.COUNT);

  private TwoVectors() {}

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
      IntVector inSecond =
          row.lanewise(VectorOperators.LSHL, TO_SIGN).lanewise(VectorOperators.ASHR, 31);
      FloatVector here =
          FloatVector.fromArray(Lanes.FLOATS, line, at0)
              .reinterpretAsInts()
              .rearrange(rows)
              .lanewise(
                  VectorOperators.BITWISE_BLEND,
                  FloatVector.fromArray(Lanes.FLOATS, line, at0 + Lanes.COUNT)
                      .reinterpretAsInts()
                      .rearrange(rows),
                  inSecond)
              .reinterpretAsFloats();
      FloatVector next =
          FloatVector.fromArray(Lanes.FLOATS, line, at0 + 1)
              .reinterpretAsInts()
              .rearrange(rows)
              .lanewise(
                  VectorOperators.BITWISE_BLEND,
                  FloatVector.fromArray(Lanes.FLOATS, line, at0 + 1 + Lanes.COUNT)
                      .reinterpretAsInts()
                      .rearrange(rows),
                  inSecond)
              .reinterpretAsFloats();
      FloatVector value = f.fma(next.sub(here), here);
      weights.fma(value, FloatVector.fromArray(Lanes.FLOATS, sums, at + k)).intoArray(sums, at + k);
    }
  }
}
