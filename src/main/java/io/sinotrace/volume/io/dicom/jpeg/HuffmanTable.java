package io.sinotrace.volume.io.dicom.jpeg;

import java.util.Arrays;

/** Codes of 1 to 16 bits, and what each stands for (T.81, annexes C and F.2.2.3). */
final class HuffmanTable {
  /** The most bits of a code. */
  static final int LONGEST = 16;

  /** Codes up to so many bits are looked up. */
  private static final int SHORT = 9;

  private final byte[] symbols;

  /** By the next bits: the symbol, and above it the bits of its code; 0: a longer one. */
  private final short[] table = new short[1 << SHORT];

  /** By the length of codes: what follows the last of them. */
  private final int[] ends = new int[LONGEST + 1];

  /** By the length of codes: the place of a symbol less its code. */
  private final int[] places = new int[LONGEST + 1];

  /**
   * Makes a table.
   *
   * @param counts how many codes have 1, 2, ... 16 bits
   * @param symbols what they stand for, in the order of the codes
   * @throws BadJpegException if there cannot be so many codes
   */
  HuffmanTable(int[] counts, byte[] symbols) {
    this.symbols = symbols;
    int code = 0;
    int place = 0;
    for (int bits = 1; bits <= LONGEST; bits++) {
      code <<= 1;
      places[bits] = place - code;
      for (int end = place + counts[bits - 1]; place < end; place++) {
        if (bits <= SHORT && code < 1 << bits) {
          int unused = SHORT - bits;
          short entry = (short) (bits << 8 | (symbols[place] & 0xff));
          Arrays.fill(table, code << unused, (code + 1) << unused, entry);
        }
        code++;
      }
      if (code > 1 << bits) {
        throw BadJpegException.damaged("a Huffman table has too many codes");
      }
      ends[bits] = code;
    }
  }

  /**
   * Returns what the next code stands for, and passes over it.
   *
   * @throws BadJpegException if there is no such code
   */
  int next(EntropyBits in) {
    int bits = in.peek(LONGEST);
    int entry = table[bits >>> (LONGEST - SHORT)];
    if (entry != 0) {
      in.skip(entry >> 8);
      return entry & 0xff;
    }
    for (int length = SHORT + 1; length <= LONGEST; length++) {
      int code = bits >>> (LONGEST - length);
      if (code < ends[length]) {
        in.skip(length);
        return symbols[places[length] + code] & 0xff;
      }
    }
    throw BadJpegException.damaged("it has a code that its Huffman table lacks");
  }
}
