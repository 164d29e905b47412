package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.volume.VoxelGrid;

/**
 * The lines of voxels that the rays of one detector column meet, slab by slab, and how they share
 * each slab. One thread's registers, not a value.
 */
final class SlabLines {
  final LineVolume volume;
  private final VoxelGrid grid;
  private final boolean skipping;

  /** Plane and place in it of the line where the rays enter the slab. */
  final int[] plane0;

  final int[] at0;

  /** The same of the line after the crossing. */
  final int[] plane1;

  final int[] at1;

  /** Share of the slab after the crossing; where it is 0 there is no second line. */
  final float[] share;

  /** First voxel of these lines that is not 0, and the one after the last. */
  final int[] first;

  final int[] end;

  /** The same of all of them. */
  int least;

  int most;

  /** Slabs that are filled in and not empty. */
  int from;

  int to;

  /** Middle of the main axis. */
  int half;

  /** 1 where in a tie the rays first cross the face in the plane, else 0. */
  int tie;

  SlabLines(LineVolume volume, VoxelGrid grid, boolean skipping) {
    this.volume = volume;
    this.grid = grid;
    this.skipping = skipping;
    int n = Math.max(grid.nx(), Math.max(grid.ny(), grid.nz()));
    plane0 = new int[n];
    at0 = new int[n];
    plane1 = new int[n];
    at1 = new int[n];
    share = new float[n];
    first = new int[n];
    end = new int[n];
  }

  /** Fills in some slabs. */
  void set(ColumnPath path, int slabFrom, int slabTo) {
    half = grid.size(path.main) >> 1;
    tie = path.other > volume.axis ? 1 : 0;
    int halfOther = grid.size(path.other) >> 1;
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

  /** Looks up a line and returns the range of its voxels that count. */
  private int line(int[] plane, int[] at, int slab, int k, boolean inPlanes) {
    int line = inPlanes ? slab : k;
    int p = inPlanes ? k : slab;
    int planes = volume.planes.length - 1;
    if (k < 0 || (inPlanes ? k >= planes : k >= volume.ranges[p].length)) {
      plane[slab] = planes;
      at[slab] = LineVolume.MARGIN;
      return 0;
    }
    plane[slab] = p;
    at[slab] = volume.at(line);
    return skipping ? volume.ranges[p][line] : volume.length;
  }

  static int floor(float p) {
    int cut = (int) p;
    return cut > p ? cut - 1 : cut;
  }
}
