package io.sinotrace.volume.disk;

import java.util.Arrays;

/**
 * Numbers the different values of a channel, as they come: 0 is +0. Whatever a file stores in 16
 * bits or fewer, and whatever it means, has at most 65,536 of them.
 */
final class ValueCodes {
  /** The most different values. */
  static final int MOST = 1 << Short.SIZE;

  /** Places are twice as many as values, so that a free one is near. */
  private static final int PLACES = 2 * MOST;

  private static final int SHIFT = Integer.numberOfLeadingZeros(PLACES - 1);

  private final int[] codes = new int[PLACES];
  private float[] values = new float[256];
  private int count;
  private int lastBits;
  private int lastCode;

  ValueCodes() {
    Arrays.fill(codes, -1);
    code(0f);
  }

  /** Returns the code of a value, told apart by its bits; -1 if there are too many. */
  int code(float value) {
    int bits = Float.floatToRawIntBits(value);
    // Neighbours are often equal.
    if (bits == lastBits && count > 0) {
      return lastCode;
    }
    // Fibonacci hashing (Knuth 1973): the upper bits of a product depend on all bits.
    int place = (bits * 0x9E3779B9) >>> SHIFT;
    while (codes[place] >= 0) {
      if (Float.floatToRawIntBits(values[codes[place]]) == bits) {
        return found(bits, codes[place]);
      }
      place = (place + 1) & (PLACES - 1);
    }
    if (count == MOST) {
      return -1;
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count] = value;
    codes[place] = count;
    return found(bits, count++);
  }

  private int found(int bits, int code) {
    lastBits = bits;
    lastCode = code;
    return code;
  }

  /** Returns the values by code. */
  float[] values() {
    return Arrays.copyOf(values, count);
  }
}
