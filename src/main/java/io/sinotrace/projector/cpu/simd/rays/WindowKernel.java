package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.Volume;

/**
 * For vectors of rays near a plane through the lines of a copy of the volume: what they meet in a
 * slab lies in a few voxels of a few lines, which are loaded whole and permuted.
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

  @Override
  final void add(RayVector rays, int channel, int axis, Band band, int from, int to) {
    windows.find(rays, volume, axis, band, from, to);
    add(rays, volume.voxels[channel], to - from);
  }

  /** Adds what some slabs of a block contribute to {@link #blockSums}. */
  abstract void add(RayVector rays, float[] voxels, int slabs);
}
