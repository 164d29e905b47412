package io.sinotrace.volume.io.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stored numbers, by the words of PS3.3 and PS3.5, where no library can be asked. */
class PixelFormTest {
  private static double[] decoded(
      int bits, int highBit, boolean signed, long @Nullable [] padding, int... words) {
    ByteBuffer in = ByteBuffer.allocate(2 * words.length).order(ByteOrder.BIG_ENDIAN);
    for (int word : words) {
      in.putShort((short) word);
    }
    double[] values = new double[words.length];
    new PixelForm(2, ByteOrder.BIG_ENDIAN, bits, highBit, signed, padding, 2, -5)
        .decode(in, words.length, values);
    return values;
  }

  /** pydicom ignores the high bit. */
  @Test
  void numbersInTheHighestBits() {
    assertArrayEquals(
        new double[] {2 * 0x123 - 5, 2 * 0xfff - 5}, decoded(12, 15, false, null, 0x1237, 0xffff));
    assertArrayEquals(
        new double[] {2 * 0x123 - 5, -2 - 5, -2 * 2048 - 5},
        decoded(12, 15, true, null, 0x1237, 0xfff0, 0x8000));
  }

  @Test
  void numbersInTheMiddle() {
    assertArrayEquals(new double[] {2 * 0xab - 5}, decoded(8, 11, false, null, 0xfabf));
    assertArrayEquals(new double[] {2 * -0x55 - 5}, decoded(8, 11, true, null, 0xfabf));
  }

  /** What the padding is compared with is what is stored, not what it means. */
  @Test
  void padding() {
    assertArrayEquals(
        new double[] {-1000, -1000, -1000, 1, -11},
        decoded(12, 11, true, new long[] {-2, 2}, 0x0ffe, 0, 0xf002, 3, 0xffd));
  }

  /** A padding of 63536 in numbers of 12 bits: only the whole word tells it from 2096. */
  @Test
  void paddingOfMoreBitsThanAreStored() {
    assertArrayEquals(
        new double[] {-1000, 2 * 2096 - 5},
        decoded(12, 11, false, new long[] {63536, 63536}, 0xf830, 0x0830));
  }
}
