package io.sinotrace.volume.io.dicom;

import java.io.IOException;
import java.io.InputStream;

/**
 * What PixelData has behind the pixels that the header describes, where they are not packed.
 *
 * <p>One byte makes the length even (PS3.5, section 8.1.1). It should be 0, but some programs pad
 * by blanks or by what was there, and so it is not looked at. Older programs pad by more, which a
 * note of that section asks readers to accept: it is padding if it is zeros, and shorter than a
 * frame. So frames that the header leaves out are always noticed, rows and columns only where not
 * all that is over is zeros. With packed pixels what fills up an item or is too short for a frame
 * is passed over likewise, and another frame is refused.
 */
final class PixelPadding {
  private static final int BUFFER = 1 << 13;

  private PixelPadding() {}

  /**
   * Requires that what follows the pixels is shorter than a frame, as the header tells.
   *
   * @param slice one of the file's, which are all of one size
   */
  static void requireShort(SliceFile file, Slice slice) {
    if (length(file, slice) >= slice.bytes()) {
      throw fault("has more pixels than its header says", file, slice);
    }
  }

  /**
   * Requires that what follows the last frame is zeros.
   *
   * @param slice any
   * @param in what follows that slice
   */
  static void requireZeros(SliceFile file, Slice slice, InputStream in) throws IOException {
    long left = length(file, slice);
    if (left == 0) {
      return;
    }
    in.skipNBytes((file.frames() - 1 - slice.frame()) * slice.bytes());
    byte[] bytes = new byte[(int) Math.min(BUFFER, left)];
    while (left > 0) {
      int count = in.readNBytes(bytes, 0, (int) Math.min(BUFFER, left));
      if (count == 0) {
        throw UnusableException.truncated();
      }
      for (int i = 0; i < count; i++) {
        if (bytes[i] != 0) {
          throw fault("has something else than zeros behind its pixels", file, slice);
        }
      }
      left -= count;
    }
  }

  /** Returns how many bytes there are, without one that makes the length even. */
  private static long length(SliceFile file, Slice slice) {
    long described = file.frames() * slice.bytes();
    long more = file.pixels().length() - described;
    return more == described % 2 ? 0 : more;
  }

  private static UnusableException fault(String what, SliceFile file, Slice slice) {
    return new UnusableException(
        "%s: %d bytes of PixelData, expected %d by Rows %d, Columns %d, BitsAllocated %d and %s"
            .formatted(
                what,
                file.pixels().length(),
                file.frames() * slice.bytes(),
                slice.rows(),
                slice.columns(),
                8 * slice.form().bytes(),
                file.frames() == 1
                    ? "one frame (NumberOfFrames 1, or none)"
                    : "NumberOfFrames " + file.frames()));
  }
}
