package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scans of a dataset as a table. */
class ScansTableTest {
  private static final SparkSession SPARK = SparkSessions.local();

  @TempDir Path temp;

  private Path output = Path.of("");
  private final Instant start = Instant.now();

  @BeforeEach
  void twoScans() {
    Samples.volume(temp.resolve("a.npy"), 5, 6, 7, 1);
    Samples.volume(temp.resolve("b.npy"), 7, 6, 5, 2);
    Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    output =
        Origin.written(
            temp.resolve("cone.yaml"),
            "volume.path=" + temp + "/*.npy",
            "volume.min-age=0",
            "geometry.detector.columns=4",
            "compute.backend=scalar");
  }

  private Dataset<Row> scans() {
    return SPARK.read().format("sinotrace").option("table", "scans").load(output.toString());
  }

  /** Returns the only file of a directory of the dataset. */
  private Path file(String directory) {
    try (Stream<Path> files = Files.list(output.resolve(directory))) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRowSaysWhatTheManifestDoes() {
    List<Row> rows = scans().orderBy("scan").collectAsList();
    assertEquals(2, rows.size());
    Row a = rows.get(0);
    assertEquals("a", a.getAs("scan"));
    assertEquals("file:" + temp.resolve("a.npy"), a.getAs("volume"));
    Map<String, String> inputs = a.getJavaMap(a.fieldIndex("inputs"));
    assertEquals(Set.of("a.npy"), inputs.keySet());
    assertTrue(inputs.values().stream().allMatch(sum -> sum.matches("[0-9a-f]{64}")));
    assertEquals(List.of(7, 6, 5), a.getList(a.fieldIndex("voxels")));
    assertNull(a.getAs("geometry"));
    assertEquals("cone", a.getAs("beam"));
    assertEquals(
        List.of(13, 19, 4), List.of(a.getAs("views"), a.getAs("rows"), a.getAs("columns")));
    assertEquals(1, a.<Integer>getAs("files"));
    assertEquals(file("sinogram/scan=a").toFile().length(), a.<Long>getAs("bytes"));
    assertEquals(13L * 19 * 4, a.<Long>getAs("rays"));
    assertTrue(a.<Double>getAs("wall_seconds") > 0);
    assertEquals(List.of("scalar"), a.getList(a.fieldIndex("backends")));
    assertEquals(1, a.getList(a.fieldIndex("warnings")).size());
    Instant created = a.<Timestamp>getAs("created").toInstant();
    assertTrue(!created.isBefore(start.minusMillis(1)) && !created.isAfter(Instant.now()));
    assertEquals("development", a.getAs("sinotrace"));
    assertTrue(a.<String>getAs("fingerprint").matches("[0-9a-f]{64}"));
    assertEquals("complete", a.getAs("state"));
    assertNull(a.getAs("problem"));
  }

  @Test
  void aScanNamesItsGeometry() {
    Samples.description(
        temp.resolve("list.yaml"),
        """
        volume: {path: b.npy, units: per-mm, spacing: 1}
        geometry:
        - {name: round, type: parallel, detector: {rows: 4, columns: 5, pixel: 1}, views: {count: 6}}
        """);
    output = Origin.written(temp.resolve("list.yaml"));
    assertEquals(
        List.of("[b--round,round,parallel,6]"),
        scans().select("scan", "geometry", "beam", "views").orderBy("scan").collectAsList().stream()
            .map(Row::toString)
            .toList());
    assertEquals(6 * 4, Origin.load(output).count());
  }

  @Test
  void theStateTellsWhatIsWrong() throws IOException {
    Path missing = file("sinogram/scan=a");
    Files.delete(missing);
    Files.writeString(output.resolve("scans/c.json"), "{}");
    List<Row> wrong =
        scans()
            .where("state <> 'complete'")
            .select("scan", "state", "problem")
            .orderBy("scan")
            .collectAsList();
    assertEquals(
        List.of(
            "[a,damaged,%s is missing]".formatted(missing),
            "[c,unreadable,%s/scans/c.json is not the manifest of a scan: expected what a run writes there]"
                .formatted(output)),
        wrong.stream().map(Row::toString).toList());
    assertEquals(1, scans().where("volume is null").count());
    // The manifest alone does not tell.
    assertEquals(2, scans().where("bytes > 0").count());
  }

  @Test
  void filtersOfTheScanReadNoOtherManifest() throws IOException {
    Files.writeString(output.resolve("scans/c.json"), "{}");
    for (String filter : List.of("scan = 'a'", "scan in ('a', 'x')", "not scan >= 'b'")) {
      Dataset<Row> query = scans().where(filter);
      assertEquals(1, query.count(), filter);
      String plan = query.queryExecution().executedPlan().toString();
      assertFalse(plan.contains("Filter"), plan);
    }
    assertEquals(3, scans().where("scan like '%' or views = 13").count());
    assertEquals(1, scans().where("scan < 'b' and views = 13").count());
  }

  @Test
  void itIsJoinedWithTheProjections() {
    Origin.load(output).createOrReplaceTempView("projections");
    SPARK.sql(
        "create or replace temporary view scans using sinotrace options (path '%s', table 'scans')"
            .formatted(output));
    TableQuery query =
        TableQuery.run(
            SPARK.sql(
                "select scan, view, row, line_integral from projections join scans using (scan)"
                    + " where volume like '%b.npy'"));
    assertEquals(247, query.rows().size());
    assertEquals(Set.of("b"), Set.copyOf(query.rows().stream().map(row -> row.get(0)).toList()));
    // A join decides what is read.
    assertEquals(247 * 4, query.pixels());
  }

  @Test
  void itIsATableOfTheCatalogThatKeepsItsKind() {
    SPARK.sql(
        "create table scans_table using sinotrace options (path '%s', table 'scans')"
            .formatted(output));
    try {
      assertEquals(2, SPARK.table("scans_table").count());
      assertEquals(
          "option table=projections: this is the table of scans: expected one of its own",
          assertThrows(
                  InputException.class,
                  () ->
                      SPARK
                          .sql("select * from scans_table with (table = 'projections')")
                          .collectAsList())
              .getMessage());
      assertEquals(
          "array<string>",
          SPARK
              .sql("describe table scans_table")
              .where("col_name = 'warnings'")
              .head()
              .getString(1));
    } finally {
      SPARK.sql("drop table scans_table");
    }
  }

  @Test
  void aDescriptionHasNone() {
    String description = temp.resolve("cone.yaml").toString();
    assertEquals(
        "option table=scans: %s is no dataset: expected the output.path of a run"
            .formatted(description),
        assertThrows(
                InputException.class,
                () -> SPARK.read().format("sinotrace").option("table", "scans").load(description))
            .getMessage());
  }
}
