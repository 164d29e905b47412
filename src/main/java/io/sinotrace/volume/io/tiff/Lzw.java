package io.sinotrace.volume.io.tiff;

import java.util.zip.DataFormatException;

/**
 * Unpacks LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first,
 * which become longer one code early.
 */
final class Lzw {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int MAX_BITS = 12;

  private final byte[] in;
  private final byte[] out;

  /** By code, the code of all bytes but the last, the first and the last, and how many. */
  private final int[] before = new int[1 << MAX_BITS];

  private final byte[] begin = new byte[1 << MAX_BITS];
  private final byte[] last = new byte[1 << MAX_BITS];
  private final int[] length = new int[1 << MAX_BITS];

  private int next = END + 1;
  private long buffer;
  private int buffered;
  private int from;
  private int to;

  Lzw(byte[] in, byte[] out) {
    this.in = in;
    this.out = out;
    for (int k = 0; k < CLEAR; k++) {
      begin[k] = (byte) k;
      last[k] = (byte) k;
      length[k] = 1;
    }
  }

  /** Returns how many bytes there were, at most as many as there is room for. */
  int unpack() throws DataFormatException {
    int previous = CLEAR;
    while (to < out.length) {
      int code = code();
      if (code == END) {
        break;
      }
      if (code == CLEAR) {
        next = END + 1;
      } else if (previous == CLEAR) {
        if (code > END) {
          throw new DataFormatException("a code before its bytes");
        }
        put(code);
      } else {
        if (code > next || next >= 1 << MAX_BITS) {
          throw new DataFormatException("a code before its bytes");
        }
        before[next] = previous;
        length[next] = length[previous] + 1;
        // The code that is just being made begins and ends with the same byte.
        begin[next] = begin[previous];
        last[next] = begin[code == next ? previous : code];
        next++;
        put(code);
      }
      previous = code;
    }
    return to;
  }

  private void put(int code) {
    int end = to + length[code];
    int at = code;
    for (int k = end - 1; k >= to; k--) {
      if (k < out.length) {
        out[k] = last[at];
      }
      at = before[at];
    }
    to = Math.min(end, out.length);
  }

  /** Returns the next code; the end if there are no more bytes. */
  private int code() {
    int bits = next < 511 ? 9 : next < 1023 ? 10 : next < 2047 ? 11 : MAX_BITS;
    while (buffered < bits) {
      if (from == in.length) {
        return END;
      }
      buffer = (buffer << 8) | (in[from++] & 0xff);
      buffered += 8;
    }
    buffered -= bits;
    return (int) (buffer >>> buffered) & ((1 << bits) - 1);
  }
}
