package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.RaySetup;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Permutes two neighbouring vectors of voxels and blends the results: for JVMs whose permutations
 * take one vector.
 *
 * <p>Which voxels are read is worked out in a loop of its own: in one, there was more than JDK 17
 * inlines in a method, and vectors became objects on the heap.
 */
final class RearrangePairKernel implements RowKernel {
  /** Bits of the first voxel of the second vector. */
  private static final int SECOND = VectorUnit.ROUNDER + VectorUnit.LANES;

  /** By slab and lane, bits of the voxel that a ray meets, counted from the window. */
  private final int[] here = new int[RaySetup.BLOCK_SLABS * VectorUnit.LANES];

  /** Those of the next one. */
  private final int[] next = new int[RaySetup.BLOCK_SLABS * VectorUnit.LANES];

  /** The bits of u. */
  private final int[] shares = new int[RaySetup.BLOCK_SLABS * VectorUnit.LANES];

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
    place(slabs, rays, lane, from, to, window, drift);
    read(slabs, channel, from, to, window, drift, sums, sumAt);
  }

  /** Works out, slab by slab, which voxels of the window the rays meet, and their shares u. */
  private void place(
      SlabLines slabs, ColumnRays rays, int lane, int from, int to, long window, long drift) {
    int half = slabs.half;
    long edge = window;
    FloatVector slope = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope, lane);
    FloatVector start = FloatVector.fromArray(VectorUnit.FLOATS, rays.start, lane);
    FloatVector inverse = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse, lane);
    FloatVector shift = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift, lane);
    IntVector step = IntVector.fromArray(VectorUnit.INTS, rays.step, lane);
    FloatVector p =
        slope.fma(FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half)), start);
    for (int i = from; i < to; i++) {
      int k = (i - from) * VectorUnit.LANES;
      int base = (int) (edge >> 32);
      edge += drift;
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
      q.sub(at.reinterpretAsFloats().sub(rounder))
          .fma(inverse, shift)
          .reinterpretAsInts()
          .max(0)
          .min(VectorUnit.ONE)
          .intoArray(shares, k);
      p = q;
      at.intoArray(here, k);
      at.add(step).intoArray(next, k);
    }
  }

  /** Reads these voxels, and adds what the rays meet. */
  private void read(
      SlabLines slabs,
      int channel,
      int from,
      int to,
      long window,
      long drift,
      float[] sums,
      int sumAt) {
    int middle = slabs.volume.middle(channel);
    int tie = slabs.tie;
    float[][] plane0 = slabs.plane0;
    int[] at0 = slabs.at0;
    float[][] plane1 = slabs.plane1;
    int[] at1 = slabs.at1;
    float[] share = slabs.share;
    long edge = window;
    FloatVector sum = FloatVector.zero(VectorUnit.FLOATS);
    for (int i = from; i < to; i++) {
      int k = (i - from) * VectorUnit.LANES;
      int base = (int) (edge >> 32);
      edge += drift;
      IntVector at = IntVector.fromArray(VectorUnit.INTS, here, k);
      IntVector after = IntVector.fromArray(VectorUnit.INTS, next, k);
      IntVector u = IntVector.fromArray(VectorUnit.INTS, shares, k);
      float[] line = plane0[i];
      int o = at0[i] + middle + base;
      IntVector a = FloatVector.fromArray(VectorUnit.FLOATS, line, o).reinterpretAsInts();
      IntVector b =
          FloatVector.fromArray(VectorUnit.FLOATS, line, o + VectorUnit.LANES).reinterpretAsInts();
      VectorShuffle<Integer> toHere = at.and(VectorUnit.LANES - 1).toShuffle();
      VectorMask<Integer> inSecond = at.compare(VectorOperators.GE, SECOND);
      VectorShuffle<Integer> toNext = after.and(VectorUnit.LANES - 1).toShuffle();
      VectorMask<Integer> nextInSecond = after.compare(VectorOperators.GE, SECOND);
      FloatVector v0 =
          a.rearrange(toHere).blend(b.rearrange(toHere), inSecond).reinterpretAsFloats();
      FloatVector vr =
          a.rearrange(toNext).blend(b.rearrange(toNext), nextInSecond).reinterpretAsFloats();
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
        FloatVector vc =
            a.rearrange(toHere).blend(b.rearrange(toHere), inSecond).reinterpretAsFloats();
        FloatVector v1 =
            a.rearrange(toNext).blend(b.rearrange(toNext), nextInSecond).reinterpretAsFloats();
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
