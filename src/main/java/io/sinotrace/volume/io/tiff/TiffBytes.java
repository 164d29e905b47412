package io.sinotrace.volume.io.tiff;

import io.sinotrace.volume.io.file.VolumeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a TIFF file, read where they are wanted. What is asked for is compared with the
 * length of the file before anything is allocated.
 */
final class TiffBytes implements AutoCloseable {
  private static final byte LITTLE = 'I';
  private static final byte BIG = 'M';

  private final VolumeFile file;
  private final @Nullable FSDataInputStream in;
  private final byte[] all;
  private final ByteOrder order;
  private final boolean wide;

  /** Where the first directory is. */
  private final long first;

  private TiffBytes(VolumeFile file, @Nullable FSDataInputStream in, byte[] all) {
    this.file = file;
    this.in = in;
    this.all = all;
    byte[] start = at(0, Math.min(file.length(), 16));
    if (start.length < 8 || start[0] != start[1] || (start[0] != LITTLE && start[0] != BIG)) {
      throw notTiff();
    }
    this.order = start[0] == BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer header = ByteBuffer.wrap(start).order(order);
    int version = header.getShort(2);
    this.wide = version == 43;
    if (version != 42 && !wide) {
      throw notTiff();
    }
    if (wide && (start.length < 16 || header.getShort(4) != 8 || header.getShort(6) != 0)) {
      throw file.fault("its header is damaged: expected a BigTIFF with offsets of 8 bytes");
    }
    this.first = wide ? header.getLong(8) : header.getInt(4) & 0xffff_ffffL;
  }

  private RuntimeException notTiff() {
    return file.fault("is not a TIFF file: expected II or MM and 42 or 43 at its beginning");
  }

  /** Opens a file, of which only parts are read. */
  static TiffBytes open(VolumeFile file) {
    FSDataInputStream in = file.open();
    try {
      return new TiffBytes(file, in, new byte[0]);
    } catch (RuntimeException e) {
      close(file, in);
      throw e;
    }
  }

  /** Returns a file that has been read as a whole. */
  static TiffBytes of(VolumeFile file, byte[] all) {
    return new TiffBytes(file, null, all);
  }

  VolumeFile file() {
    return file;
  }

  ByteOrder order() {
    return order;
  }

  /** Returns whether it is a BigTIFF, whose offsets have 8 bytes. */
  boolean isWide() {
    return wide;
  }

  /** Returns where the first directory is. */
  long firstDirectory() {
    return first;
  }

  /** Returns some bytes of the file. */
  byte[] at(long offset, long count) {
    long length = in == null ? all.length : file.length();
    if (offset < 0 || count < 0 || offset > length || count > length - offset) {
      throw file.fault(
          "names %s bytes from byte %s on, but the file has %d: truncated, or damaged"
              .formatted(
                  Long.toUnsignedString(count), Long.toUnsignedString(offset), file.length()));
    }
    byte[] bytes = new byte[Math.toIntExact(Math.min(count, Integer.MAX_VALUE - 8))];
    if (bytes.length < count) {
      throw file.fault("has a strip of %d bytes: at most 2 GiB each".formatted(count));
    }
    if (in == null) {
      System.arraycopy(all, (int) offset, bytes, 0, bytes.length);
      return bytes;
    }
    try {
      in.seek(offset);
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** As above, in the byte order of the file. */
  ByteBuffer buffer(long offset, long count) {
    return ByteBuffer.wrap(at(offset, count)).order(order);
  }

  @Override
  public void close() {
    if (in != null) {
      close(file, in);
    }
  }

  private static void close(VolumeFile file, FSDataInputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
