package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * For evenly spaced rays about a voxel apart that all ascend or all descend. Less the number of its
 * lane, the voxel of each ray is one of three neighbours, and the next voxel is one of these or the
 * one beside them. So four loads, each a voxel farther on, hold them all, and blends choose. Here
 * the window begins at the least of these voxels.
 */
final class ShiftKernel implements RowKernel {
  /** Greatest distance of the rays' coordinates less their lanes' numbers, in voxels. */
  static final double MAX_SPREAD = 2;

  /** ROUNDER plus the number of each lane. */
  private static final int[] NUMBERS = new int[VectorUnit.LANES];

  static {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      NUMBERS[k] = VectorUnit.ROUNDER + k;
    }
  }

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
    boolean up = rays.step[lane] > 0;
    int middle = slabs.volume.middle(channel) - (up ? 0 : 1);
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
    IntVector numbers = IntVector.fromArray(VectorUnit.INTS, NUMBERS, 0);
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
      // Masks: lanes whose voxel is the second or third, and lanes whose voxel is the third.
      IntVector minus = numbers.sub(at);
      IntVector one = minus.lanewise(VectorOperators.ASHR, 31);
      IntVector two = minus.add(1).lanewise(VectorOperators.ASHR, 31);
      IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 1).reinterpretAsInts();
      IntVector c = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2).reinterpretAsInts();
      IntVector d = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 3).reinterpretAsInts();
      IntVector lower =
          a.lanewise(VectorOperators.BITWISE_BLEND, b, one)
              .lanewise(VectorOperators.BITWISE_BLEND, c, two);
      IntVector upper =
          b.lanewise(VectorOperators.BITWISE_BLEND, c, one)
              .lanewise(VectorOperators.BITWISE_BLEND, d, two);
      FloatVector v0 = (up ? lower : upper).reinterpretAsFloats();
      FloatVector vr = (up ? upper : lower).reinterpretAsFloats();
      float crossing = share[i];
      FloatVector met;
      if (crossing == 0f) {
        met = vr.sub(v0).fma(u.reinterpretAsFloats(), v0);
      } else {
        line = plane1[i];
        o = at1[i] + middle + base;
        a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
        b = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 1).reinterpretAsInts();
        c = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2).reinterpretAsInts();
        d = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 3).reinterpretAsInts();
        lower =
            a.lanewise(VectorOperators.BITWISE_BLEND, b, one)
                .lanewise(VectorOperators.BITWISE_BLEND, c, two);
        upper =
            b.lanewise(VectorOperators.BITWISE_BLEND, c, one)
                .lanewise(VectorOperators.BITWISE_BLEND, d, two);
        FloatVector vc = (up ? lower : upper).reinterpretAsFloats();
        FloatVector v1 = (up ? upper : lower).reinterpretAsFloats();
        int bits = Float.floatToRawIntBits(crossing);
        IntVector planeFirst = u.sub(bits + tie).lanewise(VectorOperators.ASHR, 31);
        FloatVector vm =
            vr.reinterpretAsInts()
                .lanewise(VectorOperators.BITWISE_BLEND, vc.reinterpretAsInts(), planeFirst)
                .reinterpretAsFloats();
        met =
            v1.sub(vm)
                .fma(
                    u.min(bits).reinterpretAsFloats(),
                    vm.sub(v0).fma(u.max(bits).reinterpretAsFloats(), v0));
      }
      sum = sum.add(met);
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, sumAt).add(sum).intoArray(sums, sumAt);
  }
}
