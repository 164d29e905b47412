package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;

/** A chunk index of a dataset without unlimited axes: an array of all its chunks. */
final class FixedArray {
  private static final int HEADER = 12 + 2 * Hdf5Bytes.ADDRESS;
  private static final int PREFIX = 6 + Hdf5Bytes.ADDRESS;
  private static final int CHECKSUM = 4;

  private FixedArray() {}

  /** Reads the array whose header is at an address. */
  static ChunkIndex read(Hdf5Bytes file, long address, ChunkShape chunks, boolean filtered) {
    ByteBuffer header = file.block("FAHD", address, HEADER);
    int client = header.get();
    ChunkEntries entries = new ChunkEntries(chunks, filtered, client, header.get() & 0xff);
    long pageSize = 1L << (header.get() & 0x1f);
    long count = header.getLong();
    long block = header.getLong();
    if (count < 0) {
      throw new DamagedHdf5Exception("a chunk index of %d elements".formatted(count));
    }
    if (block == Hdf5Bytes.UNDEFINED) {
      return entries;
    }
    if (count <= pageSize) {
      ByteBuffer in = file.block("FADB", block, PREFIX + entries.bytes(count) + CHECKSUM);
      entries.read(in.position(PREFIX), 0, count);
      return entries;
    }
    long pages = (count - 1) / pageSize + 1;
    long prefix = PREFIX + PageBits.bytes(pages) + CHECKSUM;
    ByteBuffer in = file.block("FADB", block, prefix);
    PageBits bits = PageBits.read(in.position(PREFIX), PageBits.bytes(pages));
    long page = block + prefix;
    for (long first = 0; first < count; first += pageSize) {
      long here = Math.min(pageSize, count - first);
      long bytes = entries.bytes(here) + CHECKSUM;
      if (bits.isWritten(first / pageSize)) {
        entries.read(file.checked(page, bytes), first, here);
      }
      page += bytes;
    }
    return entries;
  }
}
