package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.cli.Main;
import io.sinotrace.sinogram.commit.CommitSteps;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a cluster of two workers, with the jar, the description, the volume and the
 * dataset on HDFS, against the scalar tracer's rows in this JVM.
 */
class StandaloneHdfsTest {
  private static final String FIRST = "127.0.0.1";
  private static final String SECOND = "127.0.0.2";
  private static final int VIEWS = 40;
  private static final int ROWS = 19;

  @TempDir static java.nio.file.Path temp;
  private static @Nullable MiniDFSCluster hdfs;
  private static @Nullable StandaloneCluster cluster;
  private static String jar = "";
  private static String description = "";
  private static List<List<Integer>> expected = List.of();

  @BeforeAll
  static void start() throws Exception {
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 5);
    Samples.description(
        temp.resolve("cone.yaml"), Samples.CONE.replace("{count: 13}", "{count: " + VIEWS + "}"));
    expected =
        bits(
            SparkSessions.local()
                .read()
                .format("sinotrace")
                .option("compute.backend", "scalar")
                .load(temp.resolve("cone.yaml").toString()));
    assertEquals(VIEWS * ROWS, expected.size());

    Configuration conf = new Configuration();
    // How long a client waits that closes a file before its datanode has told of the last block.
    conf.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 10);
    hdfs = new MiniDFSCluster.Builder(conf, temp.resolve("hdfs").toFile()).numDataNodes(1).build();
    jar = upload(packed()).toString();
    upload(temp.resolve("volume.npy"));
    description = upload(temp.resolve("cone.yaml")).toString();

    cluster = new StandaloneCluster(temp);
    cluster.addWorker(FIRST);
    cluster.addWorker(SECOND);
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
    if (hdfs != null) {
      hdfs.shutdown();
    }
  }

  /** Where Maven puts what goes into the jar. */
  private static java.nio.file.Path classes() throws URISyntaxException {
    return java.nio.file.Path.of(
        Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Returns a jar of our classes; what they need besides Spark is on the class path. */
  private static java.nio.file.Path packed() throws URISyntaxException {
    java.nio.file.Path file = temp.resolve("sinotrace.jar");
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--file=" + file,
                "-C",
                classes().toString(),
                ".");
    assertEquals(0, code, "jar");
    return file;
  }

  private static Path upload(java.nio.file.Path file) throws IOException {
    Path there = files().makeQualified(new Path("/scans/" + file.getFileName()));
    files().copyFromLocalFile(new Path(file.toUri()), there);
    return there;
  }

  private static FileSystem files() throws IOException {
    return Objects.requireNonNull(hdfs).getFileSystem();
  }

  /** An executor of one core on each worker; work starts when both are there. */
  private static Map<String, String> settings() throws URISyntaxException {
    java.nio.file.Path classes = classes();
    Predicate<String> ours =
        entry ->
            java.nio.file.Path.of(entry).equals(classes)
                || java.nio.file.Path.of(entry).equals(classes.resolveSibling("test-classes"));
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(ours.negate())
            .collect(Collectors.joining(File.pathSeparator));
    String options =
        String.join(" ", ChildJvm.QUICK_START)
            + " -Dlog4j2.configurationFile="
            + java.nio.file.Path.of("conf/log4j2.properties").toAbsolutePath().toUri();
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.driver.extraClassPath", libraries);
    settings.put("spark.driver.extraJavaOptions", options);
    settings.put("spark.cores.max", "2");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.executor.extraClassPath", libraries);
    settings.put("spark.executor.extraJavaOptions", options);
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "90s");
    settings.put("spark.hadoop.dfs.replication", "1");
    return settings;
  }

  private static Path output(String name) throws IOException {
    return files().makeQualified(new Path("/datasets/" + name));
  }

  private static StandaloneCluster.Result run(Path out, Map<String, String> settings, int tasks)
      throws IOException, InterruptedException {
    return Objects.requireNonNull(cluster)
        .submit(
            jar,
            settings,
            "run",
            description,
            "output.path=" + out,
            "compute.split=views",
            "compute.partitions=" + tasks);
  }

  /** Returns what the driver and everybody else of the cluster said, for a test that fails. */
  private static String said(StandaloneCluster.Result result) {
    return result.out() + Objects.requireNonNull(cluster).logs();
  }

  private static List<List<Integer>> bits(Dataset<Row> table) {
    return RowBits.of(table.orderBy("view", "row").collectAsList());
  }

  /** Checks that a dataset holds the scalar rows, each once, in the files of its manifest. */
  private static void check(Path out, int tasks) throws IOException {
    assertEquals(expected, bits(SparkSessions.local().read().parquet(out + "/sinogram")));
    Map<String, String> there = new TreeMap<>();
    for (FileStatus file : files().listStatus(new Path(out, "sinogram/scan=volume"))) {
      CRC32C crc = new CRC32C();
      try (InputStream in = files().open(file.getPath())) {
        crc.update(in.readAllBytes());
      }
      there.put(file.getPath().getName(), file.getLen() + " %08x".formatted(crc.getValue()));
    }
    Map<String, String> named = new TreeMap<>();
    for (JsonNode file : manifestFiles(out)) {
      named.put(
          file.path("name").asText(),
          file.path("bytes").asLong() + " " + file.path("crc32c").asText());
    }
    assertEquals(tasks, named.size());
    assertEquals(named, there);
    assertFalse(files().exists(new Path(out, "_staging")), "work in progress was left");
  }

  private static JsonNode manifestFiles(Path out) throws IOException {
    try (InputStream in = files().open(new Path(out, "scans/volume.json"))) {
      return new ObjectMapper().readTree(in).path("files");
    }
  }

  @Test
  void inClusterModeWithAnExecutorKilledInMidJob() throws Exception {
    Map<String, String> settings = settings();
    settings.put("spark.submit.deployMode", "cluster");
    Path out = output("cluster");
    // It returns when the driver has been started.
    StandaloneCluster.Result result = run(out, settings, VIEWS);
    killAnExecutor(out);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (isRunning()) {
      assertTrue(System.nanoTime() < end, () -> said(result));
      Thread.sleep(50);
    }
    assertTrue(files().exists(new Path(out, "scans/volume.json")), () -> said(result));
    check(out, VIEWS);
    assertTrue(printedByDrivers().contains(out + "/sinogram/scan=volume"), () -> said(result));
  }

  /** Waits until tasks have written files, and kills who may be writing another. */
  private static void killAnExecutor(Path out) throws IOException, InterruptedException {
    StandaloneCluster workers = Objects.requireNonNull(cluster);
    Path staged = new Path(out, "_staging/run-*/volume/work/*/sinogram/*.parquet");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (files().globStatus(staged).length < 3) {
      assertFalse(isDone(out), "over before it could be disturbed");
      assertTrue(System.nanoTime() < end, workers::logs);
      Thread.sleep(20);
    }
    List<ProcessHandle> executors = workers.executors(SECOND);
    assertEquals(1, executors.size(), workers::logs);
    assertTrue(executors.get(0).destroyForcibly());
    assertFalse(isDone(out), "over before it was disturbed");
  }

  private static boolean isDone(Path out) throws IOException {
    return files().exists(new Path(out, "scans/volume.json"));
  }

  /** Returns whether a driver or an executor runs. */
  private static boolean isRunning() {
    StandaloneCluster workers = Objects.requireNonNull(cluster);
    return !workers.startedBy(FIRST).isEmpty() || !workers.startedBy(SECOND).isEmpty();
  }

  /** What drivers printed is with the workers that ran them. */
  private static String printedByDrivers() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String host : List.of(FIRST, SECOND)) {
      try (var files = Files.walk(Objects.requireNonNull(cluster).workFolder(host))) {
        for (java.nio.file.Path file : files.filter(f -> f.endsWith("stdout")).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  @Test
  @Tag("long")
  void inClientModeWithAnExecutorKilledInMidJob() throws Exception {
    Path out = output("client");
    ExecutorService background = Executors.newSingleThreadExecutor();
    try {
      Future<StandaloneCluster.Result> job = background.submit(() -> run(out, settings(), VIEWS));
      killAnExecutor(out);
      StandaloneCluster.Result result = job.get();
      assertEquals(0, result.code(), () -> said(result));
      assertTrue(result.out().contains(out + "/sinogram/scan=volume"), () -> said(result));
      check(out, VIEWS);
    } finally {
      background.shutdownNow();
    }
  }

  /** On the local disk it is tried at more steps. */
  @Test
  void aRunMayDieAnywhere() throws Throwable {
    CommitSteps.run(output("steps"), 19, false);
  }

  @Test
  @Tag("long")
  void aRunMayDieAtManySteps() throws Throwable {
    CommitSteps.run(output("many-steps"), 4, false);
  }
}
