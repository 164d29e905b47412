package io.sinotrace.spark.table;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.spark.task.TileTask;
import io.sinotrace.spark.task.TileTracer;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a partition on an executor; line integrals only if the query asks for them. */
final class ProjectionReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> conf;
  private final String[] columns;

  ProjectionReaderFactory(Broadcast<SerializableConfiguration> conf, String[] columns) {
    this.conf = conf;
    this.columns = columns;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    TileTask task = ((ProjectionPartition) partition).task();
    if (task == null) {
      return new NoRows();
    }
    boolean traced = Arrays.asList(columns).contains(Columns.LINE_INTEGRAL);
    return new Rows(task, columns, traced ? open(task) : null);
  }

  private TileTracer open(TileTask task) {
    try {
      return TileTracer.open(task, conf.value().value());
    } catch (RuntimeException | Error e) {
      throw withoutError(e);
    }
  }

  /**
   * Returns what to throw: an exception in place of an {@link OutOfMemoryError} that the size of
   * the data caused, at which Spark would end the JVM.
   */
  private static RuntimeException withoutError(Throwable e) {
    InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
    if (memory != null) {
      return memory;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return (RuntimeException) e;
  }

  /** No rows. */
  private static final class NoRows implements PartitionReader<InternalRow> {
    @Override
    public boolean next() {
      return false;
    }

    @Override
    public InternalRow get() {
      throw new NoSuchElementException();
    }

    @Override
    public void close() {}
  }

  /** The rows of a tile, ordered by view, then row. */
  private static final class Rows implements PartitionReader<InternalRow> {
    private final TileTask task;
    private final String[] columns;
    private final @Nullable TileTracer tracer;
    private final UTF8String scan;
    private final int count;
    private int at = -1;
    private long encodeNanos;
    private long bytes;

    /** The values of the columns that are the same for all rows of a view; null in the others. */
    private final Object[] ofView;

    /**
     * Prepares to make rows.
     *
     * @param tracer null if no line integrals are asked for: then nothing is read or traced
     */
    Rows(TileTask task, String[] columns, @Nullable TileTracer tracer) {
      this.task = task;
      this.columns = columns;
      this.tracer = tracer;
      this.scan = UTF8String.fromString(task.scan());
      this.ofView = new Object[columns.length];
      this.count = Math.multiplyExact(task.views().length, task.rows().length);
    }

    @Override
    public boolean next() {
      at++;
      boolean more = tracer == null ? at < count : next(tracer);
      if (more && at % task.rows().length == 0) {
        fill(at / task.rows().length);
      }
      return more;
    }

    private static boolean next(TileTracer tracer) {
      try {
        return tracer.next();
      } catch (RuntimeException | Error e) {
        throw withoutError(e);
      }
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return tracer == null ? new CustomTaskMetric[0] : ScanMetrics.of(tracer, encodeNanos, bytes);
    }

    @Override
    public InternalRow get() {
      int row = at % task.rows().length;
      Object[] values = ofView.clone();
      for (int i = 0; i < values.length; i++) {
        if (columns[i].equals(Columns.ROW)) {
          values[i] = task.rows()[row];
        } else if (columns[i].equals(Columns.LINE_INTEGRAL)) {
          values[i] = lineIntegrals(Objects.requireNonNull(tracer));
        }
      }
      return new GenericInternalRow(values);
    }

    private void fill(int at) {
      View view = task.geometry().views().get(at);
      for (int i = 0; i < columns.length; i++) {
        ofView[i] =
            switch (columns[i]) {
              case Columns.SCAN -> scan;
              case Columns.VIEW -> task.views()[at];
              case Columns.ANGLE -> Double.isNaN(view.angle()) ? null : view.angle();
              case Columns.SOURCE -> vector(view.source());
              case Columns.DETECTOR_CENTER -> vector(view.center());
              case Columns.U -> vector(view.u());
              case Columns.V -> vector(view.v());
              case Columns.N -> vector(view.n());
              default -> null;
            };
      }
    }

    private static UnsafeArrayData vector(Vec3 vector) {
      return UnsafeArrayData.fromPrimitiveArray(vector.toArray());
    }

    private UnsafeArrayData lineIntegrals(TileTracer tracer) {
      long start = System.nanoTime();
      int from = tracer.offset();
      UnsafeArrayData array =
          UnsafeArrayData.fromPrimitiveArray(
              Arrays.copyOfRange(tracer.pixels(), from, from + tracer.columns()));
      encodeNanos += System.nanoTime() - start;
      bytes += array.getSizeInBytes();
      return array;
    }

    @Override
    public void close() {
      if (tracer != null) {
        tracer.close();
      }
    }
  }
}
