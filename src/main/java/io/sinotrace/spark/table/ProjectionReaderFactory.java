package io.sinotrace.spark.table;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.spark.table.RowTask.Pixels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** The columns of the pose of a view. */
  private static final Set<String> OF_VIEW =
      Stream.concat(Stream.of(Columns.ANGLE), Columns.VECTORS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Broadcast<SerializableConfiguration> conf;
  private final String[] columns;

  ProjectionReaderFactory(Broadcast<SerializableConfiguration> conf, String[] columns) {
    this.conf = conf;
    this.columns = columns;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    RowTask task = ((ProjectionPartition) partition).task();
    if (task == null) {
      return new NoRows();
    }
    List<String> asked = Arrays.asList(columns);
    try {
      return new Rows(
          task,
          columns,
          task.open(
              conf.value().value(),
              asked.stream().anyMatch(OF_VIEW::contains),
              asked.contains(Columns.LINE_INTEGRAL)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** The rows of a task, ordered by view, then row. */
  private static final class Rows implements PartitionReader<InternalRow> {
    private final RowTask task;
    private final String[] columns;
    private final List<View> poses;
    private final @Nullable Pixels pixels;
    private final UTF8String scan;
    private final int count;
    private int at = -1;
    private long encodeNanos;
    private long bytes;

    /** The values of the columns that are the same for all rows of a view; null in the others. */
    private final Object[] ofView;

    Rows(RowTask task, String[] columns, RowTask.Opened opened) {
      this.task = task;
      this.columns = columns;
      this.poses = opened.poses();
      this.pixels = opened.pixels();
      this.scan = UTF8String.fromString(task.scan());
      this.ofView = new Object[columns.length];
      this.count = Math.multiplyExact(task.views().length, task.rows().length);
    }

    @Override
    public boolean next() throws IOException {
      at++;
      boolean more = pixels == null ? at < count : pixels.next();
      if (more && at % task.rows().length == 0) {
        fill(at / task.rows().length);
      }
      return more;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
      return pixels == null ? new CustomTaskMetric[0] : pixels.figures(encodeNanos, bytes);
    }

    @Override
    public InternalRow get() {
      int row = at % task.rows().length;
      Object[] values = ofView.clone();
      for (int i = 0; i < values.length; i++) {
        if (columns[i].equals(Columns.ROW)) {
          values[i] = task.rows()[row];
        } else if (columns[i].equals(Columns.LINE_INTEGRAL)) {
          values[i] = lineIntegrals(Objects.requireNonNull(pixels));
        }
      }
      return new GenericInternalRow(values);
    }

    private void fill(int at) {
      for (int i = 0; i < columns.length; i++) {
        ofView[i] =
            switch (columns[i]) {
              case Columns.SCAN -> scan;
              case Columns.VIEW -> task.views()[at];
              case Columns.ROW, Columns.LINE_INTEGRAL -> null;
              default -> ofPose(columns[i], poses.get(at));
            };
      }
    }

    private static @Nullable Object ofPose(String column, View view) {
      return switch (column) {
        case Columns.ANGLE -> Double.isNaN(view.angle()) ? null : view.angle();
        case Columns.SOURCE -> vector(view.source());
        case Columns.DETECTOR_CENTER -> vector(view.center());
        case Columns.U -> vector(view.u());
        case Columns.V -> vector(view.v());
        case Columns.N -> vector(view.n());
        default -> throw new IllegalArgumentException(column);
      };
    }

    private static UnsafeArrayData vector(Vec3 vector) {
      return UnsafeArrayData.fromPrimitiveArray(vector.toArray());
    }

    private UnsafeArrayData lineIntegrals(Pixels row) {
      long start = System.nanoTime();
      int from = row.offset();
      UnsafeArrayData array =
          UnsafeArrayData.fromPrimitiveArray(
              Arrays.copyOfRange(row.values(), from, from + row.columns()));
      encodeNanos += System.nanoTime() - start;
      bytes += array.getSizeInBytes();
      return array;
    }

    @Override
    public void close() throws IOException {
      if (pixels != null) {
        pixels.close();
      }
    }
  }
}
