package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of the two filters that compress with LZ4, block by block. */
final class Lz4Blocks {
  private static final int SHORTEST_COPY = 4;

  private final ByteBuffer in;
  private final int total;
  private final int block;

  /**
   * Reads how long the bytes are.
   *
   * @param bytes big-endian: 8 bytes of the length, 4 of the length of a block; then the blocks,
   *     each with 4 bytes of its compressed length before it
   */
  Lz4Blocks(FilterBytes bytes) {
    this.in = ByteBuffer.wrap(bytes.now(), 0, bytes.length()).order(ByteOrder.BIG_ENDIAN);
    long length = in.getLong();
    this.block = in.getInt();
    if (length < 0 || length > bytes.next().length || block < 1) {
      throw new DamagedHdf5Exception("LZ4 blocks of %d bytes, %d in all".formatted(block, length));
    }
    this.total = (int) length;
  }

  /** Returns the bytes of all blocks, decompressed. */
  int total() {
    return total;
  }

  /** Returns the decompressed size of every block but the last. */
  int block() {
    return block;
  }

  /** Returns the next bytes as they are. */
  void copy(byte[] out, int put, int length) {
    in.get(out, put, length);
  }

  /** Decompresses the next block. */
  void decompress(byte[] out, int put, int length, boolean mayBePlain) {
    int stored = in.getInt();
    int end = in.position() + stored;
    if (stored < 0 || stored > in.remaining()) {
      throw new DamagedHdf5Exception("an LZ4 block of %d bytes".formatted(stored));
    }
    if (mayBePlain && stored == length) {
      copy(out, put, length);
    } else if (decompress(end, out, put, put + length) != put + length) {
      throw new DamagedHdf5Exception("an LZ4 block that is too short");
    }
    in.position(end);
  }

  private int decompress(int end, byte[] out, int start, int limit) {
    int put = start;
    while (in.position() < end) {
      int token = in.get() & 0xff;
      int literals = length(token >> 4);
      requireRoom(literals, limit - put);
      in.get(out, put, literals);
      put += literals;
      if (in.position() >= end) {
        break;
      }
      int back = (in.get() & 0xff) | ((in.get() & 0xff) << 8);
      int copies = length(token & 0xf) + SHORTEST_COPY;
      requireRoom(copies, limit - put);
      requireRoom(back, put - start);
      // Byte by byte, since the ranges may overlap.
      for (int stop = put + copies; put < stop; put++) {
        out[put] = out[put - back];
      }
    }
    return put;
  }

  private int length(int first) {
    int length = first;
    if (first == 0xf) {
      int more;
      do {
        more = in.get() & 0xff;
        length = Math.addExact(length, more);
      } while (more == 0xff);
    }
    return length;
  }

  private static void requireRoom(int length, int room) {
    if (length > room) {
      throw new DamagedHdf5Exception("an LZ4 block that reaches beyond its bounds");
    }
  }
}
