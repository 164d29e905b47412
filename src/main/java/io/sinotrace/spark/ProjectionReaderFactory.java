package io.sinotrace.spark;

import io.sinotrace.spark.ProjectionScan.ProjectionPartition;
import java.util.Arrays;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;

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
    if (Arrays.asList(columns).contains(ProjectionTable.LINE_INTEGRAL)) {
      return new Traced(new TileTracer(task, conf.value().value()), task, columns);
    }
    return new Numbered(task, columns);
  }

  /** Rows with line integrals. */
  private static final class Traced implements PartitionReader<InternalRow> {
    private final TileTracer tracer;
    private final UTF8String scan;
    private final String[] columns;

    Traced(TileTracer tracer, TileTask task, String[] columns) {
      this.tracer = tracer;
      this.scan = UTF8String.fromString(task.scan());
      this.columns = columns;
    }

    @Override
    public boolean next() {
      return tracer.next();
    }

    @Override
    public InternalRow get() {
      Object[] values = new Object[columns.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (columns[i]) {
              case ProjectionTable.SCAN -> scan;
              case ProjectionTable.VIEW -> tracer.view();
              case ProjectionTable.ROW -> tracer.row();
              default ->
                  UnsafeArrayData.fromPrimitiveArray(
                      Arrays.copyOfRange(
                          tracer.pixels(), tracer.offset(), tracer.offset() + tracer.columns()));
            };
      }
      return new GenericInternalRow(values);
    }

    @Override
    public void close() {}
  }

  /** Rows of numbers alone: nothing is read and nothing traced. */
  private static final class Numbered implements PartitionReader<InternalRow> {
    private final TileTask task;
    private final UTF8String scan;
    private final String[] columns;
    private int at = -1;

    Numbered(TileTask task, String[] columns) {
      this.task = task;
      this.scan = UTF8String.fromString(task.scan());
      this.columns = columns;
    }

    @Override
    public boolean next() {
      return ++at < task.views().length * task.rows().length;
    }

    @Override
    public InternalRow get() {
      Object[] values = new Object[columns.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (columns[i]) {
              case ProjectionTable.SCAN -> scan;
              case ProjectionTable.VIEW -> task.views()[at / task.rows().length];
              default -> task.rows()[at % task.rows().length];
            };
      }
      return new GenericInternalRow(values);
    }

    @Override
    public void close() {}
  }
}
