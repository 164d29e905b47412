package io.sinotrace.spark.iterate;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The values of rays, or the voxels of an image: files of float32, little-endian, one a part.
 *
 * @param parts in ascending order
 * @param unit values of a view, [row][column], or of a plane, [y][x]
 */
record StoredVector(List<Part> parts, int unit) implements Serializable {
  /** Bytes that are read at a time. */
  private static final int BUFFER = 1 << 20;

  /**
   * A part that was written.
   *
   * @param squares of each view or plane, the sum of the squares of its values
   */
  record Part(Span span, String file, double[] squares) implements Serializable {}

  /** Receives one view or plane after the other. */
  interface UnitSink {
    /**
     * Receives one.
     *
     * @param values of it; overwritten by the next
     */
    void accept(int number, float[] values);
  }

  /** Returns the sum of the squares of all values: the same however the vector is cut. */
  double squares() {
    double sum = 0;
    for (Part part : parts) {
      for (double one : part.squares) {
        sum += one;
      }
    }
    return sum;
  }

  /** Returns the files of the parts. */
  List<String> files() {
    return parts.stream().map(Part::file).toList();
  }

  /** Returns the parts without their files. */
  List<Span> spans() {
    return parts.stream().map(Part::span).toList();
  }

  /** Reads a part as it was cut. */
  float[] read(Span span, Configuration conf) throws IOException {
    Part part = parts.get(span.number());
    if (!part.span.equals(span)) {
      throw new IllegalArgumentException("%s is cut as %s".formatted(span, part.span));
    }
    float[] values = new float[Math.multiplyExact(unit, span.count())];
    try (Reader reader = new Reader(part, conf)) {
      reader.read(values);
    }
    return values;
  }

  /** Reads all views or planes in ascending order; one is in memory at a time. */
  void forEach(Configuration conf, UnitSink sink) throws IOException {
    float[] values = new float[unit];
    for (Part part : parts) {
      try (Reader reader = new Reader(part, conf)) {
        for (int k = part.span.from(); k < part.span.to(); k++) {
          reader.read(values);
          sink.accept(k, values);
        }
      }
    }
  }

  /** Reads the file of a part. */
  private static final class Reader implements AutoCloseable {
    private final FSDataInputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    Reader(Part part, Configuration conf) throws IOException {
      Path file = new Path(part.file);
      this.in = file.getFileSystem(conf).open(file);
    }

    /** Reads values that follow those that were read before. */
    void read(float[] values) throws IOException {
      for (int from = 0; from < values.length; ) {
        int count = Math.min(values.length - from, BUFFER / Float.BYTES);
        in.readFully(bytes.array(), 0, count * Float.BYTES);
        bytes.asFloatBuffer().get(0, values, from, count);
        from += count;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
