package io.sinotrace.spark.table;

import io.sinotrace.spark.table.RowTask.Pixels;
import io.sinotrace.spark.values.RowValues;
import java.io.IOException;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.jspecify.annotations.Nullable;

/** What a task notes of the rows of earlier views on which its own depend. */
final class PrecedingRows {
  private final RowValues values;
  private RowValues.@Nullable Row row;
  private CustomTaskMetric @Nullable [] figures;

  PrecedingRows(RowValues values) {
    this.values = values;
  }

  /**
   * Notes all rows of a task, and closes what they are made from: a GPU may have room for one.
   *
   * @param opened what they are made from
   */
  void add(RowTask task, RowTask.Opened opened) throws IOException {
    try (Pixels pixels = opened.pixels()) {
      if (pixels == null) {
        return;
      }
      RowValues.Row ofScan = row(task, pixels.columns());
      for (int at = 0; pixels.next(); at++) {
        ofScan.precede(task.place(at, opened.poses()), pixels);
      }
      figures = added(pixels.figures(0, 0));
    }
  }

  /**
   * Returns what works out the rows of the scan, which knows of those before.
   *
   * @param pixels of a row
   */
  RowValues.Row row(RowTask task, int pixels) {
    RowValues.Row known = row;
    if (known == null) {
      known = values.new Row(task.scan(), task.beam(), pixels);
      row = known;
    }
    return known;
  }

  /** Returns the figures of a task with those of the rows before it. */
  CustomTaskMetric[] added(CustomTaskMetric[] ofTask) {
    CustomTaskMetric[] before = figures;
    return before == null ? ofTask : ScanMetrics.sum(ofTask, before);
  }
}
