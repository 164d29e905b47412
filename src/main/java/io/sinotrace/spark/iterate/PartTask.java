package io.sinotrace.spark.iterate;

import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.iterate.StoredVector.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Computes parts of a vector on executors, and writes each as one file.
 *
 * @param directory where the files go
 * @param name of the vector, which no other in the directory has
 * @param unit values of a view or plane
 */
record PartTask(
    Broadcast<SerializableConfiguration> conf,
    String directory,
    String name,
    int unit,
    PartWork work)
    implements Function<Span, Part> {
  /** Bytes that are written at a time. */
  private static final int BUFFER = 1 << 16;

  @Override
  public Part call(Span span) throws IOException {
    Configuration hadoop = conf.value().value();
    float[] values = work.values(span, hadoop);
    if (values.length != Math.multiplyExact(unit, span.count())) {
      throw new IllegalStateException("%d values of %s".formatted(values.length, span));
    }
    // Attempts of a task, of which several may run at once, write to files of their own.
    long attempt = TaskContext.get().taskAttemptId();
    Path file = new Path(directory, "%s-%05d-%d.f32".formatted(name, span.number(), attempt));
    write(values, file, hadoop);
    return new Part(span, file.toString(), squares(values));
  }

  private double[] squares(float[] values) {
    double[] squares = new double[values.length / unit];
    for (int k = 0; k < squares.length; k++) {
      double sum = 0;
      for (int i = k * unit; i < (k + 1) * unit; i++) {
        sum += (double) values[i] * values[i];
      }
      squares[k] = sum;
    }
    return squares;
  }

  private static void write(float[] values, Path file, Configuration hadoop) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream out = Storage.of(file, hadoop).create(file)) {
      for (int from = 0; from < values.length; ) {
        int count = Math.min(values.length - from, BUFFER / Float.BYTES);
        bytes.asFloatBuffer().put(0, values, from, count);
        out.write(bytes.array(), 0, count * Float.BYTES);
        from += count;
      }
    }
  }
}
