package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.LineImage;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;

/**
 * Which voxels one ray meets, and their shares, slab by slab: worked out once, and then used for
 * each channel of a volume, or to spread a value over these voxels.
 *
 * <p>It is {@link ScalarMarch} in two passes, with the same operations on the same operands. A
 * volume of one channel is traced in one pass, which stores nothing.
 */
final class RayPath {
  /** Stands for a voxel outside the grid, where a z is. */
  private static final int OUTSIDE = -1;

  private final Band band;

  /** Of what is at hand. */
  private final VoxelGrid grid;

  private final int nx;

  /** Where voxels are, by slab: z, and index in the volume's slab at z. */
  private static final class Places {
    final int[] z;
    final int[] at;

    Places(int slabs) {
      z = new int[slabs];
      at = new int[slabs];
    }
  }

  /** Voxels in which the ray enters a slab. */
  private final Places first;

  /** Voxels after the first crossing of a face; set where {@link #more} is not 0. */
  private final Places middle;

  /** Voxels after the second; set where {@link #less} is not 0. */
  private final Places last;

  /** Share of a slab after the first crossing, 0 to 1. */
  private final float[] more;

  /** Share of a slab after the second crossing, 0 to 1. */
  private final float[] less;

  /** Share of a slab between the ends of the ray: 1, except in a slab that holds an end. */
  private final float[] width;

  private int slabFrom;
  private int slabTo;

  RayPath(Band band) {
    this.band = band;
    this.grid = band.grid();
    this.nx = grid.nx();
    int most = Math.max(grid.nx(), Math.max(grid.ny(), grid.nz()));
    this.first = new Places(most);
    this.middle = new Places(most);
    this.last = new Places(most);
    this.more = new float[most];
    this.less = new float[most];
    this.width = new float[most];
  }

  /** Works out the path, in the slabs at hand, of a ray that is set up on the whole grid. */
  void set(RaySetup ray) {
    int half = band.half(ray.axis);
    int half1 = grid.size(ray.axis1) >> 1;
    int half2 = grid.size(ray.axis2) >> 1;
    slabFrom = band.slabFrom(ray);
    slabTo = band.slabTo(ray);
    int beginSlab = ray.beginSlab - band.from();
    int endSlab = ray.endSlab - band.from();
    float p1 = Math.fma((float) (slabFrom - half), ray.slope1, ray.start1);
    float p2 = Math.fma((float) (slabFrom - half), ray.slope2, ray.start2);
    for (int i = slabFrom; i < slabTo; i++) {
      float q1 = Math.fma((float) (i + 1 - half), ray.slope1, ray.start1);
      float q2 = Math.fma((float) (i + 1 - half), ray.slope2, ray.start2);
      int j1 = ScalarMarch.floor(p1);
      int j2 = ScalarMarch.floor(p2);
      float u1 = ScalarMarch.clamp(Math.fma(q1 - j1, ray.inverse1, ray.shift1), 1f);
      float u2 = ScalarMarch.clamp(Math.fma(q2 - j2, ray.inverse2, ray.shift2), 1f);
      p1 = q1;
      p2 = q2;
      float w = 1f;
      if (i == beginSlab || i == endSlab) {
        float begin = i == beginSlab ? ray.begin : 0f;
        float end = i == endSlab ? ray.end : 1f;
        w = end - begin;
        u1 = ScalarMarch.clamp(u1 - (1f - end), w);
        u2 = ScalarMarch.clamp(u2 - (1f - end), w);
      }
      width[i] = w;
      boolean firstAxis = u1 > u2;
      more[i] = firstAxis ? u1 : u2;
      less[i] = firstAxis ? u2 : u1;
      int k1 = j1 + half1;
      int k2 = j2 + half2;
      place(first, ray, i, k1, k2);
      if (more[i] > 0f) {
        place(middle, ray, i, firstAxis ? k1 + ray.step1 : k1, firstAxis ? k2 : k2 + ray.step2);
      }
      if (less[i] > 0f) {
        place(last, ray, i, k1 + ray.step1, k2 + ray.step2);
      }
    }
  }

  /**
   * Sets the place of a voxel.
   *
   * @param i slab of the ray: index along its main axis, within the grid
   * @param k1 index along the lower other axis; any int
   * @param k2 index along the higher other axis; any int
   */
  private void place(Places places, RaySetup ray, int i, int k1, int k2) {
    boolean inside = k1 >= 0 && k2 >= 0 && k1 < grid.size(ray.axis1) && k2 < grid.size(ray.axis2);
    places.z[i] = !inside ? OUTSIDE : ray.axis == 2 ? i : k2;
    places.at[i] = ray.axis == 0 ? k1 * nx + i : ray.axis == 1 ? i * nx + k1 : k2 * nx + k1;
  }

  /**
   * Returns the sum over slabs of what the ray meets in one channel, in 1/mm times slabs.
   *
   * @param slabs of the channel, by z
   * @param before sum of the slabs before those at hand
   */
  float sum(FloatBuffer[] slabs, float before) {
    float sum = before;
    float block = 0f;
    for (int i = slabFrom; i < slabTo; i++) {
      if ((i & (RaySetup.BLOCK_SLABS - 1)) == 0) {
        sum += block;
        block = 0f;
      }
      float v0 = voxel(slabs, first, i);
      float c = width[i] * v0;
      // A voxel whose share is 0 adds exactly 0 and is not read.
      if (more[i] > 0f) {
        float vm = voxel(slabs, middle, i);
        c = Math.fma(more[i], vm - v0, c);
        if (less[i] > 0f) {
          c = Math.fma(less[i], voxel(slabs, last, i) - vm, c);
        }
      }
      block += c;
    }
    return sum + block;
  }

  /**
   * Adds to each voxel that the ray meets the value times the voxel's share of the slab.
   *
   * @param image takes what falls into its planes
   * @param value of the ray, times its length in a slab
   */
  void spread(LineImage image, float value) {
    for (int i = slabFrom; i < slabTo; i++) {
      image.add(first.z[i], first.at[i], (width[i] - more[i]) * value);
      // A voxel whose share is 0 takes exactly 0 and has no place.
      if (more[i] > 0f) {
        image.add(middle.z[i], middle.at[i], (more[i] - less[i]) * value);
        if (less[i] > 0f) {
          image.add(last.z[i], last.at[i], less[i] * value);
        }
      }
    }
  }

  private static float voxel(FloatBuffer[] slabs, Places places, int i) {
    int z = places.z[i];
    return z == OUTSIDE ? 0f : slabs[z].get(places.at[i]);
  }
}
