package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.SelectFrom;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Permutes two neighbouring vectors of voxels in one instruction: see {@link SelectFrom}. */
final class SelectKernel implements RowKernel {
  private static final MethodHandle SELECT = SelectFrom.handle();

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
    try {
      for (int i = from; i < to; i++) {
        int base = (int) (window >> 32);
        window += drift;
        FloatVector q =
            slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half)), start);
        // Rounds p to the nearest integer, which is floor(p) or one more; bits count from the
        // window.
        FloatVector rounder =
            IntVector.broadcast(VectorUnit.INTS, VectorUnit.ROUNDER - base).reinterpretAsFloats();
        FloatVector near = p.add(rounder).sub(rounder);
        FloatVector j = near.sub(1f, near.compare(VectorOperators.GT, p));
        IntVector at = j.add(rounder).reinterpretAsInts();
        // Floats of one sign are ordered as their bits.
        IntVector u = q.sub(j).fma(inverse, shift).reinterpretAsInts().max(0).min(VectorUnit.ONE);
        p = q;
        float[] line = plane0[i];
        int o = at0[i] + middle + base;
        IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
        IntVector b =
            FloatVector.fromArray(VectorUnit.FLOATS, line, o + VectorUnit.LANES)
                .reinterpretAsInts();
        IntVector next = at.add(step);
        FloatVector v0 = ((IntVector) SELECT.invokeExact(at, a, b)).reinterpretAsFloats();
        FloatVector vr = ((IntVector) SELECT.invokeExact(next, a, b)).reinterpretAsFloats();
        float crossing = share[i];
        if (crossing == 0f) {
          sum = sum.add(vr.sub(v0).fma(u.reinterpretAsFloats(), v0));
        } else {
          line = plane1[i];
          o = at1[i] + middle + base;
          a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
          b =
              FloatVector.fromArray(VectorUnit.FLOATS, line, o + VectorUnit.LANES)
                  .reinterpretAsInts();
          FloatVector vc = ((IntVector) SELECT.invokeExact(at, a, b)).reinterpretAsFloats();
          FloatVector v1 = ((IntVector) SELECT.invokeExact(next, a, b)).reinterpretAsFloats();
          int bits = Float.floatToRawIntBits(crossing);
          FloatVector vm =
              vr.blend(vc, u.compare(VectorOperators.LT, bits + tie).cast(VectorUnit.FLOATS));
          sum =
              sum.add(
                  v1.sub(vm)
                      .fma(
                          u.min(bits).reinterpretAsFloats(),
                          vm.sub(v0).fma(u.max(bits).reinterpretAsFloats(), v0)));
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, sumAt).add(sum).intoArray(sums, sumAt);
  }
}
