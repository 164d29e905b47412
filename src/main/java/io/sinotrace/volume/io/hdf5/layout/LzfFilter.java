package io.sinotrace.volume.io.hdf5.layout;

/** The filter that compresses with LZF: runs of literal bytes, and copies of bytes seen before. */
final class LzfFilter implements Filter {
  @Override
  public void decode(FilterBytes bytes) {
    try {
      bytes.turn(decode(bytes.now(), bytes.length(), bytes.next()));
    } catch (IndexOutOfBoundsException e) {
      throw new DamagedHdf5Exception("the bytes of a chunk are not what LZF makes");
    }
  }

  private static int decode(byte[] in, int length, byte[] out) {
    int at = 0;
    int put = 0;
    while (at < length) {
      int control = in[at++] & 0xff;
      if (control < 0x20) {
        int literals = control + 1;
        if (literals > length - at) {
          throw new IndexOutOfBoundsException();
        }
        System.arraycopy(in, at, out, put, literals);
        at += literals;
        put += literals;
      } else {
        int copies = (control >> 5) + 2;
        if (control >> 5 == 7) {
          copies += in[at++] & 0xff;
        }
        int back = (((control & 0x1f) << 8) | (in[at++] & 0xff)) + 1;
        if (at > length) {
          throw new IndexOutOfBoundsException();
        }
        // Byte by byte, since the ranges may overlap.
        for (int end = put + copies; put < end; put++) {
          out[put] = out[put - back];
        }
      }
    }
    return put;
  }
}
