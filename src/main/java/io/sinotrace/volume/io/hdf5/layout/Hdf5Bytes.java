package io.sinotrace.volume.io.hdf5.layout;

import io.jhdf.checksum.ChecksumUtils;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an HDF5 file by the addresses in its structures: these are relative to the
 * superblock, which other data may precede. Numbers are little-endian throughout.
 */
public final class Hdf5Bytes {
  /** The undefined address: nothing is stored. */
  static final long UNDEFINED = -1;

  /** Bytes of an address; also of a length. */
  static final int ADDRESS = 8;

  private static final int CHECKSUM = 4;
  private static final long SIGNATURE = 0x0a1a0a0d46444889L;

  private final FileChannel channel;
  private final long size;
  private final long base;

  /** How many bytes may still be read. */
  private long left;

  private Hdf5Bytes(FileChannel channel, long size, long base, long left) {
    this.channel = channel;
    this.size = size;
    this.base = base;
    this.left = left;
  }

  /**
   * Returns the same bytes to read one structure from, such as an index: its blocks do not overlap,
   * so that more bytes than the file has are only read of one that contains itself.
   */
  Hdf5Bytes once() {
    return new Hdf5Bytes(channel, size, base, size);
  }

  /**
   * Finds the superblock of a file.
   *
   * @param channel not closed here
   * @throws DamagedHdf5Exception if there is none, or the file ends before its own end
   * @throws UnsupportedHdf5Exception if its addresses are not of 8 bytes
   */
  public static Hdf5Bytes of(FileChannel channel) throws IOException {
    long size = channel.size();
    for (long at = 0; at + 64 <= size; at = at == 0 ? 512 : 2 * at) {
      Hdf5Bytes bytes = new Hdf5Bytes(channel, size, at, Long.MAX_VALUE);
      ByteBuffer in = bytes.read(0, 64);
      if (in.getLong() == SIGNATURE) {
        checkSuperblock(in, at, size);
        return bytes;
      }
    }
    throw new DamagedHdf5Exception("no HDF5 signature");
  }

  private static void checkSuperblock(ByteBuffer in, long base, long size) {
    int version = in.get(8);
    if (version < 0 || version > 3) {
      throw new UnsupportedHdf5Exception("a superblock of version " + version);
    }
    boolean old = version < 2;
    int addressBytes = in.get(old ? 13 : 9);
    int lengthBytes = in.get(old ? 14 : 10);
    if (addressBytes != ADDRESS || lengthBytes != ADDRESS) {
      throw new UnsupportedHdf5Exception(
          "addresses of %d and lengths of %d bytes".formatted(addressBytes, lengthBytes));
    }
    int addresses = old ? version == 0 ? 24 : 28 : 12;
    if (in.getLong(addresses) != base) {
      throw new DamagedHdf5Exception(
          "its superblock is at byte %d, and says %d".formatted(base, in.getLong(addresses)));
    }
    long end = in.getLong(addresses + 2 * ADDRESS);
    if (end != UNDEFINED && Long.compareUnsigned(end, size) > 0) {
      throw new DamagedHdf5Exception(
          "it ends after %d of %s bytes: truncated".formatted(size, Long.toUnsignedString(end)));
    }
  }

  /** Returns the size of the file. */
  long size() {
    return size;
  }

  /** Returns the position in the file of an address. */
  long position(long address) {
    return Math.addExact(base, address);
  }

  /** Reads bytes into a new buffer. */
  ByteBuffer read(long address, long length) {
    requireInside(address, length);
    ByteBuffer in = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    readFully(address, in);
    return in;
  }

  /** Reads bytes into the beginning of a large enough array. */
  void read(long address, byte[] into, int length) {
    requireInside(address, length);
    readFully(address, ByteBuffer.wrap(into, 0, length));
  }

  /**
   * Reads a block that begins with a signature and version 0, and ends with its checksum.
   *
   * @param length of the whole block
   * @return the block without its checksum, from the byte after the version on
   */
  ByteBuffer block(String signature, long address, long length) {
    ByteBuffer in = checked(address, length);
    byte[] found = new byte[4];
    in.get(found);
    if (!new String(found, StandardCharsets.ISO_8859_1).equals(signature)) {
      throw new DamagedHdf5Exception("no %s at address %d".formatted(signature, address));
    }
    int version = in.get();
    if (version != 0) {
      throw new UnsupportedHdf5Exception("%s of version %d".formatted(signature, version));
    }
    return in;
  }

  /** Reads bytes that end with their checksum, which is taken off. */
  ByteBuffer checked(long address, long length) {
    ByteBuffer in = read(address, length);
    int end = in.limit() - CHECKSUM;
    int stored = in.getInt(end);
    in.limit(end);
    byte[] bytes = new byte[end];
    in.get(0, bytes);
    if (ChecksumUtils.checksum(bytes) != stored) {
      throw new DamagedHdf5Exception("wrong checksum of the block at address " + address);
    }
    return in;
  }

  private void requireInside(long address, long length) {
    if (address < 0 || length < 0 || length > size || address > size - base - length) {
      throw new DamagedHdf5Exception(
          "%d bytes at address %d lie outside the file".formatted(length, address));
    }
    if (length > Integer.MAX_VALUE - 64) {
      throw new UnsupportedHdf5Exception("a block of %d bytes".formatted(length));
    }
    left -= length;
    if (left < 0) {
      throw new DamagedHdf5Exception("a structure that contains itself");
    }
  }

  private void readFully(long address, ByteBuffer in) {
    int start = in.position();
    try {
      long position = position(address) - start;
      while (in.hasRemaining()) {
        if (channel.read(in, position + in.position()) < 0) {
          throw new EOFException("the file became shorter while it was read");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    in.position(start);
  }

  /**
   * Reads an unsigned number of 1 to 8 bytes.
   *
   * @return it; negative if it has all 64 bits
   */
  static long unsigned(ByteBuffer in, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.get() & 0xffL) << (8 * i);
    }
    return value;
  }
}
