package io.sinotrace.volume.io.file;

import java.nio.ByteBuffer;
import java.util.Locale;

/** How one number is stored. Every one becomes a float64, exactly or correctly rounded. */
public enum SampleType {
  BOOL8(1) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.get(at) == 0 ? 0 : 1;
    }
  },
  INT8(1) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.get(at);
    }
  },
  UINT8(1) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.get(at) & 0xff;
    }
  },
  INT16(2) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getShort(at);
    }

    @Override
    public void decode(ByteBuffer in, int count, double[] out) {
      // As below; repeated for the type of most CT volumes, so that the JIT compiles its own loop.
      for (int i = 0; i < count; i++) {
        out[i] = in.getShort(2 * i);
      }
    }
  },
  UINT16(2) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getShort(at) & 0xffff;
    }
  },
  INT32(4) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getInt(at);
    }
  },
  UINT32(4) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getInt(at) & 0xffff_ffffL;
    }
  },
  INT64(8) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getLong(at);
    }
  },
  UINT64(8) {
    @Override
    public double get(ByteBuffer in, int at) {
      return unsigned(in.getLong(at));
    }
  },
  FLOAT16(2) {
    @Override
    public double get(ByteBuffer in, int at) {
      return half(in.getShort(at));
    }
  },
  FLOAT32(4) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getFloat(at);
    }

    @Override
    public void decode(ByteBuffer in, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = in.getFloat(4 * i);
      }
    }
  },
  FLOAT64(8) {
    @Override
    public double get(ByteBuffer in, int at) {
      return in.getDouble(at);
    }
  };

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes one number takes. */
  public int bytes() {
    return bytes;
  }

  /** Returns the number at byte {@code at}, in the buffer's byte order. */
  public abstract double get(ByteBuffer in, int at);

  /** Decodes the first {@code count} numbers of {@code in}, in its byte order. */
  public void decode(ByteBuffer in, int count, double[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = get(in, bytes * i);
    }
  }

  /** Returns its name as descriptions have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static double unsigned(long bits) {
    // Halved, it fits; the lost bit is kept as a sticky bit, so that the conversion rounds as from
    // all 64 bits.
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  /** Returns an IEEE 754 binary16 number: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else {
      magnitude = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
