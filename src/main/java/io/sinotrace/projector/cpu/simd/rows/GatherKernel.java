package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Gathers the voxel of each lane: for rays that lie far apart. */
final class GatherKernel implements RowKernel {
  private final int[] here = new int[VectorUnit.LANES];
  private final int[] next = new int[VectorUnit.LANES];

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
    // Positions are clamped to two voxels beyond the line, where there are zeros.
    int lowest = VectorUnit.ROUNDER - slabs.volume.middle(0) - 2;
    int highest = lowest + slabs.volume.length + 3;
    FloatVector slope = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope, lane);
    FloatVector start = FloatVector.fromArray(VectorUnit.FLOATS, rays.start, lane);
    FloatVector inverse = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse, lane);
    FloatVector shift = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift, lane);
    IntVector step = IntVector.fromArray(VectorUnit.INTS, rays.step, lane);
    FloatVector sum = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector p =
        slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half)), start);
    for (int i = from; i < to; i++) {
      FloatVector q =
          slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half)), start);
      FloatVector rounder =
          IntVector.broadcast(VectorUnit.INTS, VectorUnit.ROUNDER).reinterpretAsFloats();
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
      int o = at0[i] + middle;
      IntVector voxel = at.max(lowest).min(highest).sub(VectorUnit.ROUNDER);
      voxel.intoArray(here, 0);
      voxel.add(step).intoArray(next, 0);
      FloatVector v0 = FloatVector.fromArray(VectorUnit.FLOATS, line, o, here, 0);
      FloatVector vr = FloatVector.fromArray(VectorUnit.FLOATS, line, o, next, 0);
      float crossing = share[i];
      if (crossing == 0f) {
        sum = sum.add(vr.sub(v0).fma(u.reinterpretAsFloats(), v0));
      } else {
        line = plane1[i];
        o = at1[i] + middle;
        FloatVector vc = FloatVector.fromArray(VectorUnit.FLOATS, line, o, here, 0);
        FloatVector v1 = FloatVector.fromArray(VectorUnit.FLOATS, line, o, next, 0);
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
