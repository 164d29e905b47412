package io.sinotrace.volume.io.hdf5.layout;

import io.sinotrace.volume.io.hdf5.layout.ObjectHeader.Message;
import java.nio.ByteBuffer;

/** How the elements of a dataset are laid out. */
sealed interface Layout {
  /** The size of elements in a header that does not state it. */
  long UNCOUNTED = -1;

  /**
   * Contiguous.
   *
   * @param address of the first one
   * @param bytes of all of them, or {@link #UNCOUNTED}
   */
  record Contiguous(long address, long bytes) implements Layout {}

  /**
   * In chunks.
   *
   * @param size of a chunk along each axis in elements, then of an element in bytes
   * @param filtersPartial whether chunks that reach beyond the dataset go through the filters
   * @param index kind of the index
   * @param stored where the index lies: its address; for a single chunk also its bytes and mask, 0
   *     bytes if it is not filtered
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, by those beside it
  record Chunked(long[] size, boolean filtersPartial, Index index, StoredChunk stored)
      implements Layout {}

  /** Kinds of chunk indexes. */
  enum Index {
    BTREE_1,
    SINGLE_CHUNK,
    IMPLICIT,
    FIXED_ARRAY,
    EXTENSIBLE_ARRAY,
    BTREE_2
  }

  /** Reads a data layout message. */
  static Layout read(Message message) {
    ByteBuffer in = message.bytes();
    int version = in.get();
    return switch (version) {
      case 1, 2 -> readVersion1(in, message.address());
      case 3, 4 -> readVersion3(in, message.address(), version);
      default -> throw new UnsupportedHdf5Exception("a data layout of version " + version);
    };
  }

  private static Layout readVersion1(ByteBuffer in, long messageAddress) {
    int axes = in.get();
    int layoutClass = in.get();
    in.position(8);
    long address = layoutClass == 0 ? Hdf5Bytes.UNDEFINED : in.getLong();
    long[] size = sizes(in, axes, 4);
    return switch (layoutClass) {
      case 0 -> compact(in, messageAddress, 4);
      case 1 -> new Contiguous(address, UNCOUNTED);
      case 2 -> new Chunked(size, true, Index.BTREE_1, new StoredChunk(address, 0, 0));
      default -> throw new DamagedHdf5Exception("a data layout of class " + layoutClass);
    };
  }

  private static Layout readVersion3(ByteBuffer in, long messageAddress, int version) {
    int layoutClass = in.get();
    return switch (layoutClass) {
      case 0 -> compact(in, messageAddress, 2);
      case 1 -> new Contiguous(in.getLong(), in.getLong());
      case 2 -> version == 3 ? chunked3(in) : chunked4(in);
      case 3 -> throw new UnsupportedHdf5Exception("a virtual dataset");
      default -> throw new DamagedHdf5Exception("a data layout of class " + layoutClass);
    };
  }

  private static Layout compact(ByteBuffer in, long messageAddress, int sizeBytes) {
    long bytes = Hdf5Bytes.unsigned(in, sizeBytes);
    if (bytes > in.remaining()) {
      throw new DamagedHdf5Exception("elements in the header that are longer than their message");
    }
    return new Contiguous(messageAddress + in.position(), bytes);
  }

  private static Layout chunked3(ByteBuffer in) {
    int axes = in.get();
    long address = in.getLong();
    long[] size = sizes(in, axes, 4);
    return new Chunked(size, true, Index.BTREE_1, new StoredChunk(address, 0, 0));
  }

  private static Layout chunked4(ByteBuffer in) {
    int flags = in.get();
    int axes = in.get();
    long[] size = sizes(in, axes, in.get());
    int kind = in.get();
    if (kind < 1 || kind >= Index.values().length) {
      throw new DamagedHdf5Exception("a chunk index of kind " + kind);
    }
    Index index = Index.values()[kind];
    long bytes = 0;
    int mask = 0;
    if (index == Index.SINGLE_CHUNK && (flags & 2) != 0) {
      bytes = in.getLong();
      mask = in.getInt();
    }
    // The headers of the other indexes repeat these parameters.
    int parameters =
        switch (index) {
          case FIXED_ARRAY -> 1;
          case EXTENSIBLE_ARRAY -> 5;
          case BTREE_2 -> 6;
          default -> 0;
        };
    long address = in.position(in.position() + parameters).getLong();
    return new Chunked(size, (flags & 1) == 0, index, new StoredChunk(address, bytes, mask));
  }

  private static long[] sizes(ByteBuffer in, int axes, int bytes) {
    if (axes < 0 || axes > Dataspace.MAX_AXES + 1 || bytes < 1 || bytes > 8) {
      throw new DamagedHdf5Exception(
          "a data layout of %d axes in %d bytes each".formatted(axes, bytes));
    }
    long[] sizes = new long[axes];
    for (int k = 0; k < axes; k++) {
      sizes[k] = Hdf5Bytes.unsigned(in, bytes);
    }
    return sizes;
  }
}
