package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads what several vectors of rays will meet into the cache, a byte of each line of it. A
 * processor executes a few hundred instructions beyond a load that waits for memory. In the march
 * few of those are loads that wait, too; here, being loads and little else, as many wait at a time
 * as the processor allows. Java has no instruction that asks for memory without waiting.
 *
 * <p>An instance serves one thread.
 */
final class Preload {
  /** Bytes of a line of the cache, or less than it has. */
  private static final int LINE = 64;

  /** Lines of the cache that {@link #loadFew} loads for a line of voxels. */
  private static final int FEW = 4;

  /**
   * Voxels that so few hold at most alignments of their line: four lines of the cache hold 49 to
   * 64.
   */
  private static final int FEW_VOXELS = 55;

  /**
   * Lines of the cache that are loaded in a slab, for each vector, at most. Where there are more
   * between rays, these are far apart, and most of it is never met.
   */
  private static final int WORTH = 4;

  private final RayBounds around = new RayBounds();

  /** What was loaded, so that the compiler cannot leave it out. */
  private int loaded;

  /**
   * Loads what vectors meet in some slabs.
   *
   * @param vectors of one main axis, whose bounds are set
   * @param bricks which hold voxels that are not 0; null if all do
   * @param from first slab
   * @param to the one after the last
   */
  void load(
      List<RayVector> vectors,
      PairVolume volume,
      int channel,
      int axis,
      VoxelGrid grid,
      @Nullable OccupiedBricks bricks,
      int from,
      int to) {
    if (!around.setAround(vectors, from, to)) {
      return;
    }
    int first = bricks == null ? from : around.firstOccupied(bricks, from, to);
    int most1 = grid.size(OtherAxes.first(axis)) - 1;
    int most2 = grid.size(OtherAxes.second(axis)) - 1;
    int worth = WORTH * vectors.size();
    for (int slab = first; slab < to; slab++) {
      int from1 = (int) Math.max(0, around.lowest1(slab));
      int to1 = (int) Math.min(most1, around.highest1(slab));
      int from2 = (int) Math.max(0, around.lowest2(slab));
      int to2 = (int) Math.min(most2, around.highest2(slab));
      int voxels = to1 - from1 + 1;
      int lines = to2 - from2 + 1;
      if (voxels > 0
          && lines > 0
          && lines * Math.max(FEW, 1 + voxels * Float.BYTES / LINE) <= worth) {
        int stride2 = volume.stride[OtherAxes.second(axis)];
        int at = volume.origin + slab * volume.stride[axis] + from2 * stride2 + from1 * Float.BYTES;
        loaded +=
            voxels <= FEW_VOXELS
                ? loadFew(volume.voxels[channel], at, stride2, lines)
                : loadAll(volume.voxels[channel], at, stride2, lines, voxels * Float.BYTES);
      }
    }
  }

  /**
   * Loads {@link #FEW} lines of the cache for each line of voxels, with fewer instructions a load
   * than {@link #loadAll} takes. What it reads beyond the voxels is other voxels, or zeros around
   * them.
   */
  private static int loadFew(byte[] voxels, int first, int stride, int lines) {
    int sum = 0;
    int at = first;
    for (int line = 0; line < lines; line++) {
      sum += voxels[at] + voxels[at + LINE] + voxels[at + 2 * LINE] + voxels[at + (FEW - 1) * LINE];
      at += stride;
    }
    return sum;
  }

  private static int loadAll(byte[] voxels, int first, int stride, int lines, int bytes) {
    int sum = 0;
    int begin = first;
    for (int line = 0; line < lines; line++) {
      int last = begin + bytes - 1;
      for (int at = begin; at < last; at += LINE) {
        sum += voxels[at];
      }
      sum += voxels[last];
      begin += stride;
    }
    return sum;
  }
}
