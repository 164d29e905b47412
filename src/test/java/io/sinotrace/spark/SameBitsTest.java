package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanReport;
import io.sinotrace.spark.job.SinogramJob;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.io.VolumeLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a scan is cut, cropped or written, every pixel has the bits of the plain projector. */
class SameBitsTest {
  private static final int VIEWS = 13;
  private static final int ROWS = 19;
  private static final int COLUMNS = 23;

  @TempDir Path temp;

  private String description = "";
  private float[] expected = {};

  @BeforeEach
  void projectWithoutSpark() {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 42);
    description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    Configuration conf = new Configuration();
    ScanDescription scan = Descriptions.read(description, List.of(), conf);
    Volume volume = VolumeLoader.load(scan.scans(conf).get(0).volume(), conf);
    var geometry = scan.geometries().get(0).spec().compile(volume.grid());
    expected = new float[(int) geometry.rays()];
    try (ScalarProjector projector = new ScalarProjector(volume, geometry)) {
      projector.project(geometry.all(), expected);
    }
  }

  private Dataset<Row> table(String... options) {
    var reader = SparkSessions.local().read().format("sinotrace");
    for (String option : options) {
      String[] parts = option.split("=", 2);
      reader = reader.option(parts[0], parts[1]);
    }
    return reader.load(description);
  }

  /** Checks that rows hold what is expected, once each, and returns how many there are. */
  private int check(List<Row> rows) {
    Map<Integer, Integer> seen = new TreeMap<>();
    for (Row row : rows) {
      int view = row.getInt(row.fieldIndex("view"));
      int detectorRow = row.getInt(row.fieldIndex("row"));
      assertEquals(1, seen.merge(view * ROWS + detectorRow, 1, Integer::sum));
      List<Float> values = row.getList(row.fieldIndex("line_integral"));
      float[] actual = new float[COLUMNS];
      float[] wanted = new float[COLUMNS];
      assertEquals(COLUMNS, values.size());
      for (int c = 0; c < COLUMNS; c++) {
        actual[c] = values.get(c);
        wanted[c] = expected[(view * ROWS + detectorRow) * COLUMNS + c];
      }
      assertArrayEquals(bits(wanted), bits(actual));
    }
    return seen.size();
  }

  /** Rows of view, row and the bits of each pixel; +0 and -0 are not the same. */
  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void theScanIsNotEmpty() {
    int lit = 0;
    for (float value : expected) {
      lit += value > 0 ? 1 : 0;
    }
    assertTrue(lit > expected.length / 2, lit + " of " + expected.length);
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 1",
    "auto, 13",
    "auto, 65",
    "views, 1",
    "views, 7",
    "views, 13",
    "rows, 1",
    "rows, 7",
    "rows, 19"
  })
  void partitionsDoNotShow(String split, int partitions) {
    Dataset<Row> table = table("compute.split=" + split, "compute.partitions=" + partitions);
    assertEquals(partitions, table.javaRDD().getNumPartitions());
    assertEquals(VIEWS * ROWS, check(table.collectAsList()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void norDoesTheNumberOfThem(int partitions) {
    // 64 views of the same scan, so that 64 partitions can be cut by views and by rows alike.
    Dataset<Row> one = table("geometry.views.count=64", "geometry.detector.rows=64");
    List<Row> expectedRows = one.orderBy("view", "row").collectAsList();
    for (String split : List.of("views", "rows", "auto")) {
      List<Row> rows =
          table(
                  "geometry.views.count=64",
                  "geometry.detector.rows=64",
                  "compute.split=" + split,
                  "compute.partitions=" + partitions)
              .orderBy("view", "row")
              .collectAsList();
      assertEquals(RowBits.of(expectedRows), RowBits.of(rows), split);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "view = 5 | 19 | 1",
        "view between 3 and 5 and row = 10 | 3 | 3",
        "row in (0, 18) and view < 2 | 4 | 2",
        "view = 3 or view = 12 | 38 | 2",
        "not (view > 0) and row >= 17 | 2 | 1",
        "view = 99 | 0 | 0",
        "scan = 'volume' and view <> 0 and row = 7 | 12 | 12",
        "scan = 'other' | 0 | 0",
      })
  void croppingDoesNotShow(String where, int rows, int partitions) {
    Dataset<Row> cropped = table("compute.split=views", "compute.partitions=13").where(where);
    assertEquals(rows, check(cropped.collectAsList()));
    assertEquals(partitions, cropped.javaRDD().getNumPartitions());
    String plan = cropped.queryExecution().executedPlan().toString();
    assertTrue(!plan.contains("Filter ("), plan);
  }

  @Test
  void aFilterThatCannotBePushedIsStillObeyed() {
    assertEquals(VIEWS + ROWS - 1, check(table().where("view = 5 or row = 3").collectAsList()));
    assertEquals(7 * ROWS, check(table().where("view % 2 = 0").collectAsList()));
  }

  @Test
  void theTableHasANameInSql() {
    SparkSession spark = SparkSessions.local();
    spark.sql(
        "CREATE OR REPLACE TEMPORARY VIEW cone USING sinotrace OPTIONS (path '%s', `compute.partitions` 3, `compute.split` 'rows')"
            .formatted(description));
    assertEquals(
        3, check(spark.sql("SELECT * FROM cone WHERE view < 3 AND row = 4").collectAsList()));
  }

  @Test
  void columnsAloneTraceNothing() {
    // The volume is gone: rows of numbers need no ray.
    Dataset<Row> table = table();
    assertTrue(temp.resolve("volume.npy").toFile().delete());
    assertEquals(VIEWS * ROWS, table.count());
    assertEquals(VIEWS, table.select("view").distinct().count());
  }

  @Test
  void theJobWritesTheSame() throws IOException {
    SparkSession spark = SparkSessions.local();
    Configuration conf = new Configuration();
    for (String partitions : List.of("1", "7", "13")) {
      for (String codec : List.of("none", "snappy", "zstd")) {
        String out = temp.resolve("out-" + partitions + codec).toString();
        ScanDescription scan =
            Descriptions.read(
                description,
                List.of(
                    "compute.partitions=" + partitions,
                    "compute.split=views",
                    "output.compression=" + codec,
                    "output.path=" + out),
                conf);
        Recorder recorder = new Recorder();
        new SinogramJob(spark, scan, SinogramJob.Options.NONE, recorder).run();
        assertEquals(List.of(), recorder.refusals);
        assertEquals(1, recorder.reports.size());
        List<Row> rows = spark.read().parquet(out + "/sinogram").collectAsList();
        assertEquals(VIEWS * ROWS, check(rows));
        assertEquals("volume", rows.get(0).getAs("scan"));
        assertEquals(VIEWS, spark.read().parquet(out + "/views").count());
        assertEquals(
            VIEWS,
            spark
                .sql(
                    "SELECT view, transform(line_integral, x -> exp(-x)) AS transmission FROM"
                        + " parquet.`%s/sinogram` WHERE scan = 'volume' AND row = 10 ORDER BY view"
                            .formatted(out))
                .count());
      }
    }
  }

  /** Remembers what a job tells. */
  static final class Recorder implements SinogramJob.Listener {
    final List<ScanReport> reports = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();

    @Override
    public void message(String line) {
      refusals.add(line);
    }

    @Override
    public void done(ScanReport report) {
      reports.add(report);
    }

    @Override
    public void setAside(BatchPlan.Entry scan, ScanFault fault) {
      refusals.add(scan.id() + ": " + fault.message());
    }
  }
}
