package io.sinotrace.volume.io.hdf5.dataset;

import io.sinotrace.JvmMemory;

/** A chunk on its way through the filters, in two arrays that take turns. */
final class FilterBytes {
  private byte[] now;
  private byte[] next;
  private int length;

  private FilterBytes(byte[] now, byte[] next) {
    this.now = now;
    this.next = next;
  }

  /**
   * Makes room.
   *
   * @param chunkBytes of a chunk before the filters; what filters add to it has room too
   * @param filtered whether there are filters
   * @throws io.sinotrace.InsufficientMemoryException if there is not so much on the heap
   */
  static FilterBytes of(int chunkBytes, boolean filtered) {
    int room = filtered ? chunkBytes + chunkBytes / 64 + 4096 : chunkBytes;
    JvmMemory.requireArrays(
        filtered ? 2 : 1, room, "reading HDF5 chunks of %d bytes".formatted(chunkBytes));
    return new FilterBytes(new byte[room], new byte[filtered ? room : 0]);
  }

  /** Returns the bytes of now: as many as {@link #length} says. */
  byte[] now() {
    return now;
  }

  /** Returns where a filter is to put its result. */
  byte[] next() {
    return next;
  }

  int length() {
    return length;
  }

  /** Sets the length of what is there now. */
  void setLength(int length) {
    this.length = length;
  }

  /** Takes the result of a filter for what is there now. */
  void turn(int newLength) {
    byte[] before = now;
    now = next;
    next = before;
    length = newLength;
  }
}
