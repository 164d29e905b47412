package io.sinotrace.volume.io.hdf5.layout;

import java.util.Arrays;

/**
 * The filter that puts the lowest bits of all elements of a block before their second lowest ones,
 * and so on, and may then compress the block with LZ4.
 */
final class BitshuffleFilter implements Filter {
  private static final int LZ4 = 2;
  private static final int USUAL_BLOCK_BYTES = 8192;
  private static final int SMALLEST_USUAL_BLOCK = 128;

  private final int size;
  private final int block;
  private final boolean lz4;

  /**
   * Takes the filter's parameters: two of its version, the size of an element, the elements of a
   * block or 0, and the kind of compression.
   */
  BitshuffleFilter(int[] parameters) {
    if (parameters.length < 3 || parameters[2] < 1) {
      throw new DamagedHdf5Exception("a bitshuffle of elements without a size");
    }
    this.size = parameters[2];
    int elements = parameters.length > 3 ? parameters[3] : 0;
    int compression = parameters.length > 4 ? parameters[4] : 0;
    if (compression != 0 && compression != LZ4) {
      throw new UnsupportedHdf5Exception("filter 32008 (bitshuffle with zstd)");
    }
    this.lz4 = compression == LZ4;
    int usual = Math.max(USUAL_BLOCK_BYTES / size / 8 * 8, SMALLEST_USUAL_BLOCK);
    this.block = Math.multiplyExact(elements == 0 ? usual : elements, size);
    if (block < 1 || elements % 8 != 0) {
      throw new DamagedHdf5Exception("a bitshuffle in blocks of %d".formatted(elements));
    }
  }

  @Override
  public void decode(FilterBytes bytes) {
    if (lz4) {
      decompress(bytes);
    }
    byte[] from = bytes.now();
    byte[] to = bytes.next();
    int length = bytes.length();
    Arrays.fill(to, 0, length, (byte) 0);
    int at = 0;
    while (length - at >= 8 * size) {
      int here = blockAt(at, length);
      unshuffle(from, to, at, here / size);
      at += here;
    }
    // A remainder of less than eight elements is not shuffled.
    System.arraycopy(from, at, to, at, length - at);
    bytes.turn(length);
  }

  /** Returns the size in bytes of the block at a position: a multiple of eight elements. */
  private int blockAt(int at, int length) {
    return Math.min(block, (length - at) / (8 * size) * 8 * size);
  }

  private void decompress(FilterBytes bytes) {
    Lz4Blocks blocks = new Lz4Blocks(bytes);
    int length = blocks.total();
    if (blocks.block() != block) {
      throw new DamagedHdf5Exception(
          "a bitshuffle in blocks of %d bytes, compressed in blocks of %d"
              .formatted(block, blocks.block()));
    }
    int at = 0;
    while (length - at >= 8 * size) {
      int here = blockAt(at, length);
      blocks.decompress(bytes.next(), at, here, false);
      at += here;
    }
    blocks.copy(bytes.next(), at, length - at);
    bytes.turn(length);
  }

  private void unshuffle(byte[] from, byte[] to, int start, int elements) {
    int at = start;
    for (int bit = 0; bit < 8 * size; bit++) {
      int put = start + bit / 8;
      for (int i = 0; i < elements; i += 8) {
        int eight = from[at++];
        for (int k = 0; k < 8; k++) {
          to[put] |= (byte) (((eight >> k) & 1) << (bit % 8));
          put += size;
        }
      }
    }
  }
}
