package io.sinotrace.spark;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** A file of float32, little-endian: what a task leaves for others. */
public final class FloatFile implements AutoCloseable {
  /** Bytes that are read or written at a time. */
  private static final int BUFFER = 1 << 20;

  private final FSDataInputStream in;
  private final byte[] bytes = new byte[BUFFER];
  private final FloatBuffer buffer = floats(bytes);

  /** Opens a file. */
  public FloatFile(Path file, Configuration conf) throws IOException {
    this.in = file.getFileSystem(conf).open(file);
  }

  /** Writes a new file. */
  public static void write(float[] values, Path file, Configuration conf) throws IOException {
    byte[] bytes = new byte[BUFFER];
    FloatBuffer buffer = floats(bytes);
    try (OutputStream out = Storage.of(file, conf).create(file)) {
      for (int from = 0; from < values.length; ) {
        int count = Math.min(values.length - from, BUFFER / Float.BYTES);
        buffer.put(0, values, from, count);
        out.write(bytes, 0, count * Float.BYTES);
        from += count;
      }
    }
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /**
   * Reads the values that follow those that were read before, as many as there is room for.
   *
   * @throws java.io.EOFException if there are fewer
   */
  public void read(float[] values) throws IOException {
    for (int from = 0; from < values.length; ) {
      int count = Math.min(values.length - from, BUFFER / Float.BYTES);
      in.readFully(bytes, 0, count * Float.BYTES);
      buffer.get(0, values, from, count);
      from += count;
    }
  }

  /** Passes over so many values. */
  public void skip(long values) throws IOException {
    in.seek(in.getPos() + values * Float.BYTES);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
