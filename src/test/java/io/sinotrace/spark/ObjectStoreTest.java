package io.sinotrace.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.S3Mock;
import io.sinotrace.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Batches whose output is in an object store, by way of S3A on S3Mock, beside a local disk. */
@Tag("long")
class ObjectStoreTest {
  private static final int SECONDS_OLD = 3600;

  /** S3A's name for all requests. */
  private static final String ALL = "store_io_request";

  @TempDir static java.nio.file.Path shared;
  private static @Nullable S3Mock mock;

  @TempDir java.nio.file.Path temp;
  private String description = "";
  private String out = "";

  @BeforeAll
  static void start() throws Exception {
    mock = S3Mock.start(shared);
    SparkSessions.addHadoop(mock.settings());
  }

  @AfterAll
  static void stop() {
    if (mock != null) {
      SparkSessions.removeHadoop(mock.settings());
      mock.close();
    }
  }

  @BeforeEach
  void makeInput(TestInfo test) throws IOException {
    Files.createDirectories(temp.resolve("ct"));
    for (int k = 0; k < 3; k++) {
      volume(k, k);
    }
    out =
        Objects.requireNonNull(mock)
            .path(test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + "/out");
    description =
        Samples.description(
            temp.resolve("batch.yaml"),
            """
            volume: {path: ct, units: per-mm, spacing: 1, min-age: 0}
            geometry:
              type: cone
              source-to-axis: 60
              source-to-detector: 100
              detector: {rows: 5, columns: 7, pixel: 2}
              views: {count: 6}
            output: {path: local}
            """);
  }

  private void volume(int k, long seed) throws IOException {
    java.nio.file.Path file = temp.resolve("ct/v%02d.npy".formatted(k));
    Samples.volume(file, 4, 4, 4, seed);
    // Another time for another content.
    long then = System.currentTimeMillis() - 1000 * (SECONDS_OLD + seed);
    Files.setLastModifiedTime(file, FileTime.fromMillis(then));
  }

