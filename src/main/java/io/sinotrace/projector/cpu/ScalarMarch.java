package io.sinotrace.projector.cpu;

import io.sinotrace.projector.RaySetup;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;

/**
 * The march of one ray through the slabs: the float32 half of the canonical arithmetic.
 *
 * <p>In a slab the ray meets at most three voxels: v0 where it enters, v1 where it leaves if it
 * crosses a face of both other axes, and vm between the two crossings. With u the share of the slab
 * after a crossing, the slab adds {@code v0 + max(u) (vm - v0) + min(u) (v1 - vm)}.
 */
final class ScalarMarch {
  private final FloatBuffer[] slabs;
  private final int[] size;

  ScalarMarch(Volume volume) {
    VoxelGrid grid = volume.grid();
    this.size = new int[] {grid.nx(), grid.ny(), grid.nz()};
    this.slabs = new FloatBuffer[grid.nz()];
    for (int z = 0; z < slabs.length; z++) {
      slabs[z] = volume.slab(z);
    }
  }

  float lineIntegral(RaySetup r) {
    int half = size[r.axis] >> 1;
    int half1 = size[r.axis1] >> 1;
    int half2 = size[r.axis2] >> 1;
    // Bounds of the entered voxel, as floats: an int could overflow for rays that pass far away.
    float lo1 = -half1;
    float lo2 = -half2;
    float hi1 = size[r.axis1] - half1;
    float hi2 = size[r.axis2] - half2;
    float sum = 0f;
    for (int i = r.slabFrom; i < r.slabTo; i++) {
      float from = i - half;
      float to = i + 1 - half;
      float j1 = (float) Math.floor(Math.fma(from, r.slope1, r.start1));
      float j2 = (float) Math.floor(Math.fma(from, r.slope2, r.start2));
      // Outside by more than a voxel, all three reads would be 0 and the slab would add +0.
      if (!(j1 >= lo1 - 1 && j1 <= hi1 && j2 >= lo2 - 1 && j2 <= hi2)) {
        continue;
      }
      float u1 = share(Math.fma(to, r.slope1, r.start1) - j1, r.inverse1, r.shift1);
      float u2 = share(Math.fma(to, r.slope2, r.start2) - j2, r.inverse2, r.shift2);
      float width = 1f;
      if (i == r.beginSlab || i == r.endSlab) {
        float begin = i == r.beginSlab ? r.begin : 0f;
        float end = i == r.endSlab ? r.end : 1f;
        width = end - begin;
        u1 = Math.min(Math.max(u1 - (1 - end), 0f), width);
        u2 = Math.min(Math.max(u2 - (1 - end), 0f), width);
      }
      int k1 = (int) j1 + half1;
      int k2 = (int) j2 + half2;
      float v0 = voxel(r, i, k1, k2);
      float v1 = voxel(r, i, k1 + r.step1, k2 + r.step2);
      float vm = u1 > u2 ? voxel(r, i, k1 + r.step1, k2) : voxel(r, i, k1, k2 + r.step2);
      sum += Math.fma(Math.min(u1, u2), v1 - vm, Math.fma(Math.max(u1, u2), vm - v0, width * v0));
    }
    return sum * r.length;
  }

  /** Returns the share of a slab that lies after the crossing of a face. */
  private static float share(float leave, float inverse, float shift) {
    return Math.min(Math.max(Math.fma(leave, inverse, shift), 0f), 1f);
  }

  /** Returns voxel (i, k1, k2) of the ray's axes; 0 outside the grid. */
  private float voxel(RaySetup r, int i, int k1, int k2) {
    if (k1 < 0 || k1 >= size[r.axis1] || k2 < 0 || k2 >= size[r.axis2]) {
      return 0f;
    }
    return switch (r.axis) {
      case 0 -> slabs[k2].get(k1 * size[0] + i);
      case 1 -> slabs[k2].get(i * size[0] + k1);
      default -> slabs[i].get(k2 * size[0] + k1);
    };
  }
}
