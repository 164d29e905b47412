package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A chunk index of a dataset with one unlimited axis: an array of its chunks, in blocks that grow
 * with it. An index block holds the first elements, then the addresses of data blocks, then those
 * of super blocks, which hold the addresses of more data blocks.
 */
final class ExtensibleArray {
  private static final int HEADER = 16 + 7 * Hdf5Bytes.ADDRESS;
  private static final int PREFIX = 6 + Hdf5Bytes.ADDRESS;
  private static final int CHECKSUM = 4;

  private final Hdf5Bytes file;
  private final ChunkEntries entries;
  private final int offsetBytes;
  private final int indexElements;
  private final int smallestBlock;
  private final int smallestPointers;
  private final int superBlocks;
  private final long pageSize;

  private ExtensibleArray(Hdf5Bytes file, ByteBuffer header, ChunkShape chunks, boolean filtered) {
    this.file = file;
    int client = header.get();
    this.entries = new ChunkEntries(chunks, filtered, client, header.get() & 0xff);
    int indexBits = header.get();
    this.indexElements = header.get() & 0xff;
    this.smallestBlock = header.get() & 0xff;
    this.smallestPointers = header.get() & 0xff;
    int pageBits = header.get();
    if (indexBits < 1
        || indexBits > 62
        || pageBits < 0
        || pageBits > 31
        || Integer.bitCount(smallestBlock) != 1
        || Integer.bitCount(smallestPointers) != 1
        || smallestPointers < 2) {
      throw new DamagedHdf5Exception("an extensible array with impossible sizes");
    }
    this.offsetBytes = (indexBits + 7) / 8;
    this.pageSize = 1L << pageBits;
    this.superBlocks = 1 + indexBits - log2(smallestBlock);
  }

  /** Reads the array whose header is at an address. */
  static ChunkIndex read(Hdf5Bytes file, long address, ChunkShape chunks, boolean filtered) {
    ByteBuffer header = file.block("EAHD", address, HEADER);
    ExtensibleArray array = new ExtensibleArray(file, header, chunks, filtered);
    // Six counts that reading does not need.
    long indexBlock = header.position(header.position() + 6 * 8).getLong();
    if (indexBlock != Hdf5Bytes.UNDEFINED) {
      array.readIndexBlock(indexBlock);
    }
    return array.entries;
  }

  private static int log2(int powerOfTwo) {
    return Integer.numberOfTrailingZeros(powerOfTwo);
  }

  /** Returns how many data blocks belong to super block {@code s}. */
  private static long blocks(int s) {
    return 1L << (s / 2);
  }

  /** Returns how many elements a data block of super block {@code s} has. */
  private long elements(int s) {
    return (1L << ((s + 1) / 2)) * smallestBlock;
  }

  private void readIndexBlock(long address) {
    // The first super blocks have no block of their own: their data blocks are listed here.
    int direct = Math.min(superBlocks, 2 * log2(smallestPointers));
    long directBlocks = 0;
    for (int s = 0; s < direct; s++) {
      directBlocks += blocks(s);
    }
    long length =
        PREFIX
            + entries.bytes(indexElements)
            + Hdf5Bytes.ADDRESS * (directBlocks + superBlocks - direct)
            + CHECKSUM;
    ByteBuffer in = file.block("EAIB", address, length).position(PREFIX);
    entries.read(in, 0, indexElements);
    long first = indexElements;
    for (int s = 0; s < superBlocks; s++) {
      if (s < direct) {
        for (long b = 0; b < blocks(s); b++) {
          readDataBlock(in.getLong(), first + b * elements(s), s, null, 0);
        }
      } else {
        readSuperBlock(in.getLong(), first, s);
      }
      first += blocks(s) * elements(s);
    }
  }

  private void readSuperBlock(long address, long first, int s) {
    if (address == Hdf5Bytes.UNDEFINED) {
      return;
    }
    long pages = pages(s);
    long bitBytes = blocks(s) * PageBits.bytes(pages);
    long length = PREFIX + offsetBytes + bitBytes + Hdf5Bytes.ADDRESS * blocks(s) + CHECKSUM;
    ByteBuffer in = file.block("EASB", address, length).position(PREFIX + offsetBytes);
    PageBits bits = PageBits.read(in, bitBytes);
    for (long b = 0; b < blocks(s); b++) {
      readDataBlock(in.getLong(), first + b * elements(s), s, bits, b * pages);
    }
  }

  /** Returns how many pages a data block of super block {@code s} has; 0 if it is not paged. */
  private long pages(int s) {
    return elements(s) > pageSize ? elements(s) / pageSize : 0;
  }

  private void readDataBlock(
      long address, long first, int s, @Nullable PageBits bits, long firstPage) {
    if (address == Hdf5Bytes.UNDEFINED) {
      return;
    }
    long pages = pages(s);
    long prefix = PREFIX + offsetBytes + (pages == 0 ? entries.bytes(elements(s)) : 0) + CHECKSUM;
    ByteBuffer in = file.block("EADB", address, prefix).position(PREFIX + offsetBytes);
    if (pages == 0) {
      entries.read(in, first, elements(s));
      return;
    }
    long bytes = entries.bytes(pageSize) + CHECKSUM;
    for (long p = 0; p < pages; p++) {
      if (bits == null || bits.isWritten(firstPage + p)) {
        entries.read(
            file.checked(address + prefix + p * bytes, bytes), first + p * pageSize, pageSize);
      }
    }
  }
}
