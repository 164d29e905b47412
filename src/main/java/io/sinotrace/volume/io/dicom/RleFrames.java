package io.sinotrace.volume.io.dicom;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Frames packed by run lengths, each in an item of its own (PS3.5, section A.4 and annex G): first
 * the highest bytes of all pixels, then the next ones.
 */
final class RleFrames implements PackedFrames {
  private static final int HEADER = 64;

  private final PixelItems items;

  RleFrames(PixelItems items) {
    this.items = items;
  }

  @Override
  public void skip() throws IOException {
    items.skip(items.next());
  }

  /** Unpacks the next frame; the highest byte of each pixel is the first. */
  @Override
  public void read(Slice slice, byte[] frame) throws IOException {
    int planes = slice.form().bytes();
    long length = items.next();
    // Noise takes hardly more than it is itself.
    if (length < HEADER || length > 2L * frame.length + 2 * HEADER) {
      throw new UnusableException(
          "is damaged: an RLE frame of %d bytes for %d".formatted(length, frame.length));
    }
    ByteBuffer packed = ByteBuffer.wrap(items.read(length)).order(ByteOrder.LITTLE_ENDIAN);
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

  @Override
  public void end() throws IOException {
    for (long length = items.nextIfAny(); length >= 0; length = items.nextIfAny()) {
      // What is shorter is no frame: an item of zeros, say.
      if (length >= HEADER) {
        throw PixelItems.tooMany();
      }
      items.skip(length);
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
