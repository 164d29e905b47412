package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import jdk.incubator.vector.FloatVector;

/**
 * The march of rays that stay in planes across the row axis. They read the same voxels of every
 * line, so here a lane is a voxel: v0 and v1 are loaded whole, and u is the same in all lanes.
 */
final class InPlaneKernel {
  private InPlaneKernel() {}

  /**
   * Adds the contributions of some slabs of one block to the sums of the rays through a vector of
   * voxels: {@code sum += fma(share, v1 - v0, v0)}, added up over the slabs first.
   *
   * @param slabs filled for the column
   * @param voxel from the first voxel of a line of channel 0 to the first of the vector, in floats
   * @param from first slab
   * @param to first slab after those; both in the block
   * @param sums of the rays, in 1/mm, from index {@code at} on
   */
  static void one(SlabLines slabs, int voxel, int from, int to, float[] sums, int at) {
    float[][] plane0 = slabs.plane0;
    int[] at0 = slabs.at0;
    float[][] plane1 = slabs.plane1;
    int[] at1 = slabs.at1;
    float[] share = slabs.share;
    FloatVector sum = FloatVector.zero(VectorUnit.FLOATS);
    for (int i = from; i < to; i++) {
      FloatVector v0 = FloatVector.fromArray(VectorUnit.FLOATS, plane0[i], at0[i] + voxel);
      if (share[i] != 0f) {
        FloatVector v1 = FloatVector.fromArray(VectorUnit.FLOATS, plane1[i], at1[i] + voxel);
        v0 = v1.sub(v0).fma(FloatVector.broadcast(VectorUnit.FLOATS, share[i]), v0);
      }
      sum = sum.add(v0);
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, at).add(sum).intoArray(sums, at);
  }

  /** As {@link #one}, for four vectors that follow one another. */
  static void four(SlabLines slabs, int voxel, int from, int to, float[] sums, int at) {
    int n = VectorUnit.LANES;
    float[][] plane0 = slabs.plane0;
    int[] at0 = slabs.at0;
    float[][] plane1 = slabs.plane1;
    int[] at1 = slabs.at1;
    float[] share = slabs.share;
    FloatVector a = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector b = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector c = FloatVector.zero(VectorUnit.FLOATS);
    FloatVector d = FloatVector.zero(VectorUnit.FLOATS);
    for (int i = from; i < to; i++) {
      float[] line = plane0[i];
      int o = at0[i] + voxel;
      FloatVector va = FloatVector.fromArray(VectorUnit.FLOATS, line, o);
      FloatVector vb = FloatVector.fromArray(VectorUnit.FLOATS, line, o + n);
      FloatVector vc = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2 * n);
      FloatVector vd = FloatVector.fromArray(VectorUnit.FLOATS, line, o + 3 * n);
      float u = share[i];
      if (u == 0f) {
        a = a.add(va);
        b = b.add(vb);
        c = c.add(vc);
        d = d.add(vd);
      } else {
        FloatVector uu = FloatVector.broadcast(VectorUnit.FLOATS, u);
        line = plane1[i];
        o = at1[i] + voxel;
        a = a.add(FloatVector.fromArray(VectorUnit.FLOATS, line, o).sub(va).fma(uu, va));
        b = b.add(FloatVector.fromArray(VectorUnit.FLOATS, line, o + n).sub(vb).fma(uu, vb));
        c = c.add(FloatVector.fromArray(VectorUnit.FLOATS, line, o + 2 * n).sub(vc).fma(uu, vc));
        d = d.add(FloatVector.fromArray(VectorUnit.FLOATS, line, o + 3 * n).sub(vd).fma(uu, vd));
      }
    }
    FloatVector.fromArray(VectorUnit.FLOATS, sums, at).add(a).intoArray(sums, at);
    FloatVector.fromArray(VectorUnit.FLOATS, sums, at + n).add(b).intoArray(sums, at + n);
    FloatVector.fromArray(VectorUnit.FLOATS, sums, at + 2 * n).add(c).intoArray(sums, at + 2 * n);
    FloatVector.fromArray(VectorUnit.FLOATS, sums, at + 3 * n).add(d).intoArray(sums, at + 3 * n);
  }
}
