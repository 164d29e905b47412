package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.cli.Cli;
import io.sinotrace.spark.RowBits;
import io.sinotrace.spark.Samples;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the table is named and described: files, options, views and tables of the catalog. */
class TableOptionsTest {
  private static final SparkSession SPARK = SparkSessions.local();

  @TempDir Path temp;

  private String description = "";

  @BeforeEach
  void scan() {
    Samples.volume(temp.resolve("volume.npy"), 5, 6, 7, 1);
    description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
  }

  /** Local files, in a storage that cannot say now whether there are manifests. */
  public static final class FailingFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("failing:///");
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path f) throws IOException {
      if (f.getName().equals("scans")) {
        throw new IOException("connection reset");
      }
      return super.getFileStatus(f);
    }
  }

  @Test
  void aStorageThatFailsIsNoneWithoutADataset() {
    Map<String, String> settings = Map.of("fs.failing.impl", FailingFileSystem.class.getName());
    SparkSessions.addHadoop(settings);
    try {
      UncheckedIOException e =
          assertThrows(
              UncheckedIOException.class,
              () -> SPARK.read().format("sinotrace").load("failing://" + temp));
      assertEquals("connection reset", Objects.requireNonNull(e.getCause()).getMessage());
      Cli.Result run = Cli.run("run", "failing://" + description);
      assertEquals(1, run.code(), run::toString);
      assertEquals("error: IOException: connection reset%n".formatted(), run.err());
    } finally {
      SparkSessions.removeHadoop(settings);
    }
  }

  /** What Samples.CONE says, with all paths written out. */
  private Map<String, String> options() {
    return Map.of(
        "volume.path", temp.resolve("volume.npy").toString(),
        "volume.units", "per-mm",
        "volume.spacing", "[1, 1.5, 2]",
        "geometry.type", "cone",
        "geometry.source-to-axis", "60",
        "geometry.source-to-detector", "100",
        "geometry.detector", "{rows: 19, columns: 23, pixel: [3, 2.5], offset: [1, -2]}",
        "geometry.views.count", "13");
  }

  private static List<Row> rows(String query) {
    return SPARK.sql(query).collectAsList();
  }

  private static long count(String table) {
    return rows("select count(*) from " + table).get(0).getLong(0);
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    Throwable e = assertThrows(Throwable.class, call);
    while (!(e instanceof InputException) && e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  @Test
  void aListOfGeometriesIsAScanEach() {
    Map<String, String> list = new HashMap<>(options());
    list.keySet().removeIf(key -> key.startsWith("geometry."));
    String parallel = "type: parallel, detector: {columns: 4, pixel: 3}, slices: [1, 2, 4]";
    list.put(
        "geometry",
        "[{name: one, %s, angles: [0]}, {name: two, %s, angles: [0, 30]}]"
            .formatted(parallel, parallel));
    list.put("geometry.two.angles", "[0, 30, 90]");
    SPARK.read().format("sinotrace").options(list).load().createOrReplaceTempView("geometries");
    assertEquals(
        "[[volume--one,3], [volume--two,9]]",
        rows("select scan, count(*) from geometries group by scan order by scan").toString());
    assertEquals(3, count("geometries where scan = 'volume--one'"));
  }

  @Test
  void optionsAloneAreADescription() {
    var file = SPARK.read().format("sinotrace").load(description);
    var alone = SPARK.read().format("sinotrace").options(options()).load();
    assertEquals(
        RowBits.of(file.orderBy("view", "row").collectAsList()),
        RowBits.of(alone.orderBy("view", "row").collectAsList()));
  }

  @Test
  void withoutAFilePathsAreRelativeToTheWorkingDirectory() {
    Path here = Path.of("").toAbsolutePath();
    var table =
        SPARK
            .read()
            .format("sinotrace")
            .options(options())
            .option("volume.path", here.relativize(temp.resolve("volume.npy")).toString())
            .load();
    assertEquals(13 * 19, table.count());
  }

  @Test
  void optionsOverrideTheFileWhateverTheirCapitals() {
    var table = SPARK.read().format("sinotrace").option("Geometry.VIEWS.count", 5);
    assertEquals(5 * 19, table.load(description).count());
  }

  @Test
  void whatIsNoKeyIsRefused() {
    String near =
        refusal(
            () ->
                SPARK
                    .read()
                    .format("sinotrace")
                    .option("geometry.view.count", 5)
                    .load(description));
    assertTrue(
        near.startsWith(
            "option geometry.view.count=5: unknown key geometry.view (did you mean views?)"),
        near);
    assertEquals(
        "option header=true: unknown key header: expected volume, geometry, physics, compute,"
            + " output or reconstruction",
        refusal(() -> SPARK.read().format("sinotrace").option("header", true).load(description)));
    assertEquals(
        "option overwrite=true: unknown key overwrite (did you mean output.overwrite?): expected"
            + " volume, geometry, physics, compute, output or reconstruction",
        refusal(
            () -> SPARK.read().format("sinotrace").option("overwrite", true).load(description)));
    assertEquals(
        """
        options: volume.path is missing: expected a file, a folder, a glob such as heads/*.nii.gz, a list file \
        such as @heads.csv, or a list of them
        options: volume.units is missing: expected hounsfield, per-mm or per-cm
        options: geometry.type is missing: expected radiograph, parallel, fan, cone, helical or \
        vectors\
        """,
        refusal(() -> SPARK.read().format("sinotrace").load()));
  }

  @Test
  void nullTakesAKeyOfTheFileAway() {
    var reader =
        SPARK
            .read()
            .format("sinotrace")
            .option("geometry.views", "null")
            .option("geometry.angles", "[0, 9]")
            .option("compute.backend", (String) null);
    assertEquals(2 * 19, reader.load(description).count());
  }

  @Test
  void aDatasetIsNoDescription() throws IOException {
    Path out = temp.resolve("out");
    Files.createDirectories(out.resolve("sinogram/scan=volume"));
    Files.createDirectories(out.resolve("scans"));
    for (Path path : List.of(out.resolve("sinogram"))) {
      assertEquals(
          "%s: holds results: expected a scan description; they are read with spark.read.format(\"sinotrace\").load(\"%s\")"
              .formatted(path, out),
          refusal(() -> SPARK.read().format("sinotrace").load(path.toString())));
    }
    String other = refusal(() -> SPARK.read().format("sinotrace").load(temp.toString()));
    assertTrue(other.contains("is a directory: expected a scan description"), other);
  }

  @Test
  void severalDescriptionsAreRefused() {
    assertEquals(
        "load: expected one scan description or dataset, not several; volume.path in a description"
            + " takes globs and lists of volumes",
        refusal(() -> SPARK.read().format("sinotrace").load(description, description)));
  }

  @Test
  void aTemporaryViewIsATable() {
    rows(
        "create or replace temporary view cone_view using sinotrace options (path '%s', Geometry.Views.Count 7)"
            .formatted(description));
    assertEquals(7 * 19, count("cone_view"));
    assertEquals(1, rows("select * from cone_view where view = 6 and row = 18").size());
    String refusal = refusal(() -> rows("insert into cone_view select * from cone_view"));
    assertTrue(refusal.contains("does not support append in batch mode"), refusal);
    rows("drop view cone_view");
  }

  @Test
  void aTableOfTheCatalogKeepsTheDescription() {
    rows(
        "create table cone_table using sinotrace options (path '%s', geometry.views.count 7)"
            .formatted(description));
    try {
      assertEquals(
          Map.of(
              "scan", "string",
              "view", "int",
              "row", "int",
              "line_integral", "array<float>",
              "angle", "double",
              "source", "array<double>",
              "detector_center", "array<double>",
              "u", "array<double>",
              "v", "array<double>",
              "n", "array<double>"),
          rows("describe table cone_table").stream()
              .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1))));
      assertEquals(7 * 19, count("cone_table"));
      assertEquals(7 * 19, SPARK.table("cone_table").count());
      assertEquals(
          1,
          TableQuery.run(SPARK.sql("select * from cone_table where view = 6 and row = 18"))
              .rows()
              .size());
      assertEquals(3 * 19, count("cone_table with (`geometry.views.count` = 3)"));
      assertEquals(
          3 * 19, SPARK.read().option("geometry.views.count", 3).table("cone_table").count());
      String refusal = refusal(() -> rows("insert into cone_table select * from cone_table"));
      assertTrue(refusal.contains("does not support append in batch mode"), refusal);
    } finally {
      rows("drop table cone_table");
    }
  }

  @Test
  void orOptionsAlone() {
    String options =
        options().entrySet().stream()
            .map(option -> "`%s` '%s'".formatted(option.getKey(), option.getValue()))
            .collect(Collectors.joining(", "));
    rows("create table option_table using sinotrace options (" + options + ")");
    try {
      assertEquals(13 * 19, count("option_table"));
    } finally {
      rows("drop table option_table");
    }
  }

  @Test
  void aTableThatCannotBeReadCanBeDropped() {
    rows("create table lost_table using sinotrace options (path '%s/lost.yaml')".formatted(temp));
    String refusal = refusal(() -> count("lost_table"));
    assertEquals(
        "file:%s/lost.yaml: there is no such file: expected a scan description: YAML with the"
                .formatted(temp)
            + " sections volume and geometry",
        refusal);
    rows("drop table lost_table");
    assertEquals(0, rows("show tables like 'lost_table'").size());
  }

  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void theTableCannotBeWrittenTo(SaveMode mode) {
    var table = SPARK.read().format("sinotrace").load(description);
    Path nothing = temp.resolve("out");
    for (String path : List.of(description, nothing.toString())) {
      assertEquals(
          "format sinotrace is computed and cannot be written to: expected another format, such as"
              + " parquet; jobs/run (or spark-submit) writes the scans of a description",
          refusal(() -> table.write().format("sinotrace").mode(mode).save(path)));
    }
    assertFalse(Files.exists(nothing));
  }
}
