package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.VoxelGrid;

/**
 * The lines of voxels that the rays of one detector column meet, slab by slab: the march of the
 * path that they share in the plane across the row axis ({@link ColumnPath}). Arrays are by slab.
 *
 * <p>The slabs that {@link #set} filled in last are called the slabs at hand. An instance serves
 * one thread and is filled again and again.
 */
final class SlabLines {
  /** The voxels. */
  final LineVolume volume;

  private final Band band;
  private final boolean skipping;

  /** The one of {@link LineVolume#planes} that has the line in which the rays enter the slab. */
  final float[][] plane0;

  /** Index in its plane of the first voxel of that line. */
  final int[] at0;

  /** Plane of the line in which the rays leave the slab; valid where {@link #share} is not 0. */
  final float[][] plane1;

  /** Index in its plane of the first voxel of that line. */
  final int[] at1;

  /** u of the axis in the plane: the share of the slab that is left after the crossing, 0 to 1. */
  final float[] share;

  /** First voxel of these lines that is not 0, counted along the row axis. */
  final int[] first;

  /** The voxel after the last that is not 0; 0 if all voxels of these lines are 0. */
  final int[] end;

  /** Least of {@link #first} in all slabs at hand that are not empty. */
  int least;

  /** Greatest of {@link #end} in all slabs at hand. */
  int most;

  /** First slab at hand that is not empty. */
  int from;

  /** The slab after the last that is not empty; at most {@link #from} if all are. */
  int to;

  /** Middle of the main axis, in voxels from the first slab of the band. */
  int half;

  /**
   * 1 if the axis in the plane is the higher other axis, else 0. For equal u a ray first crosses
   * the face of the higher axis: {@code u < share + tie}, in bits, is whether that is the one in
   * the plane.
   */
  int tie;

  SlabLines(LineVolume volume, Band band, boolean skipping) {
    VoxelGrid grid = band.grid();
    this.volume = volume;
    this.band = band;
    this.skipping = skipping;
    int n = Math.max(grid.nx(), Math.max(grid.ny(), grid.nz()));
    plane0 = new float[n][];
    at0 = new int[n];
    plane1 = new float[n][];
    at1 = new int[n];
    share = new float[n];
    first = new int[n];
    end = new int[n];
  }

  /**
   * Fills in some slabs of a path.
   *
   * @param slabFrom first slab, counted from that of the band
   * @param slabTo first slab after those
   */
  void set(ColumnPath path, int slabFrom, int slabTo) {
    half = band.half(path.main);
    tie = path.other > volume.axis ? 1 : 0;
    int halfOther = band.grid().size(path.other) >> 1;
    boolean inPlanes = path.main < path.other;
    int least = Integer.MAX_VALUE;
    int most = 0;
    float p = Math.fma((float) (slabFrom - half), path.slope, path.start);
    for (int i = slabFrom; i < slabTo; i++) {
      float q = Math.fma((float) (i + 1 - half), path.slope, path.start);
      int j = floor(p);
      float u = Math.fma(q - j, path.inverse, path.shift);
      u = u > 0f ? Math.min(u, 1f) : 0f;
      p = q;
      int k = j + halfOther;
      share[i] = u;
      int range = line(plane0, at0, i, k, inPlanes);
      int lo = range >>> 16;
      int hi = range & 0xFFFF;
      if (u > 0f) {
        int next = line(plane1, at1, i, k + path.step, inPlanes);
        if (hi == 0) {
          lo = next >>> 16;
          hi = next & 0xFFFF;
        } else if (next != 0) {
          lo = Math.min(lo, next >>> 16);
          hi = Math.max(hi, next & 0xFFFF);
        }
      }
      first[i] = lo;
      end[i] = hi;
      if (hi > 0) {
        least = Math.min(least, lo);
        most = Math.max(most, hi);
      }
    }
    this.least = least;
    this.most = most;
    from = slabFrom;
    to = slabTo;
    while (from < to && end[from] == 0) {
      from++;
    }
    while (from < to && end[to - 1] == 0) {
      to--;
    }
  }

  /**
   * Looks up a line.
   *
   * @param plane receives the line's plane, at index {@code slab}
   * @param at receives the index of its first voxel
   * @param slab index along the main axis
   * @param k index along the other axis in the plane; outside the grid, the line of zeros is taken
   * @param inPlanes whether slabs are lines of the planes; else they are the planes
   * @return the range of its voxels that are not 0, as in {@link LineVolume#ranges}
   */
  private int line(float[][] plane, int[] at, int slab, int k, boolean inPlanes) {
    int line = inPlanes ? slab : k;
    int p = inPlanes ? k : slab;
    int planes = volume.planes.length - 1;
    if (k < 0 || (inPlanes ? k >= planes : k >= volume.ranges[p].length)) {
      plane[slab] = volume.planes[planes];
      at[slab] = LineVolume.MARGIN;
      return 0;
    }
    plane[slab] = volume.planes[p];
    at[slab] = volume.offset(p, line);
    return skipping ? volume.ranges[p][line] : volume.length;
  }

  /** Returns the greatest integer that is at most p, which must be well within an int. */
  static int floor(float p) {
    int cut = (int) p;
    return cut > p ? cut - 1 : cut;
  }
}
