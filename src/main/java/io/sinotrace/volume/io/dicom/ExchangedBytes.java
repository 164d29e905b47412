package io.sinotrace.volume.io.dicom;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of words of two, each with its second byte first. It ends with the last whole word, and
 * does not close what it reads from.
 */
final class ExchangedBytes extends InputStream {
  private final InputStream in;

  /** The byte that comes next, if the other one of its word was the last; else -1. */
  private int other = -1;

  ExchangedBytes(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    int next = other;
    other = -1;
    if (next < 0) {
      byte[] word = in.readNBytes(2);
      if (word.length == 2) {
        next = word[1] & 0xff;
        other = word[0] & 0xff;
      }
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (other >= 0 || count == 1) {
      int one = read();
      if (one < 0) {
        return -1;
      }
      bytes[from] = (byte) one;
      return 1;
    }
    int read = in.readNBytes(bytes, from, count - count % 2);
    int whole = read - read % 2;
    for (int i = from; i < from + whole; i += 2) {
      byte first = bytes[i];
      bytes[i] = bytes[i + 1];
      bytes[i + 1] = first;
    }
    return whole == 0 ? -1 : whole;
  }
}
