package io.sinotrace.volume.io.hdf5.dataset;

/** Numbers the chunks of a dataset from 0 on, the last axis fastest. */
final class ChunkNumbers {
  private final long[] strides;

  private ChunkNumbers(long[] strides) {
    this.strides = strides;
  }

  /** Returns the numbers by the present extent. */
  static ChunkNumbers byExtent(ChunkShape chunks) {
    return of(chunks.space().shape(), chunks.size(), 0);
  }

  /**
   * Returns the numbers by the largest extent, which stay when the dataset grows. An axis without
   * end is counted slowest, wherever it stands; there may be one at most.
   */
  static ChunkNumbers byLargestExtent(ChunkShape chunks) {
    long[] largest = chunks.space().largest();
    int slowest = 0;
    for (int k = largest.length - 1; k >= 0; k--) {
      slowest = largest[k] == Dataspace.UNLIMITED ? k : slowest;
    }
    return of(largest, chunks.size(), slowest);
  }

  private static ChunkNumbers of(long[] extent, int[] chunk, int slowest) {
    long[] strides = new long[extent.length];
    long stride = 1;
    for (int k = extent.length - 1; k >= 0; k--) {
      if (k != slowest) {
        strides[k] = stride;
        if (extent[k] == Dataspace.UNLIMITED) {
          throw new DamagedHdf5Exception("an array of chunks that grows along several axes");
        }
        stride = Math.multiplyExact(stride, ChunkShape.pieces(extent[k], chunk[k]));
      }
    }
    strides[slowest] = stride;
    return new ChunkNumbers(strides);
  }

  /** Returns the number of the chunk at a place, counted in chunks along each axis. */
  long of(long[] place) {
    long number = 0;
    for (int k = 0; k < strides.length; k++) {
      number += place[k] * strides[k];
    }
    return number;
  }
}
