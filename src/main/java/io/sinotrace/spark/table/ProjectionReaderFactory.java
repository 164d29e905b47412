package io.sinotrace.spark.table;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.spark.table.RowTask.Pixels;
import io.sinotrace.spark.values.RowValues;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Makes the rows of a partition on an executor; values only if the query asks for them. */
final class ProjectionReaderFactory implements PartitionReaderFactory {
  private static final long serialVersionUID = 1L;

  /** The columns of the pose of a view. */
  private static final Set<String> OF_VIEW =
      Stream.concat(Stream.of(Columns.ANGLE), Columns.VECTORS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Broadcast<SerializableConfiguration> conf;
  private final StructType columns;
  private final RowValues values;

  /**
   * Makes rows of a query.
   *
   * @param columns of the query, and the fields of those that are structs
   * @param values what its value columns are made of
   */
  ProjectionReaderFactory(
      Broadcast<SerializableConfiguration> conf, StructType columns, RowValues values) {
    this.conf = conf;
    this.columns = columns;
    this.values = values;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    ProjectionPartition rows = (ProjectionPartition) partition;
    RowTask task = rows.task();
    if (task == null) {
      return new NoRows();
    }
    try {
      PrecedingRows preceding = new PrecedingRows(values);
      for (RowTask earlier : rows.earlier()) {
        preceding.add(earlier, opened(earlier));
      }
      return new Rows(task, columns, preceding, opened(task));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RowTask.Opened opened(RowTask task) throws IOException {
    boolean poses =
        values.needsBeam() || Arrays.stream(columns.fieldNames()).anyMatch(OF_VIEW::contains);
    return task.open(conf.value().value(), poses, values.given());
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
    private final StructField[] columns;
    private final List<View> poses;
    private final @Nullable Pixels pixels;
    private final PrecedingRows preceding;
    private final RowValues.@Nullable Row values;
    private final UTF8String scan;
    private final int count;
    private int at = -1;
    private long encodeNanos;
    private long bytes;

    /** The values of the columns that are the same for all rows of a view; null in the others. */
    private final Object[] ofView;

    Rows(RowTask task, StructType columns, PrecedingRows preceding, RowTask.Opened opened) {
      this.task = task;
      this.columns = columns.fields();
      this.poses = opened.poses();
      this.pixels = opened.pixels();
      this.preceding = preceding;
      this.values = pixels == null ? null : preceding.row(task, pixels.columns());
      this.scan = UTF8String.fromString(task.scan());
      this.ofView = new Object[this.columns.length];
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
      return pixels == null
          ? new CustomTaskMetric[0]
          : preceding.added(pixels.figures(encodeNanos, bytes));
    }

    @Override
    public InternalRow get() {
      Object[] row = ofView.clone();
      if (pixels != null) {
        Objects.requireNonNull(values).update(task.place(at, poses), pixels);
      }
      int asked = 0;
      for (int i = 0; i < row.length; i++) {
        if (columns[i].name().equals(Columns.ROW)) {
          row[i] = task.rows()[at % task.rows().length];
        } else if (columns[i].dataType() instanceof StructType struct) {
          Object[] fields = new Object[struct.size()];
          for (int k = 0; k < fields.length; k++) {
            fields[k] = pixels(asked++);
          }
          row[i] = new GenericInternalRow(fields);
        } else if (row[i] == null && isValue(columns[i])) {
          row[i] = pixels(asked++);
        }
      }
      return new GenericInternalRow(row);
    }

    private void fill(int at) {
      for (int i = 0; i < columns.length; i++) {
        ofView[i] =
            switch (columns[i].name()) {
              case Columns.SCAN -> scan;
              case Columns.VIEW -> task.views()[at];
              default ->
                  OF_VIEW.contains(columns[i].name())
                      ? ofPose(columns[i].name(), poses.get(at))
                      : null;
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

    private static boolean isValue(StructField column) {
      return !OF_VIEW.contains(column.name());
    }

    /** Returns the pixels of a value column that the query asks for. */
    private UnsafeArrayData pixels(int asked) {
      long start = System.nanoTime();
      UnsafeArrayData array =
          UnsafeArrayData.fromPrimitiveArray(
              Objects.requireNonNull(values).copy(Objects.requireNonNull(pixels), asked));
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
