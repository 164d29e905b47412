package io.sinotrace.spark.table;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.task.TileTracer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** Traces the rays of some rows. */
record TracedTask(TileTask task) implements RowTask {
  private static final long serialVersionUID = 1L;

  @Override
  public String scan() {
    return task.scan();
  }

  @Override
  public int[] views() {
    return task.views();
  }

  @Override
  public int[] rows() {
    return task.rows();
  }

  /** Opens; nothing is read or traced if no line integrals are asked for. */
  @Override
  public Opened open(Configuration conf, boolean poses, boolean pixels) {
    return new Opened(
        task.geometry().views(),
        pixels ? new Traced(withoutError(() -> TileTracer.open(task, conf))) : null);
  }

  /**
   * Throws an exception in place of an {@link OutOfMemoryError} that the size of the data caused,
   * at which Spark would end the JVM.
   */
  private static <T> T withoutError(Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error e) {
      InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
      if (memory != null) {
        throw memory;
      }
      throw e;
    }
  }

  private record Traced(TileTracer tracer) implements Pixels {
    @Override
    public boolean next() {
      return withoutError(tracer::next);
    }

    @Override
    public float[] values() {
      return tracer.pixels();
    }

    @Override
    public int offset() {
      return tracer.offset();
    }

    @Override
    public int columns() {
      return tracer.columns();
    }

    @Override
    public CustomTaskMetric[] figures(long encodeNanos, long bytes) {
      return ScanMetrics.ofTracing(tracer, encodeNanos, bytes);
    }

    @Override
    public void close() {
      tracer.close();
    }
  }
}
