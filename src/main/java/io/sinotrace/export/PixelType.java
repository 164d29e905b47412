package io.sinotrace.export;

import io.sinotrace.InputException;
import java.nio.ByteBuffer;

/** What the pixels of a file are; all are little-endian. */
public enum PixelType {
  /** The values to the bit. */
  FLOAT32(Float.BYTES) {
    @Override
    void put(ByteBuffer bytes, float value) {
      bytes.putFloat(value);
    }
  },

  /** The values rounded to the nearest integer from 0 to 65535. */
  UINT16(Short.BYTES) {
    @Override
    void put(ByteBuffer bytes, float value) {
      double rounded = Math.rint(value);
      if (!(rounded >= 0 && rounded <= MOST)) {
        throw new InputException(
            "a pixel is %s, and uint16 holds 0 to %d: expected a column of counts, or no --uint16"
                .formatted(value, MOST));
      }
      bytes.putShort((short) (int) rounded);
    }
  };

  private static final int MOST = 0xFFFF;

  private final int bytes;

  PixelType(int bytes) {
    this.bytes = bytes;
  }

  abstract void put(ByteBuffer bytes, float value);

  /** Returns how many bytes a pixel has. */
  int bytes() {
    return bytes;
  }

  /** Returns its name as NumPy has it. */
  String word() {
    return this == FLOAT32 ? "float32" : "uint16";
  }
}
