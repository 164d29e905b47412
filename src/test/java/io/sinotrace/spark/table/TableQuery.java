package io.sinotrace.spark.table;

import io.sinotrace.spark.SparkSessions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SQLPlanMetric;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A query that was run.
 *
 * @param rows its result
 * @param pixels how many pixels its tables traced or read, as Spark's SQL tab shows it
 * @param bytes how many bytes of files they read
 */
record TableQuery(List<Row> rows, long pixels, long bytes) {
  /** Runs a query. */
  static TableQuery run(Dataset<Row> query) {
    List<Row> rows = query.collectAsList();
    SparkSession spark = SparkSessions.local();
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
    SQLAppStatusStore store = spark.sharedState().statusStore();
    SQLExecutionUIData last =
        CollectionConverters.asJava(store.executionsList()).stream()
            .max(Comparator.comparingLong(SQLExecutionUIData::executionId))
            .orElseThrow();
    return new TableQuery(
        rows,
        shown(last, store, "rays traced") + shown(last, store, "pixels read"),
        shown(last, store, "bytes read"));
  }

  private static long shown(SQLExecutionUIData query, SQLAppStatusStore store, String name) {
    Map<Object, String> values =
        CollectionConverters.asJava(store.executionMetrics(query.executionId()));
    return CollectionConverters.asJava(query.metrics()).stream()
        .filter(metric -> metric.name().equals(name))
        .map(SQLPlanMetric::accumulatorId)
        // A plan that was changed while it ran has the same metric again.
        .distinct()
        .map(id -> values.getOrDefault(id, "0"))
        .mapToLong(shown -> Long.parseLong(shown.replace(",", "")))
        .sum();
  }
}
