package io.sinotrace.spark;

import io.sinotrace.spark.ProjectionScan.ProjectionPartition;
import java.util.Arrays;
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

/** Makes the rows of a partition on an executor; line integrals only where they are asked for. */
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
    boolean traced = Arrays.asList(columns).contains(ProjectionTable.LINE_INTEGRAL);
    return new Rows(task, columns, traced ? TileTracer.open(task, conf.value().value()) : null);
  }

  /** The rows of a tile, ordered by view, then row. */
  private static final class Rows implements PartitionReader<InternalRow> {
    private final TileTask task;
    private final String[] columns;
    private final @Nullable TileTracer tracer;
    private final UTF8String scan;
    private final int count;
    private int at = -1;

    /**
     * Prepares to make rows.
     *
     * @param tracer null where no line integrals are asked for: then nothing is read or traced
     */
    Rows(TileTask task, String[] columns, @Nullable TileTracer tracer) {
      this.task = task;
      this.columns = columns;
      this.tracer = tracer;
      this.scan = UTF8String.fromString(task.scan());
      this.count = Math.multiplyExact(task.views().length, task.rows().length);
    }

    @Override
    public boolean next() {
      at++;
      return tracer == null ? at < count : tracer.next();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return tracer == null ? new CustomTaskMetric[0] : ScanMetrics.of(tracer);
    }

    @Override
    public InternalRow get() {
      Object[] values = new Object[columns.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (columns[i]) {
              case ProjectionTable.SCAN -> scan;
              case ProjectionTable.VIEW -> task.views()[at / task.rows().length];
              case ProjectionTable.ROW -> task.rows()[at % task.rows().length];
              default -> lineIntegrals(Objects.requireNonNull(tracer));
            };
      }
      return new GenericInternalRow(values);
    }

    private static UnsafeArrayData lineIntegrals(TileTracer tracer) {
      int from = tracer.offset();
      return UnsafeArrayData.fromPrimitiveArray(
          Arrays.copyOfRange(tracer.pixels(), from, from + tracer.columns()));
    }

    @Override
    public void close() {
      if (tracer != null) {
        tracer.close();
      }
    }
  }
}
