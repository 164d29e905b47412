package io.sinotrace.volume.io.hdf5.layout;

/**
 * How a dataset is cut into chunks.
 *
 * @param space the dataset
 * @param size of a chunk along each axis, in elements
 * @param bytes of a chunk before the filters
 */
@SuppressWarnings("ArrayRecordComponent") // read by those beside it
record ChunkShape(Dataspace space, int[] size, int bytes) {
  /** The largest chunk: a Java array has to hold it and what its filters may add. */
  private static final long MAX_BYTES = 2_000_000_000;

  /** Checks the chunks of a dataset. */
  static ChunkShape of(Dataspace space, long[] size, int elementBytes) {
    int axes = space.shape().length;
    if (size.length != axes) {
      throw new DamagedHdf5Exception(
          "chunks of %d axes in a dataset of %d".formatted(size.length, axes));
    }
    int[] checked = new int[axes];
    long bytes = elementBytes;
    for (int k = 0; k < axes; k++) {
      if (size[k] < 1) {
        throw new DamagedHdf5Exception("chunks of %d along an axis".formatted(size[k]));
      }
      if (size[k] > MAX_BYTES / bytes) {
        throw new UnsupportedHdf5Exception("chunks of more than %d bytes".formatted(MAX_BYTES));
      }
      checked[k] = (int) size[k];
      bytes *= size[k];
    }
    return new ChunkShape(space, checked, (int) bytes);
  }

  /** Returns how many chunks cover a length. */
  static long pieces(long length, int size) {
    return length / size + (length % size == 0 ? 0 : 1);
  }

  /** Returns how many chunks cover the dataset. */
  long count() {
    long count = 1;
    for (int k = 0; k < size.length; k++) {
      count = Math.multiplyExact(count, pieces(space.shape()[k], size[k]));
    }
    return count;
  }

  /** Returns whether a chunk of the grid, at a position counted in chunks, lies in the dataset. */
  boolean isInside(long[] place) {
    for (int k = 0; k < size.length; k++) {
      if (place[k] < 0 || place[k] >= pieces(space.shape()[k], size[k])) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a chunk reaches beyond the dataset's present extent. */
  boolean isPartial(long[] place) {
    for (int k = 0; k < size.length; k++) {
      if ((place[k] + 1) * size[k] > space.shape()[k]) {
        return true;
      }
    }
    return false;
  }
}
