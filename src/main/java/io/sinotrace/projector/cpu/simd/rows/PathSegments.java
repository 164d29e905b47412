package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;

/**
 * The paths of detector columns, cut into segments and ordered for the processor's cache.
 *
 * <p>A segment is the part of a path in one block of slabs. A strip is some neighbouring lines of
 * voxels in one block of slabs: as many as fit the cache. Segments whose middle lies in the same
 * strip follow one another, whatever their view and column, and so find its voxels in the cache.
 * Strips are ordered by block, since a ray must take its blocks in ascending order; the paths along
 * each axis of the plane have strips of their own.
 */
final class PathSegments {
  private static final int AXES = 2;

  /**
   * Bytes of voxels in a strip: a quarter of the second-level cache of common processors, since
   * segments are slanted and reach out of their strip. With four times as many, W4 of {@code
   * jobs/bench} fell to 0.9 of its rate (JDK 17 and 25, AVX-512, 1 MiB).
   */
  private static final int STRIP_BYTES = 1 << 18;

  /** Voxels across a strip, at least. */
  private static final int LEAST_WIDTH = 2;

  /** Voxels across a strip. */
  private final int width;

  private final int blocks;
  private final int strips;

  private int count;

  /** By segment, as added: its strip, its path, its first slab and the one after its last. */
  private int[] strip = new int[1024];

  private int[] path = new int[1024];
  private int[] from = new int[1024];
  private int[] to = new int[1024];

  /** The segments' numbers in their final order. */
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

  /**
   * Returns the width of strips that stay in the cache, in voxels.
   *
   * @param voxels of each line that are read, of all channels together
   */
  static int width(double voxels) {
    return Math.max(
        LEAST_WIDTH, (int) (STRIP_BYTES / (Float.BYTES * voxels * RaySetup.BLOCK_SLABS)));
  }

  /** Returns the segments, in order, of all paths that rays share, in the slabs of a band. */
  static PathSegments of(ColumnPath[] paths, Band band, int rowAxis, int width) {
    VoxelGrid grid = band.grid();
    int axis1 = OtherAxes.first(rowAxis);
    int axis2 = OtherAxes.second(rowAxis);
    PathSegments segments = new PathSegments(width, Math.max(grid.size(axis1), grid.size(axis2)));
    for (int k = 0; k < paths.length; k++) {
      ColumnPath p = paths[k];
      if (p.isMarched(band)) {
        segments.add(k, p, p.main == axis1 ? 0 : 1, band);
      }
    }
    segments.sort();
    return segments;
  }

  /** Adds the segments of a path. */
  private void add(int number, ColumnPath p, int axis, Band band) {
    VoxelGrid grid = band.grid();
    int halfMain = band.half(p.main);
    int halfOther = grid.size(p.other) >> 1;
    int slabTo = Math.min(grid.size(p.main), p.slabTo - band.from());
    for (int begin = Math.max(0, p.slabFrom - band.from()); begin < slabTo; ) {
      int block = begin / RaySetup.BLOCK_SLABS;
      int end = Math.min(slabTo, (block + 1) * RaySetup.BLOCK_SLABS);
      float middle = Math.fma((float) ((begin + end) / 2 - halfMain), p.slope, p.start);
      int k = Math.min(Math.max(SlabLines.floor(middle) + halfOther, 0), grid.size(p.other) - 1);
      put((axis * blocks + block) * strips + k / width, number, begin, end);
      begin = end;
    }
  }

  private void put(int inStrip, int number, int begin, int end) {
    if (count == strip.length) {
      strip = Arrays.copyOf(strip, 2 * count);
      path = Arrays.copyOf(path, 2 * count);
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    strip[count] = inStrip;
    path[count] = number;
    from[count] = begin;
    to[count++] = end;
  }

  /**
   * Orders all segments by strip; those of one strip stay in the order in which they were added.
   */
  private void sort() {
    // Counting sort: where the segments of each strip begin.
    int[] begin = new int[AXES * blocks * strips + 1];
    for (int k = 0; k < count; k++) {
      begin[strip[k] + 1]++;
    }
    for (int s = 1; s < begin.length; s++) {
      begin[s] += begin[s - 1];
    }
    order = new int[count];
    for (int k = 0; k < count; k++) {
      order[begin[strip[k]]++] = k;
    }
  }

  /** Returns the number of segments. */
  int count() {
    return count;
  }

  /** Returns the number of the path that segment k, in order, is of. */
  int path(int k) {
    return path[order[k]];
  }

  /** Returns the first slab of segment k, counted from that of the band. */
  int from(int k) {
    return from[order[k]];
  }

  /** Returns the slab after the last of segment k. */
  int to(int k) {
    return to[order[k]];
  }
}
