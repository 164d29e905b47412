package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Spark's planner makes of the partitions that a description asks for. */
class TablePartitionsTest {
  private static final int ROWS = 19;
  private static final int COLUMNS = 23;

  @TempDir static Path temp;

  private static final SparkSession SPARK = SparkSessions.local();

  @BeforeAll
  static void dimension() {
    Samples.volume(temp.resolve("volume.npy"), 5, 6, 7, 1);
    Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    // Not VALUES: a filter of those is done while planning, and then nothing is left to prune by.
    SPARK
        .range(20)
        .selectExpr("cast(id as int) number", "id % 5 kind", "concat('v', id) name")
        .createOrReplaceTempView("chosen");
  }

  private static Dataset<Row> table(String... settings) {
    return Origin.TRACED.table(temp.resolve("cone.yaml"), settings);
  }

  /** A table of which every partition is one view. */
  private static Dataset<Row> byView() {
    return table("compute.split=views", "compute.partitions=13");
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  @Test
  void partitionsOfOneViewNeedNoExchangeToGroupByIt() {
    Dataset<Row> counts = byView().groupBy("view").count();
    assertFalse(plan(counts).contains("Exchange"), () -> plan(counts));
    assertTrue(plan(counts).contains("partitioned by=[view]"), () -> plan(counts));
    assertEquals(13, counts.javaRDD().getNumPartitions());
    List<Row> rows = counts.orderBy("view").collectAsList();
    assertEquals(13, rows.size());
    for (int view = 0; view < 13; view++) {
      assertEquals(view, rows.get(view).getInt(0));
      assertEquals(ROWS, rows.get(view).getLong(1));
    }
    assertTrue(plan(table().groupBy("view").count()).contains("Exchange"));
    assertTrue(plan(byView().groupBy("row").count()).contains("Exchange"));
  }

  @Test
  void norDoPartitionsOfOneRow() {
    Dataset<Row> counts =
        table("compute.split=rows", "compute.partitions=19").groupBy("row").count();
    assertFalse(plan(counts).contains("Exchange"), () -> plan(counts));
    assertEquals(19, counts.collectAsList().size());
    // One row of partitions that hold several views each: they stay as many tasks.
    Dataset<Row> one = table("compute.split=views", "compute.partitions=4").where("row = 3");
    assertTrue(plan(one).contains("partitioned by=[]"), () -> plan(one));
    assertEquals(4, one.javaRDD().getNumPartitions());
  }

  @Test
  void aWindowOverAViewNeedsNeitherExchangeNorSort() {
    byView().createOrReplaceTempView("by_view");
    Dataset<Row> numbered =
        SPARK.sql(
            "select view, row, row_number() over (partition by view order by row) n from by_view");
    assertFalse(plan(numbered).contains("Exchange"), () -> plan(numbered));
    assertFalse(plan(numbered).contains("Sort ["), () -> plan(numbered));
    List<Row> rows = numbered.collectAsList();
    assertEquals(247, rows.size());
    rows.forEach(row -> assertEquals(row.getInt(1) + 1, row.getInt(2)));
  }

  @Test
  void norDoPartitionsOfOneViewOfOneScan() {
    Samples.volume(temp.resolve("other.npy"), 7, 6, 5, 2);
    Dataset<Row> views =
        table(
                "volume.path=" + temp + "/{volume,other}.npy",
                "compute.split=views",
                "compute.partitions=13")
            .groupBy("scan", "view")
            .count();
    assertFalse(plan(views).contains("Exchange"), () -> plan(views));
    assertEquals(26, views.collectAsList().size());
  }

  @ParameterizedTest
  @CsvSource({"3, 2", "4, 2", "7, 0"})
  void prunedPartitionsKeepTheirKeys(int kind, int views) {
    byView().createOrReplaceTempView("by_view");
    TableQuery query =
        TableQuery.run(
            SPARK.sql(
                "select view, count(*), max(line_integral[3]) from by_view join chosen on view = number"
                    + " where kind = %d group by view".formatted(kind)));
    assertEquals(views, query.rows().size());
    query.rows().forEach(row -> assertEquals(ROWS, row.getLong(1)));
    assertEquals((long) views * ROWS * COLUMNS, query.pixels());
  }
}
