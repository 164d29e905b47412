package io.sinotrace.spark.table;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.cli.Cli;
import io.sinotrace.spark.RowBits;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A dataset as a table: the output of runs, whole, damaged, and replaced while it is read. */
class DatasetTableTest {
  private static final SparkSession SPARK = SparkSessions.local();

  @TempDir Path temp;

  private Path description = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void volumes() {
    Samples.volume(temp.resolve("a.npy"), 5, 6, 7, 1);
    Samples.volume(temp.resolve("b.npy"), 7, 6, 5, 2);
    description = temp.resolve("cone.yaml");
    output = temp.resolve("out");
    Samples.description(description, Samples.CONE);
  }

  private void run(String volume, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("run", description.toString()));
    arguments.add("volume.path=" + temp.resolve(volume));
    arguments.add("volume.min-age=0");
    arguments.addAll(Arrays.asList(settings));
    Cli.Result run = Cli.run(arguments.toArray(String[]::new));
    assertEquals(0, run.code(), run::err);
  }

  private Dataset<Row> stored() {
    return Origin.load(output);
  }

  private static List<Row> sorted(Dataset<Row> table) {
    return table.orderBy("scan", "view", "row").collectAsList();
  }

  /** Returns the files of a directory of the dataset. */
  private List<Path> files(String directory) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve(directory))) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
  }

  /** Returns the messages of the exceptions that a query ends with. */
  private static String failure(Dataset<Row> query) {
    StringBuilder messages = new StringBuilder();
    for (Throwable e = assertThrows(Exception.class, query::collectAsList);
        e != null;
        e = e.getCause()) {
      messages.append(e.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static void assertContains(String part, String whole) {
    assertTrue(whole.contains(part), whole);
  }

  @Test
  void itHasTheColumnsAndTheBitsOfTheTracedTable() {
    run("*.npy");
    Dataset<Row> traced = Origin.TRACED.table(description, "volume.path=" + temp + "/*.npy");
    assertEquals(traced.schema(), stored().schema());
    List<Row> expected = sorted(traced);
    List<Row> actual = sorted(stored());
    assertEquals(2 * 13 * 19, actual.size());
    assertEquals(RowBits.of(expected), RowBits.of(actual));
    assertEquals(sorted(traced.drop("line_integral")), sorted(stored().drop("line_integral")));
  }

  /** More than one file, and rows cut between two. */
  @Test
  void itHasTheBitsOfScansOfManyFiles() throws IOException {
    String[] large = {
      "geometry.detector={rows: 70, columns: 700, pixel: 0.1}", "geometry.views.count=100"
    };
    run("a.npy", large);
    assertTrue(files("sinogram/scan=a").size() > 1);
    String[] settings = Arrays.copyOf(large, 3);
    settings[2] = "volume.path=" + temp.resolve("a.npy");
    String some = "view in (0, 49, 50, 99) and row % 23 = 11";
    List<Row> expected = sorted(Origin.TRACED.table(description, settings).where(some));
    assertEquals(12, expected.size());
    TableQuery query = TableQuery.run(stored().where(some));
    assertEquals(12 * 700, query.pixels());
    assertEquals(RowBits.of(expected), RowBits.of(sorted(stored().where(some))));
    assertEquals(7000, stored().count());
    long all = 0;
    for (Path file : files("sinogram/scan=a")) {
      all += Files.size(file);
    }
    assertTrue(query.bytes() < all / 10, query.bytes() + " of " + all);
  }

  @Test
  void scansMayHaveDifferentShapes() {
    run("a.npy");
    run("b.npy", "geometry.detector={rows: 3, columns: 5, pixel: 9}", "geometry.views.count=4");
    assertEquals(
        List.of("[a,247,23]", "[b,12,5]"),
        stored()
            .groupBy("scan")
            .agg(expr("count(view)"), expr("max(size(line_integral))"))
            .orderBy("scan")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
    // Row 10 is there in one of them only.
    assertEquals(13, TableQuery.run(stored().where("row = 10")).rows().size());
  }

  @Test
  void aDatasetMayBeEmpty() throws IOException {
    Files.createDirectories(output.resolve("scans"));
    assertEquals(0, stored().count());
    Files.delete(output.resolve("scans"));
    Files.writeString(
        output.resolve("_sinotrace.json"), "{\"dataset\": \"sinogram\", \"format\": 1}");
    assertEquals(0, stored().count());
    assertEquals(List.of(), stored().where("scan = 'a'").collectAsList());
  }

  @Test
  void aTableThatIsHeldSeesWhatIsAddedLater() {
    run("a.npy");
    Dataset<Row> held = stored();
    assertEquals(1, held.select("scan").distinct().count());
    run("b.npy");
    assertEquals(2, held.select("scan").distinct().count());
  }

  @Test
  void whatIsNotAskedForIsNotRead() {
    run("a.npy");
    assertEquals(0, TableQuery.run(stored().drop("line_integral")).bytes());
    assertTrue(TableQuery.run(stored().select("line_integral")).bytes() > 0);
  }

  @Test
  void manifestsThatDoNotSayWhatFilesHoldAreRead() throws IOException {
    run("a.npy");
    List<Row> before = sorted(stored().where("row = 3"));
    Path manifest = files("scans").get(0);
    String text = Files.readString(manifest);
    String old = text.replaceAll("(?s),\\s*\"tiles\" : \\[ \\[[^\\]]*\\] \\]", "");
    assertTrue(old.length() < text.length(), text);
    Files.writeString(manifest, old);
    TableQuery query = TableQuery.run(stored().where("row = 3"));
    assertEquals(13 * 23, query.pixels());
    assertEquals(RowBits.of(before), RowBits.of(sorted(stored().where("row = 3"))));
  }

  @Test
  void aManifestThatCannotBeReadIsNamedWhereItsScanIsWanted() throws IOException {
    run("*.npy");
    Path broken = files("scans").stream().filter(f -> f.toString().contains("b")).toList().get(0);
    Files.writeString(broken, "{");
    assertContains(broken + " is not the manifest of a scan", failure(stored()));
    assertContains(broken + " is not the manifest of a scan", failure(stored().where("row = 2")));
    assertEquals(247, stored().where("scan = 'a'").count());
    assertEquals(19, stored().where("view = 1 and not (scan >= 'b' or view = 2)").count());
  }

  @Test
  void aFileThatIsMissingIsNamedWhateverIsAskedOfIt() throws IOException {
    run("*.npy");
    Path file = files("sinogram/scan=b").get(0);
    Files.delete(file);
    String missing = file + " is missing; trace the scan again";
    assertContains(missing, failure(stored()));
    assertContains(missing, failure(stored().groupBy().count()));
    assertEquals(247, stored().where("scan = 'a'").count());
    Path views = files("views/scan=a").get(0);
    Files.delete(views);
    assertContains(views + " is missing", failure(stored().where("scan = 'a'")));
    // Nothing of it is asked for.
    assertEquals(247, stored().where("scan = 'a'").select("line_integral").collectAsList().size());
  }

  @Test
  void aFileOfAnotherLengthIsNamed() throws IOException {
    run("a.npy");
    Path file = files("sinogram/scan=a").get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertContains(
        "%s has %d bytes, not %d".formatted(file, bytes.length - 1, bytes.length),
        failure(stored()));
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    run("a.npy", "output.compression=none");
    Path file = files("sinogram/scan=a").get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(file, bytes);
    assertContains(file + " is damaged", failure(stored()));
  }

  @Test
  void aScanThatIsReplacedWhileItIsReadIsNeverMixed() {
    run("a.npy");
    Dataset<Row> begun = stored();
    // Planned: the partitions are those of the first writing.
    assertEquals(13L * 19, planned(begun));
    run("a.npy", "geometry.views={count: 13, start: 90}", "output.overwrite=true");
    assertContains("scan a was replaced while it was read", failure(begun));
    assertEquals(90.0, stored().where("view = 0").select("angle").head().getDouble(0));
  }

  private static long planned(Dataset<Row> query) {
    assertTrue(query.queryExecution().executedPlan().toString().contains("sinotrace"));
    return query.queryExecution().optimizedPlan().stats().rowCount().get().toLong();
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(InputException.class, call).getMessage());
  }

  @Test
  void optionsOfADescriptionAreErrors() {
    run("a.npy");
    assertEquals(
        "option geometry.views.count=5: %s is a dataset, and its scans are there already: expected table, protocols or those of physics"
            .formatted(output),
        refusal(
            () ->
                SPARK
                    .read()
                    .format("sinotrace")
                    .option("geometry.views.count", 5)
                    .load(output.toString())));
    assertEquals(
        "option table=scan: expected projections or scans",
        refusal(
            () ->
                SPARK.read().format("sinotrace").option("table", "scan").load(output.toString())));
    assertEquals(
        247,
        SPARK
            .read()
            .format("sinotrace")
            .option("table", "projections")
            .load(output.toString())
            .count());
  }

  @Test
  void itIsATableOfSqlAndOfTheCatalog() {
    run("*.npy");
    for (String begin : List.of("create or replace temporary view", "create table")) {
      SPARK.sql("%s dataset_table using sinotrace options (path '%s')".formatted(begin, output));
      try {
        assertEquals(
            2 * 13, SPARK.sql("select * from dataset_table where row = 18").collectAsList().size());
        assertEquals(
            19,
            SPARK
                .sql(
                    "select exp(-line_integral[3]) from dataset_table where scan = 'b' and view = 2")
                .collectAsList()
                .size());
      } finally {
        SPARK.sql("drop %s dataset_table".formatted(begin.endsWith("view") ? "view" : "table"));
      }
    }
  }
}
