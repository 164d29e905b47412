package io.sinotrace.spark.table;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.task.TileTracer;
import io.sinotrace.spark.values.ScanBeam;
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
    int[] channels = values.stream().mapToInt(columns::indexOf).toArray();
    return new Opened(
        task.geometry().views(),
        new Traced(withoutError(() -> TileTracer.open(task, conf)), channels));
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

  /**
   * Pixels that are traced.
   *
   * @param channels the channel of each column that is needed
   */
  private record Traced(TileTracer tracer, int[] channels) implements Pixels {
    @Override
    public boolean next() {
      return withoutError(tracer::next);
    }

    @Override
    public float[] values() {
      return tracer.pixels();
    }

    @Override
    public int offset(int column) {
      return tracer.offset() + channels[column] * tracer.stride();
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
