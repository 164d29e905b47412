package io.sinotrace.volume.io.hdf5.layout;

/** The filter that appends a checksum. */
final class Fletcher32Filter implements Filter {
  private static final int CHECKSUM = 4;

  @Override
  public void decode(FilterBytes bytes) {
    byte[] data = bytes.now();
    int length = bytes.length() - CHECKSUM;
    if (length < 0) {
      throw new DamagedHdf5Exception("a chunk without its checksum");
    }
    int stored = 0;
    for (int i = CHECKSUM - 1; i >= 0; i--) {
      stored = (stored << 8) | (data[length + i] & 0xff);
    }
    int sum = checksum(data, length);
    // Before version 1.6.3 the library stored the bytes of each half in reverse order.
    int swapped = ((sum & 0x00ff00ff) << 8) | ((sum >>> 8) & 0x00ff00ff);
    if (stored != sum && stored != swapped) {
      throw new DamagedHdf5Exception("wrong checksum of a chunk");
    }
    bytes.setLength(length);
  }

  /** Returns Fletcher's checksum of 16-bit words, the high byte first. */
  private static int checksum(byte[] data, int length) {
    // Ones' complement sums: modulo 65535, with 65535 for 0 unless all summands are 0.
    long low = 0;
    long high = 0;
    for (int i = 0; i < length; i += 2) {
      low += ((data[i] & 0xff) << 8) | (i + 1 < length ? data[i + 1] & 0xff : 0);
      low = (low & 0xffff) + (low >> 16);
      high += low;
      high = (high & 0xffff) + (high >> 16);
    }
    return (int) ((high << 16) | low);
  }
}
