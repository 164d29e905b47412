package io.sinotrace.volume.io.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers that follow one another in a stream of bytes. */
public final class SampleStream {
  /** Numbers decoded at a time; small enough for the processor's caches. */
  private static final int CHUNK = 16_384;

  private SampleStream() {}

  /** Takes numbers that were decoded. */
  public interface Numbers {
    /**
     * Takes some.
     *
     * @param first index of the first one
     * @param values from index 0 on; may be changed
     * @param count how many
     */
    void take(long first, double[] values, int count);
  }

  /**
   * Decodes numbers.
   *
   * @param in where they begin
   * @param total how many
   * @throws EOFException if there are fewer
   */
  public static void decode(
      InputStream in, SampleType type, ByteOrder order, long total, Numbers numbers)
      throws IOException {
    byte[] bytes = new byte[CHUNK * type.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    double[] values = new double[CHUNK];
    for (long done = 0; done < total; ) {
      int count = (int) Math.min(CHUNK, total - done);
      if (in.readNBytes(bytes, 0, count * type.bytes()) < count * type.bytes()) {
        throw new EOFException();
      }
      type.decode(buffer, count, values);
      numbers.take(done, values, count);
      done += count;
    }
  }
}
