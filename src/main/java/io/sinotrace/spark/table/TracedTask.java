package io.sinotrace.spark.table;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.task.TileTracer;
import io.sinotrace.spark.values.ScanBeam;
import io.sinotrace.spark.values.TracedRow;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * Traces the rays of some rows.
 *
 * @param beam of the whole scan
 * @param columns the value column of each channel of the volume
 */
record TracedTask(TileTask task, ScanBeam beam, List<ValueColumn> columns) implements RowTask {
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

  /** Opens; nothing is read or traced if no values are asked for. */
  @Override
  public Opened open(Configuration conf, boolean poses, List<ValueColumn> values) {
    if (values.isEmpty()) {
      return new Opened(task.geometry().views(), null);
    }
    return new Opened(
        task.geometry().views(),
        new Traced(withoutError(() -> TileTracer.open(task, conf)), columns, values));
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

  /** Pixels that are traced. */
  private static final class Traced extends TracedRow implements Pixels {
    private final TileTracer tracer;

    Traced(TileTracer tracer, List<ValueColumn> traced, List<ValueColumn> needed) {
      super(tracer, traced, needed);
      this.tracer = tracer;
    }

    @Override
    public boolean next() {
      return withoutError(tracer::next);
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
