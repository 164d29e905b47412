package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The march of a vector of rays that have only their main axis in common: {@link
 * io.sinotrace.projector.cpu.scalar.ScalarMarch} for whole slabs, in lanes. Each ray gathers three
 * voxels a slab.
 */
final class RayVectorKernel {
  private final int[] first = new int[VectorUnit.LANES];
  private final int[] middle = new int[VectorUnit.LANES];
  private final int[] last = new int[VectorUnit.LANES];
  private final float[] blockSums = new float[VectorUnit.LANES];
  private final RayBounds bounds = new RayBounds();
  private final boolean skipping;

  /**
   * Prepares to march, for one thread.
   *
   * @param skipping whether voxels of 0 are skipped; the result is the same
   */
  RayVectorKernel(boolean skipping) {
    this.skipping = skipping;
  }

  /**
   * Adds the contributions of slabs {@code rays.from} up to {@code rays.to}, in blocks. A ray
   * contributes 0 in a slab in which it is outside the grid.
   *
   * @param rays filled; none ends inside the grid
   * @param volume where voxels lie
   * @param channel which is marched
   * @param axis the rays' main axis
   * @param band whose voxels they are
   * @param sums the sum of each ray, in 1/mm, at the index of its lane
   */
  void march(RayVector rays, PaddedVolume volume, int channel, int axis, Band band, float[] sums) {
    float[] voxels = volume.voxels[channel];
    OccupiedBricks bricks = volume.bricks[channel];
    boolean some = skipping && bricks.anyEmpty();
    if (some) {
      bounds.set(rays, axis, band);
    }
    for (int from = rays.from; from < rays.to; ) {
      int to = Math.min(rays.to, (from / RaySetup.BLOCK_SLABS + 1) * RaySetup.BLOCK_SLABS);
      Arrays.fill(blockSums, 0f);
      // Slabs in which all voxels are 0 add 0: the block's sums stay the same bits without them.
      int next = from;
      while (next < to) {
        int begin = some ? bounds.firstOccupied(bricks, next, to) : next;
        next = some ? bounds.firstEmpty(bricks, begin, to) : to;
        if (begin < next) {
          march(rays, volume, voxels, axis, band, begin, next);
        }
      }
      for (int k = 0; k < VectorUnit.LANES; k++) {
        sums[k] += blockSums[k];
      }
      from = to;
    }
  }

  /** Adds what some slabs of a block contribute to its sums. */
  private void march(
      RayVector rays, PaddedVolume volume, float[] voxels, int axis, Band band, int from, int to) {
    int[] atFirst = first;
    int[] atMiddle = middle;
    int[] atLast = last;
    int axis1 = OtherAxes.first(axis);
    int axis2 = OtherAxes.second(axis);
    VoxelGrid grid = band.grid();
    int half = band.half(axis);
    int stride = volume.stride[axis];
    int stride1 = volume.stride[axis1];
    int stride2 = volume.stride[axis2];
    // Positions are bits: ROUNDER plus the distance from the middle, in voxels. They are clamped to
    // two voxels beyond the grid; there, and one voxel farther out, the volume holds zeros.
    int lowest1 = VectorUnit.ROUNDER - (grid.size(axis1) >> 1) - 2;
    int lowest2 = VectorUnit.ROUNDER - (grid.size(axis2) >> 1) - 2;
    int highest1 = lowest1 + grid.size(axis1) + 3;
    int highest2 = lowest2 + grid.size(axis2) + 3;
    int offset = volume.origin + from * stride - (lowest1 + 2) * stride1 - (lowest2 + 2) * stride2;
    FloatVector rounder = FloatVector.broadcast(VectorUnit.FLOATS, 0x1.8p23f);
    FloatVector slope1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope1, 0);
    FloatVector slope2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.slope2, 0);
    FloatVector start1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start1, 0);
    FloatVector start2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.start2, 0);
    FloatVector inverse1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse1, 0);
    FloatVector inverse2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.inverse2, 0);
    FloatVector shift1 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift1, 0);
    FloatVector shift2 = FloatVector.fromArray(VectorUnit.FLOATS, rays.shift2, 0);
    IntVector step1 = IntVector.fromArray(VectorUnit.INTS, rays.step1, 0).mul(stride1);
    IntVector step2 = IntVector.fromArray(VectorUnit.INTS, rays.step2, 0).mul(stride2);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, blockSums, 0);
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
              .add(offset);
      offset += stride;
      at.intoArray(atFirst, 0);
      at.add(
              step2.lanewise(
                  VectorOperators.BITWISE_BLEND,
                  step1,
                  u2.sub(u1).lanewise(VectorOperators.ASHR, 31)))
          .intoArray(atMiddle, 0);
      at.add(step1).add(step2).intoArray(atLast, 0);
      FloatVector v0 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, 0, atFirst, 0);
      FloatVector vm = FloatVector.fromArray(VectorUnit.FLOATS, voxels, 0, atMiddle, 0);
      FloatVector v1 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, 0, atLast, 0);
      sum =
          sum.add(
              v1.sub(vm)
                  .fma(
                      u1.min(u2).reinterpretAsFloats(),
                      vm.sub(v0).fma(u1.max(u2).reinterpretAsFloats(), v0)));
    }
    sum.intoArray(blockSums, 0);
  }
}
