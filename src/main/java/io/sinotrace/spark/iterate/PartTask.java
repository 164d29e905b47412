package io.sinotrace.spark.iterate;

import io.sinotrace.spark.FloatFile;
import io.sinotrace.spark.iterate.StoredVector.Part;
import java.io.IOException;
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
    FloatFile.write(values, file, hadoop);
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
}
