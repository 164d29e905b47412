package io.sinotrace.volume.io.vtk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The bytes of a text in Base64 (RFC 4648), in which several texts may follow one another, each
 * padded to its end: lengths and what has them are written one by one. White space is passed over,
 * and what is no letter of Base64 ends it.
 */
final class Base64Input extends InputStream {
  private static final int BUFFER = 1 << 13;
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int k = 0; k < letters.length(); k++) {
      VALUES[letters.charAt(k)] = (byte) k;
    }
  }

  private final InputStream text;
  private final byte[] bytes = new byte[3 * BUFFER];
  private int at;
  private int end;

  /** Whether what ends the text was read. */
  private boolean over;

  Base64Input(InputStream text) {
    this.text = text;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (at == end) {
      fill();
    }
    int some = Math.min(count, end - at);
    System.arraycopy(bytes, at, out, from, some);
    at += some;
    return some == 0 ? -1 : some;
  }

  private void fill() throws IOException {
    at = 0;
    end = 0;
    for (int group = 0; group < BUFFER && !over; group++) {
      int bits = 0;
      int letters = 0;
      int padding = 0;
      while (letters + padding < 4) {
        int one = text.read();
        if (one == ' ' || one == '\n' || one == '\r' || one == '\t') {
          continue;
        }
        int value = one < 0 ? -1 : VALUES[one];
        if (one == '=' && letters >= 2) {
          padding++;
        } else if (value >= 0 && padding == 0) {
          letters++;
          bits = bits << 6 | value;
        } else if (letters + padding == 0) {
          over = true;
          return;
        } else {
          throw new ZipException("Base64 that ends within four letters");
        }
      }
      bits <<= 6 * padding;
      for (int k = 0; k < 3 - padding; k++) {
        bytes[end++] = (byte) (bits >> (16 - 8 * k));
      }
    }
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
