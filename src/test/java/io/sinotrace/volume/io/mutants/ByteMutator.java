package io.sinotrace.volume.io.mutants;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Changes bytes: bits, numbers, blocks, the length. */
final class ByteMutator {
  private static final int[] WIDTHS = {1, 2, 4, 8};
  private static final double[] REALS = {
    0, -0.0, 0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e-320, 1e-40, 1e19, 1e38, 1e308, -352
  };

  private final SplittableRandom random;

  ByteMutator(SplittableRandom random) {
    this.random = random;
  }

  /**
   * Returns changed bytes.
   *
   * @param fields where numbers of a header begin, which are changed most often
   * @param other bytes of the same format, of which a part may be taken
   */
  byte[] mutant(byte[] good, int[] fields, byte[] other) {
    byte[] bytes = good;
    do {
      bytes = changed(bytes, fields, other);
    } while (random.nextInt(3) == 0);
    return bytes;
  }

  private byte[] changed(byte[] bytes, int[] fields, byte[] other) {
    if (bytes.length < 2) {
      return other.clone();
    }
    byte[] now = bytes.clone();
    int at = random.nextInt(now.length);
    int length = Math.min(1 << random.nextInt(10), now.length - at);
    switch (random.nextInt(12)) {
      case 0, 1 -> now[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> now[at] = (byte) random.nextInt(256);
      case 3 -> putNumber(now, at);
      case 4, 5, 6, 7 ->
          putNumber(now, fields.length == 0 ? at : fields[random.nextInt(fields.length)]);
      case 8 -> System.arraycopy(bytes, at, now, random.nextInt(now.length - length + 1), length);
      case 9 -> now = Arrays.copyOf(now, at);
      case 10 -> now = join(bytes, at, bytes, random.nextBoolean() ? at + length : at - at / 4);
      default -> now = join(bytes, at, other, Math.min(random.nextInt(now.length), other.length));
    }
    return now;
  }

  /** Returns the beginning of one up to {@code end}, and the other from {@code start} on. */
  private static byte[] join(byte[] a, int end, byte[] b, int start) {
    byte[] both = Arrays.copyOf(a, end + b.length - start);
    System.arraycopy(b, start, both, end, b.length - start);
    return both;
  }

  private void putNumber(byte[] bytes, int at) {
    int width = WIDTHS[random.nextInt(WIDTHS.length)];
    if (at + width > bytes.length) {
      return;
    }
    ByteOrder order = random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer in = ByteBuffer.wrap(bytes).order(order);
    switch (width) {
      case 1 -> in.put(at, (byte) number(in.get(at), 8, bytes.length));
      case 2 -> in.putShort(at, (short) number(in.getShort(at), 16, bytes.length));
      case 4 -> in.putInt(at, (int) number(in.getInt(at), 32, bytes.length));
      default -> in.putLong(at, number(in.getLong(at), 64, bytes.length));
    }
  }

  /** Returns a number at which some reckoning may go wrong. */
  private long number(long now, int bits, int length) {
    double real = REALS[random.nextInt(REALS.length)];
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> (random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE) >>> (64 - bits);
      case 3 -> (1L << random.nextInt(bits)) - random.nextInt(2);
      case 4 -> now + random.nextInt(-2, 3);
      case 5 -> random.nextBoolean() ? 2 * now : now / 2;
      case 6 -> length + random.nextInt(-9, 10);
      case 7 -> random.nextInt(length);
      case 8 -> bits == 64 ? Double.doubleToLongBits(real) : Float.floatToIntBits((float) real);
      default -> random.nextInt(1, 1 << 16);
    };
  }

  /** Returns where little-endian numbers of 8 bytes begin that may be lengths or addresses. */
  static int[] lengths(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(0, bytes.length - 7)
        .filter(
            at -> in.getLong(at) == -1 || (in.getLong(at) > 0 && in.getLong(at) <= bytes.length))
        .toArray();
  }
}
