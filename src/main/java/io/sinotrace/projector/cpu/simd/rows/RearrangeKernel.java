package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Permutes one vector of voxels: for rays whose voxels, and the next ones, all lie in it. */
final class RearrangeKernel implements RowKernel {
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
    int middle = slabs.volume.middle(channel);
    int half = slabs.half;
    int tie = slabs.tie;
    float[][] plane0 = slabs.plane0;
    int[] at0 = slabs.at0;
    float[][] plane1 = slabs.plane1;
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
      float[] line = plane0[i];
      int o = at0[i] + middle + base;
      IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
      VectorShuffle<Integer> here = at.and(VectorUnit.LANES - 1).toShuffle();
      VectorShuffle<Integer> next = at.add(step).and(VectorUnit.LANES - 1).toShuffle();
      FloatVector v0 = a.rearrange(here).reinterpretAsFloats();
      FloatVector vr = a.rearrange(next).reinterpretAsFloats();
      float crossing = share[i];
      if (crossing == 0f) {
        sum = sum.add(vr.sub(v0).fma(u.reinterpretAsFloats(), v0));
      } else {
        line = plane1[i];
        o = at1[i] + middle + base;
        a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
        FloatVector vc = a.rearrange(here).reinterpretAsFloats();
        FloatVector v1 = a.rearrange(next).reinterpretAsFloats();
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
