package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
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
    assertTrue(String.valueOf(shown.get("time encoding pixels")).matches(time), shown::toString);
    // Spark's array: words for the length and for what is null, 23 floats, filled up to words.
    assertEquals("27,664", shown.get("bytes of pixels"), shown::toString);
    // 17 x 22.5 x 42 mm, enlarged by 100 / 60 onto pixels of 7.5 mm2, make 13.6 mm for each of the
    // 19 x 23 rays of a view; at 1 and 1.5 mm a voxel and mean cosines of 2 / pi, 1.06 voxels a mm,
    // and some for the third axis.
    double voxels =
        Double.parseDouble(String.valueOf(shown.get("ray-voxels, about")).replace(",", ""));
    assertEquals(14.4, voxels / 5681, 1.5);
  }
}
