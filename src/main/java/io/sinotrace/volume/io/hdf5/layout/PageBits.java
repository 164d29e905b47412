package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;

/** Which pages of an array index are initialised; the others must not be read. */
final class PageBits {
  private final byte[] bits;

  private PageBits(byte[] bits) {
    this.bits = bits;
  }

  /** Returns the number of bytes for a number of bits. */
  static long bytes(long pages) {
    return (pages + 7) / 8;
  }

  /** Reads the next bytes of a block. */
  static PageBits read(ByteBuffer in, long bytes) {
    if (bytes > in.remaining()) {
      throw new DamagedHdf5Exception("a chunk index that is shorter than its pages");
    }
    byte[] bits = new byte[(int) bytes];
    in.get(bits);
    return new PageBits(bits);
  }

  /** Returns whether a page was written; page 0 is the highest bit of the first byte. */
  boolean isWritten(long page) {
    return (bits[(int) (page >> 3)] & (0x80 >> (page & 7))) != 0;
  }
}
