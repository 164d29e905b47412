package io.sinotrace.volume.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames packed by run lengths, each in an item of its own (PS3.5, section A.4 and annex G): first
 * the highest bytes of all pixels, then the next ones.
 */
final class RleFrames {
  private static final int HEADER = 64;

  private final ElementInput in;

  /**
   * Begins at the pixels of a file.
   *
   * @throws IOException if it cannot be read
   */
  RleFrames(InputStream in, long at, long end) throws IOException {
    this.in = new ElementInput(in, at, end);
    this.in.skip(item()); // the table of offsets
  }

  /** Returns the length of the item that begins here. */
  private long item() throws IOException {
    int group = in.readShort(ByteOrder.LITTLE_ENDIAN);
    int element = in.readShort(ByteOrder.LITTLE_ENDIAN);
    if ((group << 16 | element) != Tag.ITEM) {
      throw new UnusableException("is damaged: its pixels end before the last frame");
    }
    return in.readInt(ByteOrder.LITTLE_ENDIAN);
  }

  /** Passes over a frame. */
  void skip() throws IOException {
    in.skip(item());
  }

  /**
   * Unpacks the next frame.
   *
   * @param planes bytes of a pixel
   * @param frame takes the pixels, the highest byte of each first
   */
  void read(int planes, byte[] frame) throws IOException {
    long length = item();
    // Noise takes hardly more than it is itself.
    if (length < HEADER || length > 2L * frame.length + 2 * HEADER) {
      throw new UnusableException(
          "is damaged: an RLE frame of %d bytes for %d".formatted(length, frame.length));
    }
    ByteBuffer packed = ByteBuffer.wrap(in.read((int) length)).order(ByteOrder.LITTLE_ENDIAN);
    if (packed.getInt(0) != planes) {
      throw new UnusableException(
          "its RLE frame has not one segment for each of %d bytes of a pixel".formatted(planes));
    }
    for (int plane = 0; plane < planes; plane++) {
      int start = packed.getInt(4 + 4 * plane);
      if (start < HEADER || start > length) {
        throw new UnusableException("is damaged: an RLE segment lies outside of its frame");
      }
      unpack(packed.position(start), frame, plane, planes);
    }
  }

  /** Unpacks a segment into every byte so many apart. */
  private static void unpack(ByteBuffer packed, byte[] frame, int from, int apart)
      throws EOFException {
    int at = from;
    while (at < frame.length) {
      if (packed.remaining() < 2) {
        throw new EOFException();
      }
      int code = packed.get();
      int count = code >= 0 ? code + 1 : code == -128 ? 0 : 1 - code;
      if (code >= 0 && count > packed.remaining()) {
        throw new EOFException();
      }
      byte run = code < 0 && count > 0 ? packed.get() : 0;
      for (int i = 0; i < count; i++) {
        byte one = code >= 0 ? packed.get() : run;
        if (at < frame.length) {
          frame[at] = one;
        }
        at += apart;
      }
    }
  }
}
