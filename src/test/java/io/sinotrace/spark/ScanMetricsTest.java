package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark's SQL tab shows of a query. */
class ScanMetricsTest {
  @TempDir Path temp;

  /** Runs a query and returns what is shown of the table's own metrics. */
  private Map<String, String> shown(String filter) throws Exception {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 7);
    String description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    SparkSession spark = SparkSessions.local();
    spark.read().format("sinotrace").load(description).where(filter).collectAsList();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    SQLAppStatusStore store = spark.sharedState().statusStore();
    SQLExecutionUIData last =
        CollectionConverters.asJava(store.executionsList()).stream()
            .max(Comparator.comparingLong(SQLExecutionUIData::executionId))
            .orElseThrow();
    Map<String, String> shown = new TreeMap<>();
    var values = CollectionConverters.asJava(store.executionMetrics(last.executionId()));
    for (var metric : CollectionConverters.asJava(last.metrics())) {
      if (values.containsKey(metric.accumulatorId())) {
        shown.put(metric.name(), values.get(metric.accumulatorId()));
      }
    }
    return shown;
  }

  @Test
  void onlyTheRaysAskedForAreTraced() throws Exception {
    // Three views, one row, 23 columns.
    Map<String, String> shown = shown("view between 3 and 5 and row = 10");
    assertEquals("69", shown.get("rays traced"), shown::toString);
  }

  @Test
  void timesAreShown() throws Exception {
    Map<String, String> shown = shown("true");
    // 13 views, 19 rows, 23 columns.
    assertEquals("5,681", shown.get("rays traced"), shown::toString);
    String time = "\\d+\\.\\d s in all, \\d+\\.\\d s the longest task";
    assertTrue(String.valueOf(shown.get("time tracing rays")).matches(time), shown::toString);
    assertTrue(String.valueOf(shown.get("time reading volumes")).matches(time), shown::toString);
  }
}
