package io.sinotrace.volume.io.vtk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** Blocks that are packed by zlib, each by itself, one after the other. */
final class ZlibBlocks extends InputStream {
  private final InputStream packed;
  private final long[] packedSizes;
  private final int blockSize;
  private final int lastSize;
  private byte[] block = new byte[0];
  private int next;
  private int at;

  /**
   * Takes blocks.
   *
   * @param packed their bytes
   * @param packedSizes how many each has
   * @param blockSize how many bytes each stands for, but the last
   * @param lastSize how many the last stands for
   */
  ZlibBlocks(InputStream packed, long[] packedSizes, int blockSize, int lastSize) {
    this.packed = packed;
    this.packedSizes = packedSizes;
    this.blockSize = blockSize;
    this.lastSize = lastSize;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int from, int count) throws IOException {
    if (at == block.length) {
      if (next == packedSizes.length) {
        return -1;
      }
      block = unpack(next == packedSizes.length - 1 ? lastSize : blockSize);
      next++;
      at = 0;
    }
    int some = Math.min(count, block.length - at);
    System.arraycopy(block, at, out, from, some);
    at += some;
    return some;
  }

  private byte[] unpack(int size) throws IOException {
    byte[] bytes = packed.readNBytes((int) packedSizes[next]);
    if (bytes.length < packedSizes[next]) {
      throw new EOFException();
    }
    byte[] out = new byte[size];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      int count = 0;
      while (count < size) {
        int some = inflater.inflate(out, count, size - count);
        if (some == 0) {
          throw new ZipException("block %d ends early".formatted(next + 1));
        }
        count += some;
      }
      return out;
    } catch (DataFormatException e) {
      throw new ZipException("block %d: %s".formatted(next + 1, e.getMessage()));
    } finally {
      inflater.end();
    }
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }
}
