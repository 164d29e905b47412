package io.sinotrace.spark.table;

import io.sinotrace.spark.values.ValueColumns;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;

/** Where the rows of the table come from: scans that are traced, or those of a dataset. */
interface RowSource {
  /**
   * Returns tiles that hold all rows a filter wants, and perhaps others. Those of a scan follow
   * each other, ordered by view, then row.
   *
   * @throws io.sinotrace.InputException if a scan cannot be used
   */
  List<? extends RowTile> tiles(RowFilter filter);

  /** Returns the value columns of every scan. */
  ValueColumns values();

  /** Returns what is shown of the tasks that make the rows. */
  CustomMetric[] metrics();
}
