package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The march of vectors of rays that have only their main axis in common. Kernels differ in how they
 * get voxels; the bits are the same.
 *
 * <p>An instance serves one thread.
 */
abstract class RayVectorKernel {
  /** Where rays enter the slabs that are being marched. */
  final RaySlabs slabs = new RaySlabs();

  /** The sums of the slabs of a block, by lane. */
  final float[] blockSums = new float[VectorUnit.LANES];

  /** The slabs that are marched. */
  final Band band;

  /** Main axis of the rays. */
  final int axis;

  private final OccupiedBricks @Nullable [] bricks;

  /**
   * Prepares to march.
   *
   * @param axis main axis of the rays
   * @param skipping whether voxels of 0 are skipped; the result is the same
   */
  RayVectorKernel(Volume volume, Band band, int axis, boolean skipping) {
    this.band = band;
    this.axis = axis;
    this.bricks = skipping ? OccupiedBricks.of(volume) : null;
  }

  /**
   * Returns the best kernel for a volume that {@link PaddedVolume#fits}; null where there is no
   * room for the copy that it reads, as one for rays of another main axis has taken it.
   *
   * @throws io.sinotrace.InsufficientMemoryException if there is room for no copy at all
   */
  static @Nullable RayVectorKernel of(Volume volume, Band band, int axis, boolean skipping) {
    PairVolume pairs = PairVolume.of(volume, band, axis);
    if (pairs != null) {
      return new PairKernel(pairs, volume, band, axis, skipping);
    }
    PaddedVolume copy = PaddedVolume.ofIfRoom(volume);
    if (copy == null && isThereAnother(volume, band, axis)) {
      return null;
    }
    return new GatherKernel(
        copy == null ? PaddedVolume.of(volume) : copy, volume, band, axis, skipping);
  }

  /** Returns whether there is a copy for rays of another main axis. */
  private static boolean isThereAnother(Volume volume, Band band, int axis) {
    int other = axis == 0 ? 1 : 0;
    return (PairVolume.made(volume) && PairVolume.of(volume, band, other) != null)
        || (PaddedVolume.made(volume) && PaddedVolume.of(volume, band, other) != null);
  }

  /**
   * Adds the contributions of slabs {@code rays.from} up to {@code rays.to}, in blocks. A ray
   * contributes 0 in a slab in which it is outside the grid.
   *
   * @param rays filled; none ends inside the grid
   * @param channel which is marched
   * @param sums the sum of each ray, in 1/mm, at the index of its lane
   */
  final void march(RayVector rays, int channel, float[] sums) {
    rays.bounds.set(rays, axis, band);
    for (int from = rays.from; from < rays.to; ) {
      int to = Math.min(rays.to, (from / RaySetup.BLOCK_SLABS + 1) * RaySetup.BLOCK_SLABS);
      marchBlock(rays, channel, from, to, sums);
      from = to;
    }
  }

  /**
   * Marches vectors together, block by block: what one loads of the volume is in the cache for the
   * next.
   *
   * @param vectors as for {@link #march(RayVector, int, float[])}, whose bounds are set; their sums
   *     are added to
   */
  final void march(List<RayVector> vectors, int channel) {
    int from = Integer.MAX_VALUE;
    int to = 0;
    for (int n = 0; n < vectors.size(); n++) {
      from = Math.min(from, vectors.get(n).from);
      to = Math.max(to, vectors.get(n).to);
    }
    int size = RaySetup.BLOCK_SLABS;
    for (int begin = from / size * size; begin < to; begin += size) {
      preload(vectors, channel, Math.max(begin, from), Math.min(begin + size, to));
      for (int n = 0; n < vectors.size(); n++) {
        RayVector rays = vectors.get(n);
        int first = Math.max(begin, rays.from);
        int end = Math.min(begin + size, rays.to);
        if (first < end) {
          marchBlock(rays, channel, first, end, rays.sums);
        }
      }
    }
  }

  /**
   * Loads what vectors will meet in some slabs of a block into the cache, if that helps.
   *
   * @param vectors whose bounds are set
   */
  void preload(List<RayVector> vectors, int channel, int from, int to) {}

  /** Returns the bricks to look at; null where none is to be skipped. */
  final @Nullable OccupiedBricks occupied(int channel) {
    return bricks == null || !bricks[channel].anyEmpty() ? null : bricks[channel];
  }

  /**
   * Adds the contributions of some slabs of a block, as {@link #march(RayVector, int, float[])}
   * those of all.
   *
   * @param rays whose bounds are set
   */
  private void marchBlock(RayVector rays, int channel, int from, int to, float[] sums) {
    OccupiedBricks occupied = occupied(channel);
    RayBounds bounds = rays.bounds;
    Arrays.fill(blockSums, 0f);
    // Slabs in which all voxels are 0 add 0: the block's sums stay the same bits without them.
    int next = from;
    while (next < to) {
      int begin = occupied != null ? bounds.firstOccupied(occupied, next, to) : next;
      next = occupied != null ? bounds.firstEmpty(occupied, begin, to) : to;
      if (begin < next) {
        add(rays, channel, axis, band, begin, next);
      }
    }
    for (int k = 0; k < VectorUnit.LANES; k++) {
      sums[k] += blockSums[k];
    }
  }

  /** Adds what some slabs of a block contribute to {@link #blockSums}. */
  abstract void add(RayVector rays, int channel, int axis, Band band, int from, int to);
}
