package io.sinotrace.volume.io.hdf5.layout;

/** Numbers the chunks of a dataset from 0 on, the last axis fastest. */
final class ChunkNumbers {
  private final long[] strides;

  private ChunkNumbers(long[] strides) {
    this.strides = strides;
  }

  /** Numbers the chunks of the present extent. */
  static ChunkNumbers byExtent(ChunkShape chunks) {
    return of(chunks.space().shape(), chunks.size(), 0);
  }

  /**
   * Numbers the chunks of the largest extent: the numbers do not change when the dataset grows. At
   * most one axis is unlimited; it is the slowest, whatever its position.
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

  /** Returns the number of the chunk at a position, counted in chunks along each axis. */
  long of(long[] place) {
    long number = 0;
    for (int k = 0; k < strides.length; k++) {
      number += place[k] * strides[k];
    }
    return number;
  }
}
