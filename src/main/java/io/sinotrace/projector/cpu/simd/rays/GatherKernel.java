package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.Volume;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Gathers three voxels a slab, from one copy of the volume. */
final class GatherKernel extends RayVectorKernel {
  private final PaddedVolume volume;
  private final int[] middle = new int[VectorUnit.LANES];
  private final int[] last = new int[VectorUnit.LANES];

  GatherKernel(PaddedVolume copy, Volume volume, Band band, int axis, boolean skipping) {
    super(volume, band, axis, skipping);
    this.volume = copy;
  }

  @Override
  void add(RayVector rays, int channel, int axis, Band band, int from, int to) {
    slabs.find(rays, volume.stride, volume.origin, axis, band, from, to);
    add(rays, volume.voxels[channel], axis, (to - from) * VectorUnit.LANES);
  }

  private void add(RayVector rays, float[] voxels, int axis, int count) {
    int[] entry = slabs.entry;
    int[] share1 = slabs.share1;
    int[] share2 = slabs.share2;
    int[] atMiddle = middle;
    int[] atLast = last;
    IntVector step1 =
        IntVector.fromArray(VectorUnit.INTS, rays.step1, 0)
            .mul(volume.stride[OtherAxes.first(axis)]);
    IntVector step2 =
        IntVector.fromArray(VectorUnit.INTS, rays.step2, 0)
            .mul(volume.stride[OtherAxes.second(axis)]);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, blockSums, 0);
    for (int k = 0; k < count; k += VectorUnit.LANES) {
      IntVector at = IntVector.fromArray(VectorUnit.INTS, entry, k);
      IntVector u1 = IntVector.fromArray(VectorUnit.INTS, share1, k);
      IntVector u2 = IntVector.fromArray(VectorUnit.INTS, share2, k);
      at.add(
              step2.lanewise(
                  VectorOperators.BITWISE_BLEND,
                  step1,
                  u2.sub(u1).lanewise(VectorOperators.ASHR, 31)))
          .intoArray(atMiddle, 0);
      at.add(step1).add(step2).intoArray(atLast, 0);
      FloatVector v0 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, 0, entry, k);
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