  private Cli.Result run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", description, "output.path=" + out));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private void computes(String last, String... more) {
    Cli.Result result = run(more);
    assertEquals(0, result.code(), result.toString());
    List<String> lines = result.out().lines().toList();
    assertEquals(last, lines.get(lines.size() - 1), result.toString());
  }

  private static FileSystem files() throws IOException {
    Configuration conf = Objects.requireNonNull(mock).conf();
    return new Path(mock.path("")).getFileSystem(conf);
  }

  /** Returns the content of every object below the output, in hexadecimal. */
  private static Map<String, String> contents(String output, FileSystem fs) throws IOException {
    Path root = fs.makeQualified(new Path(output));
    Map<String, String> contents = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      if (!file.getName().endsWith(".crc")) {
        try (FSDataInputStream in = fs.open(file)) {
          contents.put(
              root.toUri().relativize(file.toUri()).getPath().replaceFirst("^/", ""),
              HexFormat.of().formatHex(in.readAllBytes()));
        }
      }
    }
    return contents;
  }

  private Map<String, String> contents() throws IOException {
    return contents(out, files());
  }

  /** Keeps what two runs write alike: all but the manifests. */
  private static Map<String, String> data(Map<String, String> contents) {
    Map<String, String> data = new TreeMap<>(contents);
    data.keySet().removeIf(name -> !name.matches("(sinogram|views|preview)/.*"));
    return data;
  }

  private Map<String, String> local() throws IOException {
    Cli.Result result = run("output.path=" + temp.resolve("local"));
    assertEquals(0, result.code(), result.toString());
    return data(
        contents(
            temp.resolve("local").toUri().toString(), FileSystem.getLocal(new Configuration())));
  }

  private static List<String> rows(Dataset<Row> table) {
    return table
        .selectExpr("scan", "view", "row", "line_integral")
        .orderBy("scan", "view", "row")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private void requireRowsOf(String other) {
    var read = SparkSessions.local().read();
    List<String> expected = rows(read.parquet(other + "/sinogram"));
    assertEquals(3 * 6 * 5, expected.size());
    assertEquals(expected, rows(read.format("sinotrace").load(out)));
    assertEquals(expected, rows(read.parquet(out + "/sinogram")));
  }

  private static void put(String path, String content) throws IOException {
    try (FSDataOutputStream file = files().create(new Path(path), true)) {
      file.write(content.getBytes(UTF_8));
    }
  }

  private static Set<String> names(Map<String, String> contents, Predicate<String> wanted) {
    return contents.keySet().stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aBatchIsAsOnALocalDisk() throws IOException {
    computes("3 done");
    Map<String, String> first = contents();
    Map<String, String> local = local();
    // Pixels, views and two pictures of each.
    assertEquals(12, local.size());
    assertEquals(local, data(first));
    // And a manifest of each, and the marker; no directories, and nothing staged.
    assertEquals(12 + 3 + 1, first.size(), () -> first.keySet().toString());
    requireRowsOf(temp.resolve("local").toString());

    computes("3 done, 3 of them earlier");
    assertEquals(first, contents());
    Cli.Result verified = Cli.run("verify", out);
    assertEquals(0, verified.code(), verified.toString());
  }

  @Test
  void aChangedInputReplacesItsScan() throws IOException {
    computes("3 done");
    Map<String, String> before = contents();
    volume(1, 99);
    computes("3 done, 2 of them earlier");
    Map<String, String> after = contents();
    local();
    requireRowsOf(temp.resolve("local").toString());
    Predicate<String> replaced = name -> name.contains("scan=v01");
    assertEquals(2, names(after, replaced).size());
    assertTrue(names(before, replaced).stream().noneMatch(after::containsKey));
    assertTrue(after.containsKey("scans/v01.2.json"));
    before.forEach(
        (name, content) -> {
          if (!name.contains("v01")) {
            assertEquals(content, after.get(name), name);
          }
        });

    // As it was at first: of the same bytes, and under other names.
    volume(1, 1);
    computes("3 done, 2 of them earlier");
    Map<String, String> again = contents();
    assertTrue(names(before, replaced).stream().noneMatch(again::containsKey));
    assertEquals(
        Set.copyOf(data(before).values()), Set.copyOf(data(again).values()), "bytes of the files");
  }

  @Test
  void aFileThatIsMissingOrCutShortIsComputedAgain() throws IOException {
    computes("3 done");
    Map<String, String> before = contents();
    String missing = names(before, name -> name.startsWith("sinogram/scan=v00")).iterator().next();
    String cut = names(before, name -> name.startsWith("views/scan=v02")).iterator().next();
    assertTrue(files().delete(new Path(out, missing), false));
    put(out + "/" + cut, "PAR1");
    Cli.Result verified = Cli.run("verify", out);
    assertEquals(1, verified.code(), verified.toString());
    assertTrue(verified.toString().contains("v00") && verified.toString().contains("v02"));
    computes("3 done, 1 of them earlier");
    Map<String, String> after = contents();
    assertEquals(
        Set.copyOf(data(before).values()), Set.copyOf(data(after).values()), "bytes of the files");
    assertEquals(0, Cli.run("verify", out).code());
    computes("3 done, 3 of them earlier");
  }

  @Test
  void aPictureThatIsSomebodysStays() throws IOException {
    String picture = out + "/preview/v01-sinogram.png";
    computes("2 done", "volume.path=" + temp.resolve("ct/v0[02].npy"));
    put(picture, "mine");
    Cli.Result result = run();
    assertEquals(3, result.code(), result.toString());
    assertTrue(result.toString().contains(picture + " is in the way"), result.toString());
    Map<String, String> after = contents();
    assertEquals(
        HexFormat.of().formatHex("mine".getBytes(UTF_8)), after.get("preview/v01-sinogram.png"));
    assertEquals(Set.of("v00", "v02"), manifests(after));
  }

  private static Set<String> manifests(Map<String, String> contents) {
    return contents.keySet().stream()
        .filter(name -> name.startsWith("scans/"))
        .map(name -> name.replaceAll("scans/|\\.json", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void onlyWhatIsOursIsPruned() throws IOException {
    computes("3 done");
    volume(1, 99);
    computes("3 done, 2 of them earlier");
    Map<String, String> before = contents();
    String orphan = "/sinogram/scan=v00/00000000000a-00000.parquet";
    String other = "/views/scan=gone/00000000000a.parquet";
    String run = "/_staging/run-01234567-89ab-cdef-0123-456789abcdef/";
    List<String> ours =
        List.of(orphan, other, run + "owner.json", run + "v00/work/a/preview/v00-sinogram.png");
    List<String> theirs = List.of("/sinogram/scan=v00/mine.parquet", "/notes.txt");
    for (String file : ours) {
      put(out + file, "{}");
    }
    for (String file : theirs) {
      put(out + file, "mine");
    }
    String key = out.substring(Objects.requireNonNull(mock).path("").length());
    mock.leaveUnfinished(key + orphan);
    mock.leaveUnfinished(key + "/notes.bin");

    Cli.Result young = Cli.run("prune", out);
    assertEquals(0, young.code(), young.toString());
    assertTrue(young.out().startsWith("0 files"), young.toString());
    Cli.Result dry = Cli.run("prune", out, "--older-than", "0s", "--dry-run");
    assertEquals(0, dry.code(), dry.toString());
    assertTrue(dry.out().contains(out + orphan + " (an unfinished upload)"), dry.toString());
    Cli.Result pruned = Cli.run("prune", out, "--older-than", "0s");
    assertEquals(0, pruned.code(), pruned.toString());
    assertEquals(
        dry.out().lines().filter(line -> line.startsWith("s3a:")).toList(),
        pruned.out().lines().filter(line -> line.startsWith("s3a:")).toList());
    Map<String, String> after = contents();
    before.remove("scans/v01.json");
    theirs.forEach(
        file -> before.put(file.substring(1), HexFormat.of().formatHex("mine".getBytes(UTF_8))));
    assertEquals(before, after);
    Cli.Result again = Cli.run("prune", out, "--older-than", "0s");
    assertTrue(again.out().startsWith("0 files"), again.toString());
  }

  private static Map<String, Long> requests() throws IOException {
    Map<String, Long> requests = new TreeMap<>();
    ((IOStatisticsSource) files())
        .getIOStatistics()
        .counters()
        .forEach(
            (name, count) -> {
              if (name.matches("object_.*_request|" + ALL) && count > 0) {
                requests.put(name, count);
              }
            });
    return requests;
  }

  private static Map<String, Double> since(Map<String, Long> before, int scans) throws IOException {
    Map<String, Double> requests = new TreeMap<>();
    requests()
        .forEach(
            (name, count) -> {
              double each = (double) (count - before.getOrDefault(name, 0L)) / scans;
              if (each != 0) {
                requests.put(name, each);
              }
            });
    return requests;
  }

  /**
   * All requests of the driver and the tasks, which are in this JVM; inputs are on a local disk.
   */
  @Test
  void aScanTakesFewRequests() throws IOException {
    computes("3 done", "output.preview=none");
    for (int k = 3; k < 13; k++) {
      volume(k, k);
    }
    Map<String, Long> before = requests();
    computes("13 done, 3 of them earlier", "output.preview=none");
    Map<String, Double> written = since(before, 10);
    before = requests();
    computes("13 done, 13 of them earlier", "output.preview=none");
    Map<String, Double> looked = since(before, 13);
    System.out.printf(
        "requests: %s for each of 10 scans beside 3, %s for each of 13 scans of a second run%n",
        written, looked);
    // Three objects, a look at the run and one at each of the two places; the rest is of the run.
    assertTrue(written.getOrDefault(ALL, 99.0) <= 12, written::toString);
    assertEquals(3, Math.floor(written.getOrDefault("object_put_request", 0.0)), written::toString);
    // The manifest in two requests, as S3A opens files, and one for each of the other files.
    assertTrue(looked.getOrDefault(ALL, 99.0) <= 6, looked::toString);
  }
}
