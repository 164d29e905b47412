package io.sinotrace.volume.io.hdf5.layout;

import io.sinotrace.JvmMemory;

/** The bytes of a chunk between filters, in two arrays that are swapped. */
final class FilterBytes {
  /** Arrays up to so many bytes are of what JvmMemory leaves for all else. */
  private static final int SMALL = 1 << 20;

  private byte[] now;
  private byte[] next;
  private int length;

  private FilterBytes(byte[] now, byte[] next) {
    this.now = now;
    this.next = next;
  }

  /**
   * Allocates the arrays.
   *
   * @param chunkBytes of a chunk before the filters; what filters add to it has room too
   * @param filtered whether there are filters
   * @throws io.sinotrace.InsufficientMemoryException if the heap is too small
   */
  static FilterBytes of(int chunkBytes, boolean filtered) {
    int room = filtered ? chunkBytes + chunkBytes / 64 + 4096 : chunkBytes;
    if (room > SMALL) {
      JvmMemory.requireArrays(
          filtered ? 2 : 1, room, "reading HDF5 chunks of %d bytes".formatted(chunkBytes));
    }
    return new FilterBytes(new byte[room], new byte[filtered ? room : 0]);
  }

  /** Returns the present bytes; {@link #length} of them are valid. */
  byte[] now() {
    return now;
  }

  /** Returns the array for a filter's result. */
  byte[] next() {
    return next;
  }

  int length() {
    return length;
  }

  /** Sets the number of present bytes. */
  void setLength(int length) {
    this.length = length;
  }

  /** Makes the result of a filter the present bytes. */
  void turn(int newLength) {
    byte[] before = now;
    now = next;
    next = before;
    length = newLength;
  }
}
