package io.sinotrace.volume.io.tiff;

import io.sinotrace.Messages;
import io.sinotrace.volume.io.file.SampleType;
import io.sinotrace.volume.io.file.VoxelSink;
import io.sinotrace.volume.io.tiff.Page.Form;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/** Decodes pages, block by block. */
final class Blocks {
  /** Pixels decoded at a time; small enough for the processor's caches. */
  private static final int CHUNK = 16_384;

  private final TiffBytes bytes;
  private final VoxelSink sink;
  private final double[] values = new double[CHUNK];

  Blocks(TiffBytes bytes, VoxelSink sink) {
    this.bytes = bytes;
    this.sink = sink;
  }

  /** Decodes slice z. */
  void decode(Page page, int z) {
    Form form = page.form();
    int across = (form.width() + page.blockWidth() - 1) / page.blockWidth();
    for (int k = 0; k < page.offsets().length; k++) {
      int x = k % across * page.blockWidth();
      int y = k / across * page.blockHeight();
      int rows = Math.min(page.blockHeight(), form.height() - y);
      ByteBuffer block = unpacked(page, k, page.tiled() ? page.blockHeight() : rows);
      int columns = Math.min(page.blockWidth(), form.width() - x);
      for (int row = 0; row < rows; row++) {
        long first = ((long) z * form.height() + y + row) * form.width() + x;
        put(form.type(), block, row * page.blockWidth(), columns, first);
      }
    }
  }

  private void put(SampleType type, ByteBuffer block, int from, int count, long first) {
    for (int done = 0; done < count; done += CHUNK) {
      int some = Math.min(CHUNK, count - done);
      ByteBuffer row =
          block.slice((from + done) * type.bytes(), some * type.bytes()).order(block.order());
      type.decode(row, some, values);
      sink.run(first + done, values, 0, some);
    }
  }

  /** Returns a block of so many rows, of which each number can be decoded by itself. */
  private ByteBuffer unpacked(Page page, int block, int rows) {
    int size = page.form().type().bytes();
    long wanted = (long) rows * page.blockWidth() * size;
    long there = page.counts()[block];
    if (wanted > Integer.MAX_VALUE - 8
        || there < 0
        || there > bytes.file().length()
        || wanted > page.packing().expansion() * there) {
      throw bytes
          .file()
          .fault("has a block of %d bytes, packed into %d: damaged".formatted(wanted, there));
    }
    byte[] packed = bytes.at(page.offsets()[block], there);
    byte[] out = packed;
    if (page.packing() != Packing.NONE) {
      out = new byte[(int) wanted];
      int count;
      try {
        count = page.packing().unpack(packed, out);
      } catch (DataFormatException e) {
        throw bytes.file().fault("its packed data are damaged: " + Messages.reason(e), e);
      }
      if (count < wanted) {
        throw bytes.file().fault("has packed data that end before the last pixel: damaged");
      }
    }
    return switch (page.predictor()) {
      case 2 -> summed(ByteBuffer.wrap(out).order(bytes.order()), rows, page.blockWidth(), size);
      case 3 -> floats(out, rows, page.blockWidth(), size);
      default -> ByteBuffer.wrap(out).order(bytes.order());
    };
  }

  /** Adds up the differences of each row (TIFF 6.0, section 14). */
  private static ByteBuffer summed(ByteBuffer block, int rows, int width, int size) {
    for (int row = 0; row < rows; row++) {
      int from = row * width * size;
      for (int at = from + size; at < from + width * size; at += size) {
        switch (size) {
          case 1 -> block.put(at, (byte) (block.get(at) + block.get(at - 1)));
          case 2 -> block.putShort(at, (short) (block.getShort(at) + block.getShort(at - 2)));
          case 4 -> block.putInt(at, block.getInt(at) + block.getInt(at - 4));
          default -> block.putLong(at, block.getLong(at) + block.getLong(at - 8));
        }
      }
    }
    return block;
  }

  /**
   * Adds up the differences of the bytes of each row, in which the highest bytes of all numbers
   * come first, and puts the numbers together (Adobe Photoshop TIFF Technical Note 3).
   */
  private static ByteBuffer floats(byte[] block, int rows, int width, int size) {
    byte[] out = new byte[rows * width * size];
    for (int row = 0; row < rows; row++) {
      int from = row * width * size;
      byte sum = 0;
      for (int k = 0; k < width * size; k++) {
        sum += block[from + k];
        out[from + k % width * size + k / width] = sum;
      }
    }
    return ByteBuffer.wrap(out).order(ByteOrder.BIG_ENDIAN);
  }
}
