package io.sinotrace.projector;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.BandReader;

/** How much memory a band of a volume takes that passes through memory from the disk. */
public final class BandMemory {
  private BandMemory() {}

  /**
   * Returns the most bytes of a band's voxels: a quarter of the memory off the heap is left for
   * what else passes through buffers, and half of the heap for sums.
   *
   * @param heap bytes of a JVM for data
   * @param offHeap likewise, off the heap
   * @param callers that trace in it at a time
   * @param copied whether a tracer copies the voxels of a band to the heap
   */
  public static long mostBytes(long heap, long offHeap, int callers, boolean copied) {
    long most = offHeap / 4 * 3 / callers;
    return copied ? Math.min(most, heap / 2 / callers) : most;
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
