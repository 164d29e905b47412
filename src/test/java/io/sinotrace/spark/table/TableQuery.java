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
 * @param rays how many rays its tables traced, as Spark's SQL tab shows it
 */
record TableQuery(List<Row> rows, long rays) {
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
    Map<Object, String> values =
        CollectionConverters.asJava(store.executionMetrics(last.executionId()));
    long rays =
        CollectionConverters.asJava(last.metrics()).stream()
            .filter(metric -> metric.name().equals("rays traced"))
            .map(SQLPlanMetric::accumulatorId)
            // A plan that was changed while it ran has the same metric again.
            .distinct()
            .map(id -> values.getOrDefault(id, "0"))
            .mapToLong(shown -> Long.parseLong(shown.replace(",", "")))
            .sum();
    return new TableQuery(rows, rays);
  }
}
