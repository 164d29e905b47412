package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import java.util.List;

/**
 * For vectors of rays near a plane through the lines of a copy of the volume: what they meet in a
 * slab lies in a few voxels of a few lines, which are loaded whole and permuted.
 *
 * <p>Such vectors are marched block by block: what one loads of the lines is in the cache for the
 * next.
 */
abstract class WindowKernel extends RayVectorKernel {
  /** Where the rays are. */
  final Windows windows = new Windows();

  private final PaddedVolume volume;

  WindowKernel(PaddedVolume lines, Volume volume, Band band, int axis, boolean skipping) {
    super(volume, band, axis, skipping);
    this.volume = lines;
  }

  /** Returns the faster of those that permute. */
  static WindowKernel of(PaddedVolume lines, Volume volume, Band band, int axis, boolean skipping) {
    return SelectFrom.AVAILABLE
        ? new SelectKernel(lines, volume, band, axis, skipping)
        : new RearrangeKernel(lines, volume, band, axis, skipping);
  }

  /**
   * Adds the contributions of all slabs to the sums of vectors.
   *
   * @param vectors of rays which {@link Windows#hold} is true of
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

  @Override
  final void add(RayVector rays, int channel, int axis, Band band, int from, int to) {
    windows.find(rays, volume, axis, band, from, to);
    add(rays, volume.voxels[channel], to - from);
  }

  /** Adds what some slabs of a block contribute to {@link #blockSums}. */
  abstract void add(RayVector rays, float[] voxels, int slabs);
}
