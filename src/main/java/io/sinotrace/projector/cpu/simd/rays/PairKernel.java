package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.Volume;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads pairs of voxels that follow one another along the lower other axis, 64 bits at a time, ray
 * by ray: the pair where a ray enters a slab, and where any ray of the vector crosses a face of the
 * higher other axis, the pair beyond it. That is at most two loads a ray and slab, where gathers
 * take three, and a gather takes no less time than as many loads.
 */
final class PairKernel extends RayVectorKernel {
  private static final int HALF = VectorUnit.LANES / 2;

  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorUnit.INTS.vectorShape());

  /** All bits of lanes 1, 3, 5 and so on. */
  private static final int[] ODD = new int[VectorUnit.LANES];

  static {
    for (int k = 1; k < ODD.length; k += 2) {
      ODD[k] = -1;
    }
  }

  private final PairVolume volume;
  private final Preload preload = new Preload();

  /** The pairs where rays enter: by slab those of even lanes, then those of odd ones. */
  private final long[] near = new long[RaySlabs.MOST * VectorUnit.LANES];

  /** The pairs beyond, only of slabs in which any ray crosses a face: likewise. */
  private final long[] beyond = new long[RaySlabs.MOST * VectorUnit.LANES];

  /** Where these are in the volume. */
  private final int[] far = new int[RaySlabs.MOST * VectorUnit.LANES];

  /** Index of the first of them, by slab; of no meaning in a slab in which no ray crosses. */
  private final int[] farAt = new int[RaySlabs.MOST];

  PairKernel(PairVolume pairs, Volume volume, Band band, int axis, boolean skipping) {
    super(volume, band, axis, skipping);
    this.volume = pairs;
  }

  @Override
  void add(RayVector rays, int channel, int axis, Band band, int from, int to) {
    for (int k = 0; k < VectorUnit.LANES; k++) {
      // A ray that descends meets the upper voxel of a pair first.
      slabs.corrections[k] = rays.step1[k] < 0 ? -Float.BYTES : 0;
    }
    slabs.find(rays, volume.stride, volume.origin, axis, band, from, to);
    int crossings = findFar(rays, volume.stride[OtherAxes.second(axis)], to - from);
    byte[] voxels = volume.voxels[channel];
    load(voxels, slabs.entry, near, (to - from) * VectorUnit.LANES);
    load(voxels, far, beyond, crossings * VectorUnit.LANES);
    add(rays, to - from);
  }

  @Override
  void preload(List<RayVector> vectors, int channel, int from, int to) {
    preload.load(vectors, volume, channel, axis, band.grid(), occupied(channel), from, to);
  }

  /** Finds the pairs beyond, and returns the number of slabs that have any. */
  private int findFar(RayVector rays, int stride2, int count) {
    int[] entry = slabs.entry;
    int[] share2 = slabs.share2;
    int[] out = far;
    int[] starts = farAt;
    IntVector step2 = IntVector.fromArray(VectorUnit.INTS, rays.step2, 0).mul(stride2);
    int crossings = 0;
    for (int s = 0; s < count; s++) {
      int k = s * VectorUnit.LANES;
      starts[s] = crossings * VectorUnit.LANES;
      IntVector.fromArray(VectorUnit.INTS, entry, k)
          .add(step2)
          .intoArray(out, crossings * VectorUnit.LANES);
      boolean any =
          IntVector.fromArray(VectorUnit.INTS, share2, k).compare(VectorOperators.NE, 0).anyTrue();
      crossings += any ? 1 : 0;
    }
    return crossings;
  }

  /**
   * Loads pairs.
   *
   * @param at where they are, by lane
   * @param pairs receives those of each slab's even lanes, then those of its odd ones
   * @param count how many; of whole vectors
   */
  private static void load(byte[] voxels, int[] at, long[] pairs, int count) {
    for (int k = 0; k < count; k += VectorUnit.LANES) {
      // Written out: in a loop over lanes the JVM checks every index.
      for (int j = 0; j < HALF; j += 4) {
        int even = k + j;
        int odd = k + HALF + j;
        int lane = k + 2 * j;
        pairs[even] = (long) PairVolume.PAIR.get(voxels, at[lane]);
        pairs[odd] = (long) PairVolume.PAIR.get(voxels, at[lane + 1]);
        pairs[even + 1] = (long) PairVolume.PAIR.get(voxels, at[lane + 2]);
        pairs[odd + 1] = (long) PairVolume.PAIR.get(voxels, at[lane + 3]);
        pairs[even + 2] = (long) PairVolume.PAIR.get(voxels, at[lane + 4]);
        pairs[odd + 2] = (long) PairVolume.PAIR.get(voxels, at[lane + 5]);
        pairs[even + 3] = (long) PairVolume.PAIR.get(voxels, at[lane + 6]);
        pairs[odd + 3] = (long) PairVolume.PAIR.get(voxels, at[lane + 7]);
      }
    }
  }

  /**
   * Adds up. In a slab in which no ray crosses, the pairs beyond are any voxels, which are finite
   * and whose share is 0.
   */
  private void add(RayVector rays, int count) {
    long[] pairs = near;
    long[] pairsBeyond = beyond;
    int[] starts = farAt;
    int[] share1 = slabs.share1;
    int[] share2 = slabs.share2;
    IntVector isOdd = IntVector.fromArray(VectorUnit.INTS, ODD, 0);
    IntVector descends =
        IntVector.fromArray(VectorUnit.INTS, rays.step1, 0).lanewise(VectorOperators.ASHR, 31);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, blockSums, 0);
    for (int s = 0; s < count; s++) {
      int lane = s * VectorUnit.LANES;
      LongVector even = LongVector.fromArray(LONGS, pairs, lane);
      LongVector odd = LongVector.fromArray(LONGS, pairs, lane + HALF);
      IntVector lower = lower(even, odd, isOdd);
      IntVector upper = upper(even, odd, isOdd);
      LongVector evenBeyond = LongVector.fromArray(LONGS, pairsBeyond, starts[s]);
      LongVector oddBeyond = LongVector.fromArray(LONGS, pairsBeyond, starts[s] + HALF);
      IntVector lowerBeyond = lower(evenBeyond, oddBeyond, isOdd);
      IntVector upperBeyond = upper(evenBeyond, oddBeyond, isOdd);
      IntVector u1 = IntVector.fromArray(VectorUnit.INTS, share1, lane);
      IntVector u2 = IntVector.fromArray(VectorUnit.INTS, share2, lane);
      FloatVector v0 =
          lower.lanewise(VectorOperators.BITWISE_BLEND, upper, descends).reinterpretAsFloats();
      FloatVector v1 =
          upperBeyond
              .lanewise(VectorOperators.BITWISE_BLEND, lowerBeyond, descends)
              .reinterpretAsFloats();
      IntVector across1 = upper.lanewise(VectorOperators.BITWISE_BLEND, lower, descends);
      IntVector across2 =
          lowerBeyond.lanewise(VectorOperators.BITWISE_BLEND, upperBeyond, descends);
      FloatVector vm =
          across2
              .lanewise(
                  VectorOperators.BITWISE_BLEND,
                  across1,
                  u2.sub(u1).lanewise(VectorOperators.ASHR, 31))
              .reinterpretAsFloats();
      sum =
          sum.add(
              v1.sub(vm)
                  .fma(
                      u1.min(u2).reinterpretAsFloats(),
                      vm.sub(v0).fma(u1.max(u2).reinterpretAsFloats(), v0)));
    }
    sum.intoArray(blockSums, 0);
  }

  /** Returns the lower 32 bits of each pair, in the order of lanes. */
  private static IntVector lower(LongVector even, LongVector odd, IntVector isOdd) {
    return even.reinterpretAsInts()
        .lanewise(
            VectorOperators.BITWISE_BLEND,
            odd.lanewise(VectorOperators.LSHL, 32).reinterpretAsInts(),
            isOdd);
  }

  /** Returns the upper 32 bits of each pair, in the order of lanes. */
  private static IntVector upper(LongVector even, LongVector odd, IntVector isOdd) {
    return even.lanewise(VectorOperators.LSHR, 32)
        .reinterpretAsInts()
        .lanewise(VectorOperators.BITWISE_BLEND, odd.reinterpretAsInts(), isOdd);
  }
}
