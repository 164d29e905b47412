package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A B-tree of version 2 whose records name chunks, for datasets with several unlimited axes. */
final class BTree2 {
  private static final int UNFILTERED = 10;
  private static final int FILTERED = 11;
  private static final int HEADER = 22 + 2 * Hdf5Bytes.ADDRESS;

  /** Signature, version, type and checksum of a node. */
  private static final int NODE_OVERHEAD = 10;

  private static final int MAX_DEPTH = 32;

  private final Hdf5Bytes file;
  private final ChunkShape chunks;
  private final ChunkNumbers numbers;
  private final int type;
  private final int recordBytes;
  private final long records;

  /** The size in bytes of the record count of one node. */
  private final int countBytes;

  /** By depth, the size in bytes of the record count of a node and all below it. */
  private final int[] totalBytes;

  /** Bytes of a node without its signature, version, type and checksum. */
  private final long room;

  private final Map<Long, StoredChunk> found = new HashMap<>();
  private long read;

  private BTree2(Hdf5Bytes file, ByteBuffer header, ChunkShape chunks, boolean filtered) {
    this.file = file;
    this.chunks = chunks;
    this.numbers = ChunkNumbers.byExtent(chunks);
    this.type = filtered ? FILTERED : UNFILTERED;
    if (header.get(5) != type) {
      throw new DamagedHdf5Exception("a B-tree of type %d for chunks".formatted(header.get(5)));
    }
    this.room = (long) header.getInt(6) - NODE_OVERHEAD;
    this.recordBytes = header.getShort(10) & 0xffff;
    int depth = header.getShort(12) & 0xffff;
    int axes = chunks.size().length;
    int sizeBytes = recordBytes - Hdf5Bytes.ADDRESS - 8 * axes - (filtered ? 4 : 0);
    if (depth > MAX_DEPTH || (filtered ? sizeBytes < 1 || sizeBytes > 8 : sizeBytes != 0)) {
      throw new DamagedHdf5Exception(
          "a B-tree of depth %d with records of %d bytes".formatted(depth, recordBytes));
    }
    this.records = header.getLong(18 + Hdf5Bytes.ADDRESS);
    // The size of a count is that of the greatest possible one.
    this.countBytes = bytesFor(room / recordBytes);
    this.totalBytes = totalBytes(depth);
  }

  /** Reads the tree whose header is at an address. */
  static ChunkIndex read(Hdf5Bytes file, long address, ChunkShape chunks, boolean filtered) {
    ByteBuffer header = file.block("BTHD", address, HEADER);
    BTree2 tree = new BTree2(file, header, chunks, filtered);
    long root = header.getLong(16);
    int rootRecords = header.getShort(16 + Hdf5Bytes.ADDRESS) & 0xffff;
    if (root != Hdf5Bytes.UNDEFINED) {
      tree.readNode(root, tree.totalBytes.length - 1, rootRecords);
    }
    if (tree.read != tree.records) {
      throw new DamagedHdf5Exception(
          "a B-tree that claims %d chunks and has %d".formatted(tree.records, tree.read));
    }
    return place -> tree.found.get(tree.numbers.of(place));
  }

  private int[] totalBytes(int depth) {
    int[] bytes = new int[depth + 1];
    long total = room / recordBytes;
    for (int d = 1; d <= depth; d++) {
      int pointer = Hdf5Bytes.ADDRESS + countBytes + bytes[d - 1];
      long most = (room - pointer) / (recordBytes + pointer);
      total = Math.addExact(Math.multiplyExact(most + 1, total), most);
      bytes[d] = bytesFor(total);
    }
    return bytes;
  }

  private static int bytesFor(long limit) {
    return (64 - Long.numberOfLeadingZeros(Math.max(1, limit)) + 7) / 8;
  }

  private void readNode(long address, int depth, long count) {
    int pointer = depth == 0 ? 0 : Hdf5Bytes.ADDRESS + countBytes + totalBytes[depth - 1];
    long length = NODE_OVERHEAD + count * recordBytes + (depth == 0 ? 0 : (count + 1) * pointer);
    ByteBuffer in = file.block(depth == 0 ? "BTLF" : "BTIN", address, length);
    if (in.get() != type) {
      throw new DamagedHdf5Exception("a node of another B-tree at address " + address);
    }
    read += count;
    if (read > records) {
      throw new DamagedHdf5Exception("a B-tree that has more than its " + records + " chunks");
    }
    for (long i = 0; i < count; i++) {
      readRecord(in);
    }
    for (long i = 0; depth > 0 && i <= count; i++) {
      long child = in.getLong();
      long childCount = Hdf5Bytes.unsigned(in, countBytes);
      in.position(in.position() + totalBytes[depth - 1]);
      readNode(child, depth - 1, childCount);
    }
  }

  private void readRecord(ByteBuffer in) {
    int axes = chunks.size().length;
    long address = in.getLong();
    long bytes = chunks.bytes();
    int mask = 0;
    if (type == FILTERED) {
      bytes = Hdf5Bytes.unsigned(in, recordBytes - Hdf5Bytes.ADDRESS - 4 - 8 * axes);
      mask = in.getInt();
    }
    long[] place = new long[axes];
    for (int k = 0; k < axes; k++) {
      place[k] = in.getLong();
    }
    if (chunks.isInside(place)
        && found.put(numbers.of(place), new StoredChunk(address, bytes, mask)) != null) {
      throw new DamagedHdf5Exception("a chunk that is stored twice");
    }
  }
}
