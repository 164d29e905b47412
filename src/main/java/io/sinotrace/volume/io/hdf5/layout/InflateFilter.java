package io.sinotrace.volume.io.hdf5.layout;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The filter that compresses with deflate, as gzip does. */
final class InflateFilter implements Filter {
  @Override
  public void decode(FilterBytes bytes) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes.now(), 0, bytes.length());
      int length = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(bytes.next(), length, bytes.next().length - length);
        if (more == 0 && !inflater.finished()) {
          throw new DamagedHdf5Exception(
              "the compressed bytes of a chunk end too early or too late");
        }
        length += more;
      }
      bytes.turn(length);
    } catch (DataFormatException e) {
      throw new DamagedHdf5Exception("the compressed bytes of a chunk: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
