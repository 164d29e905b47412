package io.sinotrace.projector;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.BandReader;

/**
 * How a JVM's memory for bands of volumes, which pass through it from the disk, is divided among
 * those that trace in it.
 *
 * @param bytes of a band's voxels, at most
 * @param atATime how many trace at a time; if it is fewer than there are, they take turns
 */
public record BandMemory(long bytes, int atATime) {
  /**
   * Divides the memory: among all that trace, or, if the thinnest bands of so many do not fit,
   * among as many as they fit for. A quarter of the memory off the heap is left for what else
   * passes through buffers, and half of the heap for sums.
   *
   * @param heap bytes of a JVM for data
   * @param offHeap likewise, off the heap
   * @param callers that trace in it, or wait for their turn
   * @param copied whether a tracer copies the voxels of a band to the heap
   * @param least {@link #leastBytes} of the volume
   */
  public static BandMemory of(long heap, long offHeap, int callers, boolean copied, long least) {
    long all = Math.max(0, offHeap / 4 * 3);
    if (copied) {
      all = Math.max(0, Math.min(all, heap / 2));
    }
    int atATime = (int) Math.max(1, Math.min(callers, all / least));
    return new BandMemory(all / atATime, atATime);
  }

  /** Returns the bytes of the voxels of the thinnest bands of a volume. */
  public static long leastBytes(VoxelGrid grid, int channels) {
    long bytes = 0;
    for (int axis = 0; axis < 3; axis++) {
      int slabs = Math.min(BandReader.SLABS, grid.size(axis));
      bytes = Math.max(bytes, BandReader.bytes(grid, channels, axis, slabs));
    }
    return bytes;
  }
}
