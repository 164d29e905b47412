package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;

/**
 * The march of a vector of rays of one column through the slabs at hand: finds which voxels of the
 * lines it reads, leaves out slabs at either end in which these are 0, and chooses the kernel.
 *
 * <p>What the vector reads in a slab lies in a window of voxels along the row axis. The window's
 * edges move by the same amount from slab to slab, and are kept in fixed point: voxels in the upper
 * 32 bits of a long, 2^-32 voxels in the lower.
 */
final class VectorMarch {
  /** Voxels by which windows are wider than float64 says: more than float32 and rounding differ. */
  private static final double SLACK = 1 / 32.0;

  /** One voxel in fixed point. */
  private static final double FIXED = 0x1p32;

  private final SlabLines slabs;
  private final ColumnRays rays;
  private final RowKernels kernels;

  VectorMarch(SlabLines slabs, ColumnRays rays, RowKernels kernels) {
    this.slabs = slabs;
    this.rays = rays;
    this.kernels = kernels;
  }

  /**
   * Marches a vector of rays through all slabs at hand, which lie in one block.
   *
   * @param lane first lane in the rays, a multiple of a vector
   * @param channel of the volume
   * @param sums of the rays in that channel, in 1/mm, from index {@code sumAt} on; what they meet
   *     is added
   */
  void march(int lane, int channel, float[] sums, int sumAt) {
    int from = slabs.from;
    int to = slabs.to;
    if (from >= to) {
      return;
    }
    int middle = slabs.volume.length >> 1;
    // Rays of one column do not cross, so the first and last bound the others. One voxel more on
    // either side is for the voxel that follows a crossing.
    double begin = from - slabs.half;
    double end = to - slabs.half;
    int last = lane + VectorUnit.LANES - 1;
    double a0 = rays.start[lane] + begin * rays.slope[lane];
    double b0 = rays.start[last] + begin * rays.slope[last];
    double a1 = rays.start[lane] + end * rays.slope[lane];
    double b1 = rays.start[last] + end * rays.slope[last];
    double lo0 = Math.min(a0, b0) - 1 - SLACK;
    double lo1 = Math.min(a1, b1) - 1 - SLACK;
    double hi0 = Math.max(a0, b0) + 1 + SLACK;
    double hi1 = Math.max(a1, b1) + 1 + SLACK;
    double n = to - from;
    long lo = (long) Math.floor((lo0 + middle) * FIXED);
    long loDrift = (long) Math.floor((lo1 - lo0) / n * FIXED);
    long hi = (long) Math.floor((hi0 + middle) * FIXED);
    long hiDrift = (long) Math.floor((hi1 - hi0) / n * FIXED);
    if (Math.max(hi0, hi1) + middle < slabs.least || Math.min(lo0, lo1) + middle >= slabs.most) {
      return;
    }
    int[] first = slabs.first;
    int[] behind = slabs.end;
    while (from < to && !((int) (hi >> 32) >= first[from] && (int) (lo >> 32) < behind[from])) {
      lo += loDrift;
      hi += hiDrift;
      from++;
    }
    if (from == to) {
      return;
    }
    long lastLo = lo + (to - 1 - from) * loDrift;
    long lastHi = hi + (to - 1 - from) * hiDrift;
    while (!((int) (lastHi >> 32) >= first[to - 1] && (int) (lastLo >> 32) < behind[to - 1])) {
      lastLo -= loDrift;
      lastHi -= hiDrift;
      to--;
    }
    if (rays.isEven(lane) && rays.step[lane] == rays.step[last]) {
      // The rays are evenly spaced: less the number of its lane, the coordinate of each is between
      // those of the first and the last.
      double step = VectorUnit.LANES - 1;
      double least0 = Math.min(a0, b0 - step) - SLACK;
      double least1 = Math.min(a1, b1 - step) - SLACK;
      double spread0 = Math.max(a0, b0 - step) + SLACK - least0;
      double spread1 = Math.max(a1, b1 - step) + SLACK - least1;
      RowKernel even = kernels.even(Math.max(spread0, spread1));
      if (even != null) {
        long drift = (long) Math.floor((least1 - least0) / n * FIXED);
        long window = (long) Math.floor(least0 * FIXED) + (from - slabs.from) * drift;
        even.march(slabs, rays, lane, channel, from, to, window, drift, sums, sumAt);
        return;
      }
    }
    double width = Math.max(hi - lo, lastHi - lastLo) / FIXED;
    long window = lo - ((long) middle << 32);
    kernels.within(width).march(slabs, rays, lane, channel, from, to, window, loDrift, sums, sumAt);
  }
}
