package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an array index, by their number: the array's elements are their addresses, and
 * their sizes and masks where there are filters.
 */
final class ChunkEntries implements ChunkIndex {
  private static final int MASK = 4;

  private final ChunkNumbers numbers;
  private final boolean filtered;
  private final int entryBytes;
  private final int chunkBytes;
  private final Map<Long, StoredChunk> found = new HashMap<>();

  /**
   * Checks the form of the elements that the array states.
   *
   * @param client 1 for elements with sizes and masks, 0 without
   */
  ChunkEntries(ChunkShape chunks, boolean filtered, int client, int entryBytes) {
    this.numbers = ChunkNumbers.byLargestExtent(chunks);
    this.filtered = filtered;
    this.entryBytes = entryBytes;
    this.chunkBytes = chunks.bytes();
    int sizeBytes = entryBytes - Hdf5Bytes.ADDRESS - (filtered ? MASK : 0);
    if (client != (filtered ? 1 : 0)
        || (filtered ? sizeBytes < 1 || sizeBytes > 8 : sizeBytes != 0)) {
      throw new DamagedHdf5Exception(
          "a chunk index of kind %d with elements of %d bytes".formatted(client, entryBytes));
    }
  }

  /** Returns the bytes of some elements. */
  long bytes(long count) {
    return Math.multiplyExact(count, entryBytes);
  }

  /** Reads elements that follow one another. */
  void read(ByteBuffer in, long first, long count) {
    for (long number = first; number < first + count; number++) {
      long address = in.getLong();
      long bytes = chunkBytes;
      int mask = 0;
      if (filtered) {
        bytes = Hdf5Bytes.unsigned(in, entryBytes - Hdf5Bytes.ADDRESS - MASK);
        mask = in.getInt();
      }
      if (address != Hdf5Bytes.UNDEFINED) {
        found.put(number, new StoredChunk(address, bytes, mask));
      }
    }
  }

  @Override
  public @Nullable StoredChunk find(long[] place) {
    return found.get(numbers.of(place));
  }
}
