package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;

/**
 * The paths of detector columns, cut into their blocks of slabs, and put into an order in which
 * pieces that meet the same voxel lines follow one another.
 *
 * <p>While the lines of one strip of a block are in the processor's cache, all columns of all views
 * that meet it go through it. A ray must take its blocks in ascending order, so all paths are taken
 * through a block before the next; those along either axis of the plane by themselves.
 */
final class PathSegments {
  private static final int AXES = 2;

  /** Bytes of voxels at a time: half the second-level cache of common processors. */
  private static final int STRIP_BYTES = 1 << 20;

  private static final int LEAST_WIDTH = 8;

  private final int width;
  private final int blocks;
  private final int strips;

  private int count;
  private int[] slot = new int[1024];
  private int[] path = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private int[] order = new int[0];

  /**
   * Makes strips.
   *
   * @param width voxels across a strip
   * @param size voxels along the longer axis of the plane
   */
  private PathSegments(int width, int size) {
    this.width = width;
    this.blocks = (size + RaySetup.BLOCK_SLABS - 1) / RaySetup.BLOCK_SLABS;
    this.strips = (size + width - 1) / width;
  }

  /** Returns the width of strips of lines that stay in the cache, of which so many voxels count. */
  static int width(double voxels) {
    return Math.max(
        LEAST_WIDTH, (int) (STRIP_BYTES / (Float.BYTES * voxels * RaySetup.BLOCK_SLABS)));
  }

  /** Returns the pieces of all paths that are shared, in order. */
  static PathSegments of(ColumnPath[] paths, VoxelGrid grid, int rowAxis, int width) {
    int axis1 = OtherAxes.first(rowAxis);
    int axis2 = OtherAxes.second(rowAxis);
    PathSegments pieces = new PathSegments(width, Math.max(grid.size(axis1), grid.size(axis2)));
    for (int k = 0; k < paths.length; k++) {
      ColumnPath p = paths[k];
      if (p.shared && p.slabFrom < p.slabTo) {
        pieces.add(k, p, p.main == axis1 ? 0 : 1, grid);
      }
    }
    pieces.sort();
    return pieces;
  }

  /** Cuts a path into pieces. */
  private void add(int number, ColumnPath p, int axis, VoxelGrid grid) {
    int halfMain = grid.size(p.main) >> 1;
    int halfOther = grid.size(p.other) >> 1;
    for (int begin = p.slabFrom; begin < p.slabTo; ) {
      int block = begin / RaySetup.BLOCK_SLABS;
      int end = Math.min(p.slabTo, (block + 1) * RaySetup.BLOCK_SLABS);
      float middle = Math.fma((float) ((begin + end) / 2 - halfMain), p.slope, p.start);
      int k = Math.min(Math.max(SlabLines.floor(middle) + halfOther, 0), grid.size(p.other) - 1);
      put((axis * blocks + block) * strips + k / width, number, begin, end);
      begin = end;
    }
  }

  private void put(int place, int number, int begin, int end) {
    if (count == slot.length) {
      slot = Arrays.copyOf(slot, 2 * count);
      path = Arrays.copyOf(path, 2 * count);
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    slot[count] = place;
    path[count] = number;
    from[count] = begin;
    to[count++] = end;
  }

  /** Puts all pieces in order; those of one strip stay in the order in which they were added. */
  private void sort() {
    int[] place = new int[AXES * blocks * strips + 1];
    for (int k = 0; k < count; k++) {
      place[slot[k] + 1]++;
    }
    for (int s = 1; s < place.length; s++) {
      place[s] += place[s - 1];
    }
    order = new int[count];
    for (int k = 0; k < count; k++) {
      order[place[slot[k]]++] = k;
    }
  }

  /** Returns the number of pieces. */
  int count() {
    return count;
  }

  /** Returns the number of the path whose piece is the k-th in order. */
  int path(int k) {
    return path[order[k]];
  }

  /** Returns its first slab. */
  int from(int k) {
    return from[order[k]];
  }

  /** Returns the slab after its last. */
  int to(int k) {
    return to[order[k]];
  }
}
