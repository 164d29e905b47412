package io.sinotrace.volume.io.dicom;

import io.sinotrace.volume.io.dicom.jpeg.BadJpegException;
import io.sinotrace.volume.io.dicom.jpeg.LosslessJpeg;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Frames in lossless JPEG, each in one item or several (PS3.5, section A.4.1): one that begins with
 * the start of an image, and those that follow it and do not.
 */
final class JpegFrames implements PackedFrames {
  /** The first two bytes of an image. */
  private static final int START_OF_IMAGE = 0xffd8;

  /**
   * The most bytes of a pixel: 16 of its code and 15 of its difference, each byte followed by a
   * stuffed one.
   */
  private static final int MOST_A_PIXEL = 8;

  /** The most bytes of a header, texts of programs among them. */
  private static final int MOST_OF_HEADER = 1 << 20;

  private final PixelItems items;

  /** The length of the item that begins the next frame, if that was begun; else -1. */
  private long begun = -1;

  JpegFrames(PixelItems items) {
    this.items = items;
  }

  /** Begins the first item of a frame; returns its length. */
  private long first() throws IOException {
    long length = begun < 0 ? items.next() : begun;
    begun = -1;
    if (items.peek() != START_OF_IMAGE) {
      throw new UnusableException("is damaged: a frame does not begin as JPEG");
    }
    return length;
  }

  /** Begins the next item, and returns its length; -1 if it is not of the same frame. */
  private long other() throws IOException {
    long length = items.nextIfAny();
    if (length >= 0 && items.peek() == START_OF_IMAGE) {
      begun = length;
      return -1;
    }
    return length;
  }

  @Override
  public void skip() throws IOException {
    for (long length = first(); length >= 0; length = other()) {
      items.skip(length);
    }
  }

  @Override
  public void read(Slice slice, byte[] frame) throws IOException {
    long most = (long) MOST_A_PIXEL * slice.rows() * slice.columns() + MOST_OF_HEADER;
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (long length = first(); length >= 0; length = other()) {
      if (stream.size() + length > Math.min(most, SliceFile.MAX_BYTES)) {
        throw new UnusableException(
            "is damaged: a JPEG frame of more than %d bytes for %d"
                .formatted(stream.size() + length - 1, frame.length));
      }
      stream.writeBytes(items.read(length));
    }
    try {
      LosslessJpeg jpeg = new LosslessJpeg(stream.toByteArray());
      requireAlike(jpeg, slice);
      jpeg.decode(frame, slice.form().bytes());
    } catch (BadJpegException e) {
      throw new UnusableException(e.reason());
    }
  }

  @Override
  public void end() {
    if (begun >= 0) {
      throw PixelItems.tooMany();
    }
  }

  /** Requires that the header of a stream and that of the file say the same. */
  private static void requireAlike(LosslessJpeg jpeg, Slice slice) {
    if (jpeg.rows() != slice.rows() || jpeg.columns() != slice.columns()) {
      throw new UnusableException(
          "its JPEG has %d x %d pixels, its header %d x %d"
              .formatted(jpeg.columns(), jpeg.rows(), slice.columns(), slice.rows()));
    }
    PixelForm form = slice.form();
    boolean hasNoSign = form.signed() && jpeg.precision() <= form.highBit();
    if (jpeg.precision() > 8 * form.bytes() || hasNoSign) {
      throw new UnusableException(
          "its JPEG has pixels of %d bits, its header %sof %d up to bit %d in %d%s"
              .formatted(
                  jpeg.precision(),
                  form.signed() ? "signed ones " : "",
                  form.bits(),
                  form.highBit(),
                  8 * form.bytes(),
                  hasNoSign ? "; dcmdjpeg may unpack it" : ""));
    }
  }
}
