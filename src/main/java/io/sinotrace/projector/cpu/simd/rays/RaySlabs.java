package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Where the rays of a vector enter some slabs, and what they share of each after they cross a face:
 * {@link io.sinotrace.projector.cpu.scalar.ScalarMarch} for whole slabs, in lanes, up to where it
 * reads voxels. What belongs to slab s and lane k is at index {@code s * LANES + k}, the first slab
 * being 0.
 *
 * <p>An instance serves one thread and is set again and again.
 */
final class RaySlabs {
  /** Slabs at a time, at most: what is kept of them, 16 KiB, stays in the first cache. */
  static final int MOST = RaySetup.BLOCK_SLABS;

  /** Index of the voxel where a ray enters. */
  final int[] entry = new int[MOST * VectorUnit.LANES];

  /** Share of the slab after the crossing of the lower other axis, in bits. */
  final int[] share1 = new int[MOST * VectorUnit.LANES];

  /** As {@link #share1}, of the higher other axis. */
  final int[] share2 = new int[MOST * VectorUnit.LANES];

  /** What is added to the indices, by lane. */
  final int[] corrections = new int[VectorUnit.LANES];

  /**
   * Finds them.
   *
   * @param stride distance from a voxel to the next along x, y and z, in indices
   * @param origin index of voxel (0, 0, 0)
   * @param axis the rays' main axis
   * @param to the slab after the last; {@link #MOST} after {@code from} at most
   */
  void find(RayVector rays, int[] stride, int origin, int axis, Band band, int from, int to) {
    int[] entries = entry;
    int[] shares1 = share1;
    int[] shares2 = share2;
    int lane = 0;
    int axis1 = OtherAxes.first(axis);
    int axis2 = OtherAxes.second(axis);
    VoxelGrid grid = band.grid();
    int half = band.half(axis);
    int slab = stride[axis];
    int stride1 = stride[axis1];
    int stride2 = stride[axis2];
    // Positions are bits: ROUNDER plus the distance from the middle, in voxels. They are clamped to
    // two voxels beyond the grid; there, and one voxel farther out, the volume holds zeros.
    int lowest1 = VectorUnit.ROUNDER - (grid.size(axis1) >> 1) - 2;
    int lowest2 = VectorUnit.ROUNDER - (grid.size(axis2) >> 1) - 2;
    int highest1 = lowest1 + grid.size(axis1) + 3;
    int highest2 = lowest2 + grid.size(axis2) + 3;
    int offset = origin + from * slab - (lowest1 + 2) * stride1 - (lowest2 + 2) * stride2;
    FloatVector rounder = FloatVector.broadcast(VectorUnit.FLOATS, 0x1.8p23f);
    FloatVector slope1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope1, 0);
    FloatVector slope2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope2, 0);
    FloatVector start1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start1, 0);
    FloatVector start2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start2, 0);
    FloatVector inverse1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse1, 0);
    FloatVector inverse2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse2, 0);
    FloatVector shift1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift1, 0);
    FloatVector shift2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift2, 0);
    IntVector correction = IntVector.fromArray(VectorUnit.INTS, corrections, 0);
    FloatVector i0 = FloatVector.broadcast(VectorUnit.FLOATS, (float) (from - half));
    FloatVector p1 = slope1.fma(i0, start1);
    FloatVector p2 = slope2.fma(i0, start2);
    for (int i = from; i < to; i++) {
      FloatVector after = FloatVector.broadcast(VectorUnit.FLOATS, (float) (i + 1 - half));
      FloatVector q1 = slope1.fma(after, start1);
      FloatVector q2 = slope2.fma(after, start2);
      // floor(p): rounded to nearest, and one less where that rounded up, which is where what was
      // rounded off, p - round(p), is negative. The mask of its sign is -1.
      FloatVector r1 = p1.add(rounder);
      FloatVector r2 = p2.add(rounder);
      IntVector j1 =
          p1.sub(r1.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(r1.reinterpretAsInts());
      IntVector j2 =
          p2.sub(r2.sub(rounder))
              .reinterpretAsInts()
              .lanewise(VectorOperators.ASHR, 31)
              .add(r2.reinterpretAsInts());
      IntVector u1 =
          q1.sub(j1.reinterpretAsFloats().sub(rounder))
              .fma(inverse1, shift1)
              .reinterpretAsInts()
              .max(0)
              .min(VectorUnit.ONE);
      IntVector u2 =
          q2.sub(j2.reinterpretAsFloats().sub(rounder))
              .fma(inverse2, shift2)
              .reinterpretAsInts()
              .max(0)
              .min(VectorUnit.ONE);
      p1 = q1;
      p2 = q2;
      IntVector at =
          j1.max(lowest1)
              .min(highest1)
              .mul(stride1)
              .add(j2.max(lowest2).min(highest2).mul(stride2))
              .add(offset)
              .add(correction);
      offset += slab;
      at.intoArray(entries, lane);
      u1.intoArray(shares1, lane);
      u2.intoArray(shares2, lane);
      lane += VectorUnit.LANES;
    }
  }
}
