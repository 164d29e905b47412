package io.sinotrace.projector.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * For rays about a voxel apart: counted from its lane, a ray's voxel is one of three, so that three
 * loads, each a voxel further, hold them all. The window begins at the first of lane 0.
 */
final class ShiftKernel implements RowKernel {
  /** How far apart rays may lie at most, counted from their lanes. */
  static final double MOST_APART = 2;

  private static final int[] NUMBERS = new int[VectorUnit.LANES];

  static {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      NUMBERS[k] = VectorUnit.ROUNDER + k;
    }
  }

  @Override
  public void march(
      Slabs slabs,
      RowRays rays,
      int lane,
      int from,
      int to,
      long window,
      long drift,
      float[] sums,
      int sumAt) {
    float[][] planes = slabs.volume.planes;
    int middle = slabs.volume.length >> 1;
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
    int step = rays.step[lane];
    IntVector numbers = IntVector.fromArray(VectorUnit.INTS, NUMBERS, 0);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, sums, sumAt);
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
      // One less where rounding went up: the sign of what was rounded off.
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
      // All bits set where it is the second or third, and where the third.
      IntVector minus = numbers.sub(at);
      IntVector one = minus.lanewise(VectorOperators.ASHR, 31);
      IntVector two = minus.add(1).lanewise(VectorOperators.ASHR, 31);
      IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 1).reinterpretAsInts();
      IntVector c = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2).reinterpretAsInts();
      FloatVector v0 =
          a.lanewise(VectorOperators.BITWISE_BLEND, b, one)
              .lanewise(VectorOperators.BITWISE_BLEND, c, two)
              .reinterpretAsFloats();
      IntVector d = FloatVector.fromArray(VectorUnit.FLOATS, line, o + step).reinterpretAsInts();
      IntVector e =
          FloatVector.fromArray(VectorUnit.FLOATS, line, o + step + 1).reinterpretAsInts();
      IntVector f =
          FloatVector.fromArray(VectorUnit.FLOATS, line, o + step + 2).reinterpretAsInts();
      FloatVector vr =
          d.lanewise(VectorOperators.BITWISE_BLEND, e, one)
              .lanewise(VectorOperators.BITWISE_BLEND, f, two)
              .reinterpretAsFloats();
      float crossing = share[i];
      if (crossing == 0f) {
        sum = sum.add(vr.sub(v0).fma(u.reinterpretAsFloats(), v0));
      } else {
        line = planes[plane1[i]];
        o = at1[i] + middle + base;
        a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
        b = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 1).reinterpretAsInts();
        c = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2).reinterpretAsInts();
        FloatVector vc =
            a.lanewise(VectorOperators.BITWISE_BLEND, b, one)
                .lanewise(VectorOperators.BITWISE_BLEND, c, two)
                .reinterpretAsFloats();
        d = FloatVector.fromArray(VectorUnit.FLOATS, line, o + step).reinterpretAsInts();
        e = FloatVector.fromArray(VectorUnit.FLOATS, line, o + step + 1).reinterpretAsInts();
        f = FloatVector.fromArray(VectorUnit.FLOATS, line, o + step + 2).reinterpretAsInts();
        FloatVector v1 =
            d.lanewise(VectorOperators.BITWISE_BLEND, e, one)
                .lanewise(VectorOperators.BITWISE_BLEND, f, two)
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
    sum.intoArray(sums, sumAt);
  }
}
