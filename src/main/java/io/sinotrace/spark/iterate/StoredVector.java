package io.sinotrace.spark.iterate;

import io.sinotrace.spark.FloatFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The values of rays, or the voxels of an image: files of float32, little-endian, one a part.
 *
 * @param parts in ascending order
 * @param unit values of a view, [row][column], or of a plane, [y][x]
 */
record StoredVector(List<Part> parts, int unit) implements Serializable {
  /**
   * A part that was written.
   *
   * @param squares of each view or plane, the sum of the squares of its values
   */
  record Part(Span span, String file, double[] squares) implements Serializable {
    private FloatFile open(Configuration conf) throws IOException {
      return new FloatFile(new Path(file), conf);
    }
  }

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
    return read(span.from(), span.to(), conf);
  }

  /** Reads views or planes of one part, from {@code from} up to, not including, {@code to}. */
  float[] read(int from, int to, Configuration conf) throws IOException {
    for (Part part : parts) {
      if (part.span.from() <= from && to <= part.span.to()) {
        float[] values = new float[Math.multiplyExact(unit, to - from)];
        try (FloatFile reader = part.open(conf)) {
          reader.skip((long) unit * (from - part.span.from()));
          reader.read(values);
        }
        return values;
      }
    }
    throw new IllegalArgumentException("%d to %d is not in one part".formatted(from, to));
  }

  /** Reads all views or planes in ascending order; one is in memory at a time. */
  void forEach(Configuration conf, UnitSink sink) throws IOException {
    float[] values = new float[unit];
    for (Part part : parts) {
      try (FloatFile reader = part.open(conf)) {
        for (int k = part.span.from(); k < part.span.to(); k++) {
          reader.read(values);
          sink.accept(k, values);
        }
      }
    }
  }
}
