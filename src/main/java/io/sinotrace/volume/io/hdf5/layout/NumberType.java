package io.sinotrace.volume.io.hdf5.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How one element of a dataset is stored.
 *
 * @param kind of number
 * @param bytes its size
 * @param order of its bytes
 */
public record NumberType(Kind kind, int bytes, ByteOrder order) {
  /** What an element is. */
  public enum Kind {
    /** A two's complement integer of 8, 16, 32 or 64 bits. */
    SIGNED,
    /** An unsigned integer of 8, 16, 32 or 64 bits. */
    UNSIGNED,
    /** An IEEE 754 binary number of 16, 32 or 64 bits. */
    FLOAT,
    /** Anything else. */
    OTHER
  }

  private static final int FIXED_POINT = 0;
  private static final int FLOATING_POINT = 1;

  /** Reads a data type message. */
  static NumberType read(ByteBuffer in) {
    int typeClass = in.get(0) & 0xf;
    int bits = in.getInt(0) >>> 8;
    int bytes = in.getInt(4);
    if (bytes < 1) {
      throw new DamagedHdf5Exception("a data type of %d bytes".formatted(bytes));
    }
    boolean whole = in.limit() >= 12 && in.getShort(8) == 0 && in.getShort(10) == 8 * bytes;
    Kind kind = Kind.OTHER;
    if (whole && typeClass == FIXED_POINT && bytes <= 8 && Integer.bitCount(bytes) == 1) {
      kind = (bits & 8) == 0 ? Kind.UNSIGNED : Kind.SIGNED;
    } else if (whole && typeClass == FLOATING_POINT && isIeee(in, bits, bytes)) {
      kind = Kind.FLOAT;
    }
    boolean bigEndian = kind != Kind.OTHER && (bits & 1) != 0;
    return new NumberType(kind, bytes, bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean isIeee(ByteBuffer in, int bits, int bytes) {
    int exponent =
        switch (bytes) {
          case 2 -> 5;
          case 4 -> 8;
          case 8 -> 11;
          default -> 0;
        };
    int fraction = 8 * bytes - 1 - exponent;
    boolean vax = (bits & 0x40) != 0;
    boolean leadingOneImplied = ((bits >> 4) & 3) == 2;
    int sign = (bits >> 8) & 0xff;
    return exponent > 0
        && !vax
        && leadingOneImplied
        && sign == 8 * bytes - 1
        && in.limit() >= 20
        && in.get(12) == fraction
        && in.get(13) == exponent
        && in.get(14) == 0
        && in.get(15) == fraction
        && in.getInt(16) == (1 << (exponent - 1)) - 1;
  }
}
