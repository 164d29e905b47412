package io.sinotrace.spark.table;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.values.ValueColumns;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;

/** Where the rows of the table come from: scans that are traced, or those of a dataset. */
interface RowSource {
  /**
   * Returns tiles that hold all rows a filter wants, and perhaps others. Those of a scan follow
   * each other, ordered by view, then row.
   *
   * @param asked the value columns of the query
   * @throws io.sinotrace.InputException if a scan cannot be used, or does not have these columns
   */
  List<? extends RowTile> tiles(RowFilter filter, List<ValueColumn> asked);

  /** Returns the value columns of every scan. */
  ValueColumns values();

  /** Returns what is shown of the tasks that make the rows. */
  CustomMetric[] metrics();
}
