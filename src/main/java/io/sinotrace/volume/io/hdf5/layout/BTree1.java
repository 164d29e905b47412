package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A B-tree of version 1 whose leaves name chunks: the index of layout versions 1 to 3. */
final class BTree1 {
  private static final int SIGNATURE = 0x45455254; // "TREE"
  private static final int CHUNKS = 1;
  private static final int HEAD = 8 + 2 * Hdf5Bytes.ADDRESS;

  private final Hdf5Bytes file;
  private final ChunkShape chunks;
  private final ChunkNumbers numbers;
  private final Map<Long, StoredChunk> found = new HashMap<>();

  private BTree1(Hdf5Bytes file, ChunkShape chunks) {
    this.file = file;
    this.chunks = chunks;
    this.numbers = ChunkNumbers.byExtent(chunks);
  }

  /** Reads the tree whose root is at an address. */
  static ChunkIndex read(Hdf5Bytes file, long address, ChunkShape chunks) {
    BTree1 tree = new BTree1(file, chunks);
    tree.readNode(address, file.read(address, HEAD).get(5) & 0xff);
    return place -> tree.found.get(tree.numbers.of(place));
  }

  private void readNode(long address, int level) {
    ByteBuffer head = file.read(address, HEAD);
    int foundLevel = head.get(5) & 0xff;
    if (head.getInt(0) != SIGNATURE || head.get(4) != CHUNKS || foundLevel != level) {
      throw new DamagedHdf5Exception(
          "no node of level %d of a B-tree of chunks at address %d".formatted(level, address));
    }
    int entries = head.getShort(6) & 0xffff;
    int axes = chunks.size().length;
    int keyBytes = 8 + 8 * (axes + 1);
    ByteBuffer in = file.read(address + HEAD, (long) entries * (keyBytes + Hdf5Bytes.ADDRESS));
    long[] place = new long[axes];
    for (int i = 0; i < entries; i++) {
      long bytes = Hdf5Bytes.unsigned(in, 4);
      int mask = in.getInt();
      boolean onGrid = true;
      for (int k = 0; k < axes; k++) {
        long offset = in.getLong();
        onGrid &= offset % chunks.size()[k] == 0;
        place[k] = offset / chunks.size()[k];
      }
      onGrid &= in.getLong() == 0;
      long child = in.getLong();
      if (level > 0) {
        readNode(child, level - 1);
      } else if (!onGrid) {
        throw new DamagedHdf5Exception("a chunk that is not on the grid of chunks");
      } else if (chunks.isInside(place)) {
        put(place, new StoredChunk(child, bytes, mask));
      }
    }
  }

  private void put(long[] place, StoredChunk chunk) {
    if (found.put(numbers.of(place), chunk) != null) {
      throw new DamagedHdf5Exception("a chunk that is stored twice");
    }
  }
}
