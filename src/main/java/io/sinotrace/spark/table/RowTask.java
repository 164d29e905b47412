package io.sinotrace.spark.table;

import io.sinotrace.geometry.View;
import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.values.DerivedColumns.Place;
import io.sinotrace.spark.values.RowValues;
import io.sinotrace.spark.values.ScanBeam;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.jspecify.annotations.Nullable;

/**
 * What an executor needs to make the rows of a partition: each of some rows in each of some views.
 */
interface RowTask extends Serializable {
  /** Returns the scan's id. */
  String scan();

  /** Returns what the scan's beam depends on; null where no value depends on it. */
  @Nullable ScanBeam beam();

  /** Returns the numbers of the views, ascending. */
  int[] views();

  /** Returns the numbers of the detector rows, ascending. */
  int[] rows();

  /**
   * Returns where a row is.
   *
   * @param at its number among those of the task, ordered by view, then row
   * @param poses of the views; empty if they are not needed
   */
  default Place place(int at, List<View> poses) {
    int view = at / rows().length;
    return new Place(
        views()[view], rows()[at % rows().length], poses.isEmpty() ? null : poses.get(view));
  }

  /**
   * Opens what the rows are made from.
   *
   * @param poses whether the poses of the views are needed
   * @param values the value columns that are needed; none if no pixels are
   */
  Opened open(Configuration conf, boolean poses, List<ValueColumn> values) throws IOException;

  /**
   * What the rows are made from.
   *
   * @param poses of the task's views, in their order; empty if they were not asked for
   * @param pixels of its rows; null if they were not asked for
   */
  record Opened(List<View> poses, @Nullable Pixels pixels) {}

  /** The pixels of a partition, one row after the other, ordered by view, then row. */
  interface Pixels extends RowValues.Pixels, AutoCloseable {
    /** Makes the next row; false after the last. */
    boolean next() throws IOException;

    /**
     * Returns the current figures of the task.
     *
     * @param encodeNanos time spent making Spark's rows of pixels
     * @param bytes of those rows
     */
    CustomTaskMetric[] figures(long encodeNanos, long bytes);

    @Override
    void close() throws IOException;
  }
}
