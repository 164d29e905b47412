package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * For evenly spaced rays so near a voxel apart that, less the number of its lane, the voxel of each
 * is one of two neighbours: one comparison, with the face between them, says which. So three loads,
 * each a voxel farther on, hold all voxels and the next ones, and one blend each chooses. Here the
 * window begins at the least of these voxels.
 */
final class EdgeKernel implements RowKernel {
  /** Greatest distance of the rays' coordinates less their lanes' numbers, in voxels. */
  static final double MAX_SPREAD = 1;

  /** The number of each lane. */
  private static final float[] NUMBERS = new float[VectorUnit.LANES];

  static {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      NUMBERS[k] = k;
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
    FloatVector numbers = FloatVector.fromArray(VectorUnit.FLOATS, NUMBERS, 0);
    IntVector one = IntVector.broadcast(VectorUnit.INTS, VectorUnit.ONE);
    FloatVector sum = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector p =
        slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half)), start);
    for (int i = from; i < to; i++) {
      int base = (int) (window >> 32);
      window += drift;
      FloatVector least = numbers.add(FloatVector.broadcast(VectorUnit.FLOATS, (float) base));
      FloatVector face = least.add(one.reinterpretAsFloats());
      FloatVector j = least.blend(face, p.compare(VectorOperators.GE, face));
      FloatVector q =
          slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half)), start);
      IntVector u = q.sub(j).fma(inverse, shift).reinterpretAsInts().max(0).min(one);
      int o = middle + base;
      float[] line = plane0[i];
      int at = at0[i] + o;
      FloatVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, at);
      FloatVector b = FloatVector.fromArray(VectorUnit.FLOATS, line, at + 1);
      FloatVector c = FloatVector.fromArray(VectorUnit.FLOATS, line, at + 2);
      // Compared anew after loads, which costs nothing: C2 keeps a mask that outlives a check of
      // bounds as an array, too.
      VectorMask<Float> beyond = p.compare(VectorOperators.GE, face);
      FloatVector lower = a.blend(b, beyond);
      FloatVector upper = b.blend(c, beyond);
      FloatVector v0 = up ? lower : upper;
      FloatVector vr = up ? upper : lower;
      float crossing = share[i];
      FloatVector met;
      if (crossing == 0f) {
        met = vr.sub(v0).fma(u.reinterpretAsFloats(), v0);
      } else {
        line = plane1[i];
        at = at1[i] + o;
        a = FloatVector.fromArray(VectorUnit.FLOATS, line, at);
        b = FloatVector.fromArray(VectorUnit.FLOATS, line, at + 1);
        c = FloatVector.fromArray(VectorUnit.FLOATS, line, at + 2);
        beyond = p.compare(VectorOperators.GE, face);
        lower = a.blend(b, beyond);
        upper = b.blend(c, beyond);
        FloatVector vc = up ? lower : upper;
        FloatVector v1 = up ? upper : lower;
        int bits = Float.floatToRawIntBits(crossing);
        FloatVector vm =
            vr.reinterpretAsInts()
                .blend(vc.reinterpretAsInts(), u.compare(VectorOperators.LT, bits + tie))
                .reinterpretAsFloats();
        met =
            v1.sub(vm)
                .fma(
                    u.min(bits).reinterpretAsFloats(),
                    vm.sub(v0).fma(u.max(bits).reinterpretAsFloats(), v0));
      }
      p = q;
      sum = sum.add(met);
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, sumAt).add(sum).intoArray(sums, sumAt);
  }
}
