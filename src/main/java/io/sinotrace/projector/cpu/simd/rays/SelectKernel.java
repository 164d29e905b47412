package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.Volume;
import java.lang.invoke.MethodHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Permutes the two vectors of a line in one instruction: see {@link SelectFrom}. */
final class SelectKernel extends WindowKernel {
  private static final MethodHandle SELECT = SelectFrom.handle();

  SelectKernel(PaddedVolume lines, Volume volume, Band band, int axis, boolean skipping) {
    super(lines, volume, band, axis, skipping);
  }

  @Override
  void add(RayVector rays, float[] voxels, int slabs) {
    int[] places = windows.place;
    int[] lines = windows.line;
    int[] shares1 = windows.share1;
    int[] shares2 = windows.share2;
    int[] starts = windows.start;
    int stride = windows.stride;
    IntVector step1 = IntVector.fromArray(VectorUnit.INTS, rays.step1, 0);
    FloatVector sum = FloatVector.fromArray(VectorUnit.FLOATS, blockSums, 0);
    try {
      for (int s = 0; s < slabs; s++) {
        int lane = s * VectorUnit.LANES;
        IntVector at = IntVector.fromArray(VectorUnit.INTS, places, lane);
        // May lie outside the window where a ray does not cross: then it stands for another voxel
        // of
        // it, whose share is 0.
        IntVector after = at.add(step1);
        // A ray enters in line 0, 1 or 2: bits 0 and 1 make the masks of the second and third.
        IntVector line = IntVector.fromArray(VectorUnit.INTS, lines, lane);
        IntVector second =
            line.lanewise(VectorOperators.LSHL, 31).lanewise(VectorOperators.ASHR, 31);
        IntVector third =
            line.lanewise(VectorOperators.LSHL, 30).lanewise(VectorOperators.ASHR, 31);
        int o = starts[s];
        IntVector a0 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, o).reinterpretAsInts();
        IntVector b0 =
            FloatVector.fromArray(VectorUnit.FLOATS, voxels, o + VectorUnit.LANES)
                .reinterpretAsInts();
        o += stride;
        IntVector here0 = (IntVector) SELECT.invokeExact(at, a0, b0);
        IntVector next0 = (IntVector) SELECT.invokeExact(after, a0, b0);
        IntVector a1 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, o).reinterpretAsInts();
        IntVector b1 =
            FloatVector.fromArray(VectorUnit.FLOATS, voxels, o + VectorUnit.LANES)
                .reinterpretAsInts();
        o += stride;
        IntVector here1 = (IntVector) SELECT.invokeExact(at, a1, b1);
        IntVector next1 = (IntVector) SELECT.invokeExact(after, a1, b1);
        IntVector a2 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, o).reinterpretAsInts();
        IntVector b2 =
            FloatVector.fromArray(VectorUnit.FLOATS, voxels, o + VectorUnit.LANES)
                .reinterpretAsInts();
        o += stride;
        IntVector here2 = (IntVector) SELECT.invokeExact(at, a2, b2);
        IntVector next2 = (IntVector) SELECT.invokeExact(after, a2, b2);
        IntVector a3 = FloatVector.fromArray(VectorUnit.FLOATS, voxels, o).reinterpretAsInts();
        IntVector b3 =
            FloatVector.fromArray(VectorUnit.FLOATS, voxels, o + VectorUnit.LANES)
                .reinterpretAsInts();
        IntVector here3 = (IntVector) SELECT.invokeExact(at, a3, b3);
        IntVector next3 = (IntVector) SELECT.invokeExact(after, a3, b3);
        FloatVector v0 =
            here0
                .lanewise(VectorOperators.BITWISE_BLEND, here1, second)
                .lanewise(VectorOperators.BITWISE_BLEND, here2, third)
                .reinterpretAsFloats();
        IntVector across1 =
            next0
                .lanewise(VectorOperators.BITWISE_BLEND, next1, second)
                .lanewise(VectorOperators.BITWISE_BLEND, next2, third);
        IntVector across2 =
            here1
                .lanewise(VectorOperators.BITWISE_BLEND, here2, second)
                .lanewise(VectorOperators.BITWISE_BLEND, here3, third);
        FloatVector v1 =
            next1
                .lanewise(VectorOperators.BITWISE_BLEND, next2, second)
                .lanewise(VectorOperators.BITWISE_BLEND, next3, third)
                .reinterpretAsFloats();
        IntVector u1 = IntVector.fromArray(VectorUnit.INTS, shares1, lane);
        IntVector u2 = IntVector.fromArray(VectorUnit.INTS, shares2, lane);
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
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    sum.intoArray(blockSums, 0);
  }
}
