package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Permutes two neighbouring vectors of voxels and blends the results: for JVMs whose permutations
 * take one vector.
 */
final class RearrangePairKernel implements RowKernel {
  /** Left shift that moves the bit of an index that says which vector it is in to the sign. */
  private static final int TO_SIGN = Integer.numberOfLeadingZeros(VectorUnit.LANES);

  @Override
  public void march(
      SlabLines slabs,
      ColumnRays rays,
      int lane,
      int channel,
      int from,
      int to,
      long window,
      long drift,
      float[] sums,
      int sumAt) {
    float[][] planes = slabs.volume.planes;
    int middle = slabs.volume.middle(channel);
    int half = slabs.half;
    int tie = slabs.tie;
    int[] plane0 = slabs.plane0;
    int[] at0 = slabs.at0;
    int[] plane1 = slabs.plane1;
    int[] at1 = slabs.at1;
    float[] share = slabs.share;
    FloatVector slope = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope, lane);
    FloatVector start = FloatVector.fromArray(VectorUnit.FLOATS, rays.start, lane);
    FloatVector inverse = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse, lane);
    FloatVector shift = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift, lane);
    IntVector step = IntVector.fromArray(VectorUnit.INTS, rays.step, lane);
    FloatVector sum = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector p =
        slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half)), start);
    for (int i = from; i < to; i++) {
      int base = (int) (window >> 32);
      window += drift;
      FloatVector q =
          slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half)), start);
      FloatVector rounder =
          IntVector.broadcast(VectorUnit.INTS, VectorUnit.ROUNDER - base).reinterpretAsFloats();
      FloatVector rounded = p.add(rounder);
      // floor(p): one less where rounding to nearest went up.
      IntVector at =
          p.sub(rounded.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(rounded.reinterpretAsInts());
      IntVector u =
          q.sub(at.reinterpretAsFloats().sub(rounder))
              .fma(inverse, shift)
              .reinterpretAsInts()
              .max(0)
              .min(VectorUnit.ONE);
      p = q;
      float[] line = planes[plane0[i]];
      int o = at0[i] + middle + base;
      IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
      IntVector b =
          FloatVector.fromArray(VectorUnit.FLOATS, line, o + VectorUnit.LANES).reinterpretAsInts();
      VectorShuffle<Integer> here = at.and(VectorUnit.LANES - 1).toShuffle();
      IntVector inSecond =
          at.lanewise(VectorOperators.LSHL, TO_SIGN).lanewise(VectorOperators.ASHR, 31);
      IntVector after = at.add(step);
      VectorShuffle<Integer> next = after.and(VectorUnit.LANES - 1).toShuffle();
      IntVector nextInSecond =
          after.lanewise(VectorOperators.LSHL, TO_SIGN).lanewise(VectorOperators.ASHR, 31);
      FloatVector v0 =
          a.rearrange(here)
              .lanewise(VectorOperators.BITWISE_BLEND, b.rearrange(here), inSecond)
              .reinterpretAsFloats();
      FloatVector vr =
          a.rearrange(next)
              .lanewise(VectorOperators.BITWISE_BLEND, b.rearrange(next), nextInSecond)
              .reinterpretAsFloats();
      float crossing = share[i];
      if (crossing == 0f) {
        sum = sum.add(vr.sub(v0).fma(u.reinterpretAsFloats(), v0));
      } else {
        line = planes[plane1[i]];
        o = at1[i] + middle + base;
        a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
        b =
            FloatVector.fromArray(VectorUnit.FLOATS, line, o + VectorUnit.LANES)
                .reinterpretAsInts();
        FloatVector vc =
            a.rearrange(here)
                .lanewise(VectorOperators.BITWISE_BLEND, b.rearrange(here), inSecond)
                .reinterpretAsFloats();
        FloatVector v1 =
            a.rearrange(next)
                .lanewise(VectorOperators.BITWISE_BLEND, b.rearrange(next), nextInSecond)
                .reinterpretAsFloats();
        int bits = Float.floatToRawIntBits(crossing);
        IntVector planeFirst = u.sub(bits + tie).lanewise(VectorOperators.ASHR, 31);
        FloatVector vm =
            vr.reinterpretAsInts()
                .lanewise(VectorOperators.BITWISE_BLEND, vc.reinterpretAsInts(), planeFirst)
                .reinterpretAsFloats();
        sum =
            sum.add(
                v1.sub(vm)
                    .fma(
                        u.min(bits).reinterpretAsFloats(),
                        vm.sub(v0).fma(u.max(bits).reinterpretAsFloats(), v0)));
      }
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, sumAt).add(sum).intoArray(sums, sumAt);
  }
}
