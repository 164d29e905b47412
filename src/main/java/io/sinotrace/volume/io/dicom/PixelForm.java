package io.sinotrace.volume.io.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a frame are stored, and what they mean in Hounsfield units (PS3.3, sections
 * C.7.6.3 and C.8.2.1).
 *
 * @param bytes that a number takes: 1, 2 or 4
 * @param order of these bytes
 * @param bits that belong to the number
 * @param highBit the highest of them
 * @param signed whether that is the sign
 * @param padding the numbers that are no measurements, inclusive: the least and the greatest; null
 *     if there are none
 * @param slope each number is multiplied with
 * @param intercept added to the product
 */
record PixelForm(
    int bytes,
    ByteOrder order,
    int bits,
    int highBit,
    boolean signed,
    long @Nullable [] padding,
    double slope,
    double intercept) {
  /** What is outside of the image: no attenuation. */
  static final double AIR = -1000;

  /**
   * Reads it from the elements of a frame.
   *
   * @throws UnusableException if it is not supported
   */
  static PixelForm of(Attributes frame, ByteOrder order) {
    if (frame.hasBytes(Tag.SAMPLES_PER_PIXEL) && frame.unsigned(Tag.SAMPLES_PER_PIXEL) != 1) {
      throw new UnusableException("has pixels of several samples: expected grey values");
    }
    int allocated = frame.unsigned(Tag.BITS_ALLOCATED);
    if (allocated != 8 && allocated != 16 && allocated != 32) {
      throw new UnusableException(
          "has %d bits allocated a pixel: expected 8, 16 or 32".formatted(allocated));
    }
    int stored = frame.unsigned(Tag.BITS_STORED);
    int high = frame.unsigned(Tag.HIGH_BIT);
    if (stored < 1 || high >= allocated || high + 1 < stored) {
      throw new UnusableException(
          "has %d bits stored up to bit %d of %d".formatted(stored, high, allocated));
    }
    String type = frame.text(Tag.RESCALE_TYPE);
    if (!type.isEmpty() && !type.equals("HU")) {
      throw new UnusableException("its RescaleType is not HU: expected Hounsfield units");
    }
    boolean signed = frame.unsigned(Tag.PIXEL_REPRESENTATION) == 1;
    double slope = frame.decimals(Tag.RESCALE_SLOPE, 1)[0];
    if (slope == 0) {
      throw new UnusableException("its RescaleSlope is 0");
    }
    return new PixelForm(
        allocated / 8,
        order,
        stored,
        high,
        signed,
        padding(frame, signed),
        slope,
        frame.decimals(Tag.RESCALE_INTERCEPT, 1)[0]);
  }

  private static long @Nullable [] padding(Attributes frame, boolean signed) {
    if (!frame.hasBytes(Tag.PIXEL_PADDING_VALUE)) {
      return null;
    }
    long value = padding(frame, Tag.PIXEL_PADDING_VALUE, signed);
    long limit =
        frame.hasBytes(Tag.PIXEL_PADDING_RANGE_LIMIT)
            ? padding(frame, Tag.PIXEL_PADDING_RANGE_LIMIT, signed)
            : value;
    return new long[] {Math.min(value, limit), Math.max(value, limit)};
  }

  private static long padding(Attributes frame, int tag, boolean signed) {
    int bits = frame.unsigned(tag);
    return signed ? (short) bits : bits;
  }

  /**
   * Turns stored numbers into Hounsfield units.
   *
   * @param in from its beginning on, {@code count} numbers
   */
  void decode(ByteBuffer in, int count, double[] values) {
    int drop = highBit + 1 - bits;
    long[] outside = padding;
    // Some scanners pad with a number that needs more bits than the others: it is in all of them.
    boolean whole = outside != null && !(fits(outside[0]) && fits(outside[1]));
    for (int i = 0; i < count; i++) {
      long word = word(in, bytes * i);
      long number = extended(word >>> drop, bits);
      if (outside != null) {
        long compared = whole ? extended(word, 8 * bytes) : number;
        if (compared >= outside[0] && compared <= outside[1]) {
          values[i] = AIR;
          continue;
        }
      }
      values[i] = number * slope + intercept;
    }
  }

  private long word(ByteBuffer in, int at) {
    return switch (bytes) {
      case 1 -> in.get(at) & 0xff;
      case 2 -> in.getShort(at) & 0xffff;
      default -> in.getInt(at) & 0xffff_ffffL;
    };
  }

  /** Returns the number in the lowest bits of a word. */
  private long extended(long word, int width) {
    int unused = Long.SIZE - width;
    return signed ? word << unused >> unused : word << unused >>> unused;
  }

  private boolean fits(long number) {
    return extended(number, bits) == number;
  }
}
