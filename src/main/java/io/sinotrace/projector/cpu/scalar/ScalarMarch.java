package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The march of one ray through the slabs: the float32 half of the canonical arithmetic.
 *
 * <p>In a slab the ray meets at most three voxels: v0 where it enters, v1 where it leaves if it
 * crosses a face of both other axes, and vm between the two crossings. With u1 and u2 the shares of
 * the slab that are left after each crossing, the slab contributes {@code v0 + max(u1, u2) (vm -
 * v0) + min(u1, u2) (v1 - vm)}. The description of {@link io.sinotrace.projector.setup} has all
 * formulas.
 */
public final class ScalarMarch {
  /** By channel, then z. */
  private final FloatBuffer[][] channels;

  /** Those of channel 0. */
  private final FloatBuffer[] slabs;

  private final Band band;

  /** Of what is at hand. */
  private final VoxelGrid grid;

  private final int nx;

  /** Where there are several channels, the path that they share. */
  private final @Nullable RayPath path;

  /**
   * Prepares to trace what is at hand.
   *
   * @param volume the voxels of the band, which are not copied: it has to stay open meanwhile
   */
  public ScalarMarch(Volume volume, Band band) {
    this.band = band;
    this.grid = band.grid();
    this.nx = grid.nx();
    this.channels = new FloatBuffer[volume.channels()][grid.nz()];
    for (int c = 0; c < channels.length; c++) {
      for (int z = 0; z < grid.nz(); z++) {
        channels[c][z] = volume.slab(c, z);
      }
    }
    this.slabs = channels[0];
    this.path = channels.length > 1 ? new RayPath(band) : null;
  }

  /**
   * Computes the line integrals of a ray, one a channel; where it is not all of the volume that is
   * at hand, goes on with their sums, and only the last band makes line integrals of them.
   *
   * @param ray set up in a geometry on the whole volume's grid, whose main axis the band is for;
   *     not modified
   * @param out receives that of channel c at index {@code at + c * channelStride}; holds the sums
   *     so far, +0 before the first band
   */
  public void lineIntegrals(RaySetup ray, float[] out, int at, int channelStride) {
    float scale = band.last() ? ray.length : 1f;
    if (path == null) {
      out[at] = sum(ray, band.isAll() ? 0f : out[at]) * scale;
      return;
    }
    path.set(ray);
    for (int c = 0; c < channels.length; c++) {
      int to = at + c * channelStride;
      out[to] = path.sum(channels[c], band.isAll() ? 0f : out[to]) * scale;
    }
  }

  /** Sets the line integrals, one a channel, of a ray that meets no slab. */
  public void nothing(float[] out, int at, int channelStride) {
    for (int c = 0; c < channels.length; c++) {
      out[at + c * channelStride] = 0f;
    }
  }

  /**
   * Returns the sum over voxels of value (1/mm) times chord (slabs) of a ray in channel 0.
   *
   * @param before sum of the slabs before those at hand
   */
  private float sum(RaySetup ray, float before) {
    int axis = ray.axis;
    int half = band.half(axis);
    int last1 = grid.size(ray.axis1) - 1;
    int last2 = grid.size(ray.axis2) - 1;
    int half1 = (last1 + 1) >> 1;
    int half2 = (last2 + 1) >> 1;
    float slope1 = ray.slope1;
    float slope2 = ray.slope2;
    float start1 = ray.start1;
    float start2 = ray.start2;
    float inverse1 = ray.inverse1;
    float inverse2 = ray.inverse2;
    float shift1 = ray.shift1;
    float shift2 = ray.shift2;
    int step1 = ray.step1;
    int step2 = ray.step2;
    int slabTo = band.slabTo(ray);
    int beginSlab = ray.beginSlab - band.from();
    int endSlab = ray.endSlab - band.from();

    int i = band.slabFrom(ray);
    // q of a slab is p of the next: the same operation on the same operands.
    float p1 = Math.fma((float) (i - half), slope1, start1);
    float p2 = Math.fma((float) (i - half), slope2, start2);
    float sum = before;
    float block = 0f;
    for (; i < slabTo; i++) {
      if ((i & (RaySetup.BLOCK_SLABS - 1)) == 0) {
        sum += block;
        block = 0f;
      }
      float q1 = Math.fma((float) (i + 1 - half), slope1, start1);
      float q2 = Math.fma((float) (i + 1 - half), slope2, start2);
      int j1 = floor(p1);
      int j2 = floor(p2);
      float u1 = clamp(Math.fma(q1 - j1, inverse1, shift1), 1f);
      float u2 = clamp(Math.fma(q2 - j2, inverse2, shift2), 1f);
      p1 = q1;
      p2 = q2;
      int k1 = j1 + half1;
      int k2 = j2 + half2;
      float width = 1f;
      if (i == beginSlab || i == endSlab) {
        float begin = i == beginSlab ? ray.begin : 0f;
        float end = i == endSlab ? ray.end : 1f;
        width = end - begin;
        u1 = clamp(u1 - (1f - end), width);
        u2 = clamp(u2 - (1f - end), width);
      }
      float v0 = voxel(axis, i, k1, k2, last1, last2);
      // A voxel whose share is 0 adds exactly 0 and is not read; most slabs need one or two.
      float c = width * v0;
      if (u1 > u2) {
        float vm = voxel(axis, i, k1 + step1, k2, last1, last2);
        c = Math.fma(u1, vm - v0, c);
        if (u2 > 0f) {
          c = Math.fma(u2, voxel(axis, i, k1 + step1, k2 + step2, last1, last2) - vm, c);
        }
      } else if (u2 > 0f) {
        float vm = voxel(axis, i, k1, k2 + step2, last1, last2);
        c = Math.fma(u2, vm - v0, c);
        if (u1 > 0f) {
          c = Math.fma(u1, voxel(axis, i, k1 + step1, k2 + step2, last1, last2) - vm, c);
        }
      }
      block += c;
    }
    return sum + block;
  }

  /** Returns the greatest integer that is at most p; the clipping of slabs keeps it in an int. */
  static int floor(float p) {
    // Truncating and correcting is faster than Math.floor.
    int cut = (int) p;
    return cut > p ? cut - 1 : cut;
  }

  /** Returns u, or the nearer bound where it is outside 0 to {@code most}. */
  static float clamp(float u, float most) {
    float atLeastZero = u > 0f ? u : 0f;
    return atLeastZero < most ? atLeastZero : most;
  }

  /**
   * Returns a voxel, in 1/mm; 0 outside the grid.
   *
   * @param axis the ray's main axis
   * @param i slab: index along the main axis, within the grid
   * @param k1 index along the lower other axis; any int
   * @param k2 index along the higher other axis; any int
   * @param last1 greatest index along the lower other axis
   * @param last2 greatest index along the higher other axis
   */
  private float voxel(int axis, int i, int k1, int k2, int last1, int last2) {
    // The sign bit of the result is set if it is in any operand: one comparison for four.
    if ((k1 | k2 | (last1 - k1) | (last2 - k2)) < 0) {
      return 0f;
    }
    if (axis == 0) {
      return slabs[k2].get(k1 * nx + i);
    }
    return axis == 1 ? slabs[k2].get(i * nx + k1) : slabs[i].get(k2 * nx + k1);
  }
}
