package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Statistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark's planner makes of the table: of a scan of 13 views, 19 rows, 23 columns. */
@ParameterizedClass
@EnumSource(Origin.class)
class TablePlanTest {
  private static final int ROWS = 19;
  private static final int COLUMNS = 23;

  @TempDir static Path temp;

  private static final SparkSession SPARK = SparkSessions.local();

  /** The tables that there are, by their settings. */
  private static final Map<List<String>, Dataset<Row>> TABLES = new HashMap<>();

  private final Origin origin;

  TablePlanTest(Origin origin) {
    this.origin = origin;
  }

  @AfterParameterizedClassInvocation
  static void forget() {
    TABLES.clear();
  }

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

  private Dataset<Row> table(String... settings) {
    return TABLES.computeIfAbsent(
        List.of(settings), key -> origin.table(temp.resolve("cone.yaml"), settings));
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  @Test
  void whatOccursTwiceIsComputedOnce() {
    table().createOrReplaceTempView("twice");
    String same =
        """
        WITH p AS (SELECT view, row, line_integral FROM twice WHERE view < 3)
        SELECT /*+ MERGE(x) */ x.line_integral, y.line_integral
        FROM p x JOIN p y ON x.view = y.view AND x.row = y.row""";
    String other = same.replace("p y ON", "(SELECT * FROM twice WHERE view < 4) y ON");
    SPARK.conf().set("spark.sql.adaptive.enabled", false);
    try {
      assertTrue(plan(SPARK.sql(same)).contains("ReusedExchange"), () -> plan(SPARK.sql(same)));
      assertFalse(plan(SPARK.sql(other)).contains("ReusedExchange"));
    } finally {
      SPARK.conf().unset("spark.sql.adaptive.enabled");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 19, 30, 100, 247})
  void aLimitMakesNoMoreRowsThanItsOwn(int limit) {
    TableQuery query = TableQuery.run(table().limit(limit));
    assertEquals(limit, query.rows().size());
    assertEquals((long) limit * COLUMNS, query.pixels());
  }

  @Test
  void aLimitMayBeMoreThanThereIs() {
    TableQuery query = TableQuery.run(table().limit(1000));
    assertEquals(247, query.rows().size());
    assertEquals(247 * COLUMNS, query.pixels());
  }

  @Test
  void aLimitGoesWithFilters() {
    TableQuery query = TableQuery.run(table().where("view in (3, 7) and row > 16").limit(3));
    assertEquals(3, query.rows().size());
    assertEquals(3 * COLUMNS, query.pixels());
    for (Row row : query.rows()) {
      assertTrue(Set.of(3, 7).contains(row.getInt(1)) && row.getInt(2) > 16, row::toString);
    }
    // Which rows pass is not known before, so the limit cannot be either. View 12 alone: 332
    // degrees.
    assertEquals(5, TableQuery.run(table().where("angle > 330").limit(5)).rows().size());
    assertEquals(15, TableQuery.run(table().limit(25).offset(10)).rows().size());
  }

  @Test
  void rowsOfAPartitionAreInOrder() {
    assertFalse(plan(table().sortWithinPartitions("view", "row")).contains("Sort ["));
    assertFalse(plan(table().select("view").sortWithinPartitions("view")).contains("Sort ["));
    assertTrue(plan(table().sortWithinPartitions("row", "view")).contains("Sort ["));
    assertTrue(plan(table().select("row").sortWithinPartitions("row")).contains("Sort ["));
    List<Row> rows = table("compute.partitions=1").select("view", "row").collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(i, rows.get(i).getInt(0) * ROWS + rows.get(i).getInt(1));
    }
  }

  @Test
  void scansOfAPartitionEachAreToldApart() {
    Samples.volume(temp.resolve("other.npy"), 7, 6, 5, 2);
    String both = temp + "/{volume,other}.npy";
    Dataset<Row> two = table("volume.path=" + both, "compute.partitions=1");
    Dataset<Row> byScan = two.groupBy("scan").count();
    assertFalse(plan(byScan).contains("Exchange"), () -> plan(byScan));
    assertEquals(
        Set.of("other 247", "volume 247"),
        byScan.collectAsList().stream()
            .map(row -> row.getString(0) + " " + row.getLong(1))
            .collect(Collectors.toSet()));
  }

  private static Statistics statistics(Dataset<Row> query) {
    return query.queryExecution().optimizedPlan().stats();
  }

  @Test
  void thePlannerKnowsHowManyRowsThereAre() {
    assertEquals("247", statistics(table()).rowCount().get().toString());
    assertEquals("38", statistics(table().where("view < 2")).rowCount().get().toString());
    assertEquals("5", statistics(table().limit(5)).rowCount().get().toString());
    // 8 a row; scan 8 and its 6 letters; view, row and angle 8; 24 and 4 a pixel; 24 and 24 a
    // vector.
    int row = 8 + 14 + 3 * 8 + (24 + 4 * COLUMNS) + 5 * 48;
    assertEquals(Integer.toString(247 * row), statistics(table()).sizeInBytes().toString());
  }

  @ParameterizedTest
  @CsvSource({"view, 3 + 8, 2, 19", "row, 3 + 8 + 13 + 18, 13, 4"})
  void aJoinWithAFilteredTablePrunesRows(String column, String of, int views, int rows) {
    // Numbers of kind 3 are 3, 8, 13 and 18.
    table().createOrReplaceTempView("scan_table");
    Dataset<Row> join =
        SPARK.sql(
            "select scan, view, row, line_integral from scan_table join chosen on %s = number where kind = 3"
                .formatted(column));
    assertTrue(plan(join).contains("dynamicpruning"), () -> plan(join));
    TableQuery query = TableQuery.run(join);
    assertEquals(views * rows, query.rows().size(), of);
    assertEquals((long) views * rows * COLUMNS, query.pixels(), of);
  }

  @Test
  void aJoinPrunesScans() {
    Samples.volume(temp.resolve("v3.npy"), 7, 6, 5, 2);
    Samples.volume(temp.resolve("v4.npy"), 7, 6, 5, 2);
    table("volume.path=" + temp + "/v?.npy").createOrReplaceTempView("scans_table");
    TableQuery query =
        TableQuery.run(
            SPARK.sql("select s.* from scans_table s join chosen on scan = name where kind = 3"));
    assertEquals(247, query.rows().size());
    assertEquals(247 * COLUMNS, query.pixels());
  }
}
