package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a cluster of two workers with two GPUs each, against the scalar job of one JVM.
 *
 * <p>The driver of those GPUs is a stand-in that numbers them in descending order on the PCI bus,
 * so that a number taken for another kind of number is another GPU. The workers are told their
 * environment when they start: on the second one, the GPU of address 1 fails every launch, unless
 * the job says otherwise.
 */
class StandaloneGpuTest {
  private static final String SOUND = "127.0.0.1";
  private static final String FAULTY = "127.0.0.2";

  /** In ascending order on the bus, as the stand-in places them. */
  private static final List<String> BUS_IDS = List.of("0000:D0:00.0", "0000:E0:00.0");

  private static final List<String> UUIDS =
      List.of(
          "GPU-5a5a5a5a-5a5a-5a5a-5a5a-5a5a5a5a5ad0", "GPU-5a5a5a5a-5a5a-5a5a-5a5a-5a5a5a5a5ae0");

  @TempDir static Path temp;
  private static @Nullable StandaloneCluster cluster;
  private static String description = "";
  private static List<List<Integer>> expected = List.of();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<String> missing = StandIn.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    StandIn.build();
    Samples.volume(temp.resolve("volume.npy"), 17, 15, 21, 11);
    description = Samples.description(temp.resolve("cone.yaml"), Samples.CONE);
    SparkSession spark = SparkSessions.local();
    expected =
        bits(spark.read().format("sinotrace").option("compute.backend", "scalar"), description);
    StandaloneCluster started = new StandaloneCluster(temp);
    cluster = started;
    // Spark's own counting on one host, UUIDs as conf/gpu-discovery gives them on the other.
    started.addWorker(SOUND, List.of("0", "1"), Map.of("STAND_IN_LOG", log(SOUND).toString()));
    started.addWorker(
        FAULTY,
        UUIDS,
        Map.of(
            "STAND_IN_LOG",
            log(FAULTY).toString(),
            // The driver's number of the one that is last on the bus.
            "STAND_IN_FAIL_DEVICE",
            "0"));
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Path log(String host) {
    return temp.resolve("launches-" + host);
  }

  private static List<List<Integer>> bits(DataFrameReader reader, String path) {
    return RowBits.of(reader.load(path).orderBy("view", "row").collectAsList());
  }

  /** An executor for each of four GPUs, which starts work only when all are there. */
  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.cores.max", "4");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.executor.resource.gpu.amount", "1");
    settings.put("spark.task.resource.gpu.amount", "1");
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "90s");
    settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    settings.put("spark.executorEnv.LD_LIBRARY_PATH", StandIn.build().toString());
    settings.put("spark.executorEnv.STAND_IN_CONTROL", "");
    settings.put(
        "spark.executor.extraJavaOptions",
        String.join(" ", ChildJvm.QUICK_START)
            + " -Dlog4j2.configurationFile="
            + Path.of("conf/log4j2.properties").toAbsolutePath().toUri());
    return settings;
  }

  private static StandaloneCluster.Result run(Path out, Map<String, String> settings)
      throws IOException, InterruptedException {
    for (String host : List.of(SOUND, FAULTY)) {
      Files.deleteIfExists(log(host));
    }
    return Objects.requireNonNull(cluster)
        .submit(
            settings,
            "run",
            description,
            "output.path=" + out,
            "compute.backend=cuda",
            "compute.split=views",
            "compute.partitions=13");
  }

  /** Returns what the driver and everybody else of the cluster said, for a test that fails. */
  private static String said(StandaloneCluster.Result result) {
    return result.out() + Objects.requireNonNull(cluster).logs();
  }

  /** Checks that a dataset holds the scalar job's bits, all of them traced by GPUs. */
  private static void check(Path out) throws IOException {
    assertEquals(
        expected,
        bits(SparkSessions.local().read().format("parquet"), out.resolve("sinogram").toString()));
    JsonNode files =
        new ObjectMapper().readTree(out.resolve("scans/volume.json").toFile()).path("files");
    assertEquals(13, files.size());
    files.forEach(file -> assertEquals("cuda", file.path("backend").asText()));
  }

  /** A process that launched kernels on a GPU. */
  private record Launcher(long process, String busId) {}

  /** Returns those of the last run. */
  private static Set<Launcher> launchers(String host) throws IOException {
    Set<Launcher> launchers = new HashSet<>();
    for (String line : Files.readAllLines(log(host))) {
      String[] words = line.split(" ", -1);
      launchers.add(new Launcher(Long.parseLong(words[0]), words[1]));
    }
    return launchers;
  }

  @Test
  @Tag("long")
  void everyGpuTraces() throws Exception {
    Map<String, String> settings = settings();
    settings.put("spark.executorEnv.STAND_IN_FAIL_DEVICE", "-1");
    Path out = temp.resolve("sound");
    StandaloneCluster.Result result = run(out, settings);
    assertEquals(0, result.code(), () -> said(result));
    check(out);
    checkGpus();
  }

  /** Checks that each executor has launched on its GPU, and that those are all that there are. */
  private static void checkGpus() throws IOException {
    Map<Long, String> given = Objects.requireNonNull(cluster).addresses();
    for (String host : List.of(SOUND, FAULTY)) {
      List<String> addresses = host.equals(SOUND) ? List.of("0", "1") : UUIDS;
      Set<Launcher> launchers = launchers(host);
      for (Launcher launcher : launchers) {
        String address = given.get(launcher.process());
        assertEquals(BUS_IDS.get(addresses.indexOf(address)), launcher.busId(), address);
      }
      // Both GPUs, an executor each.
      assertEquals(2, launchers.size(), launchers::toString);
      assertEquals(
          Set.copyOf(BUS_IDS), launchers.stream().map(Launcher::busId).collect(Collectors.toSet()));
    }
  }

  @Test
  void everyTaskRunsOnTheGpuThatSparkGaveItAndWhatAFaultyOneFailsElsewhere() throws Exception {
    Path out = temp.resolve("faulty");
    StandaloneCluster.Result result = run(out, settings());
    assertEquals(0, result.code(), () -> said(result));
    check(out);
    // The faulty one was tried, too.
    checkGpus();
  }

  @Test
  void whereAllGpusFailTheCauseIsTheLastLine() throws Exception {
    Map<String, String> settings = settings();
    // One executor, on whatever host, and the only GPU there; Spark schedules none.
    settings.keySet().removeIf(key -> key.contains(".resource.gpu."));
    settings.put("spark.cores.max", "1");
    settings.put("spark.executorEnv.STAND_IN_DEVICES", "1");
    settings.put("spark.executorEnv.STAND_IN_FAIL_DEVICE", "0");
    Path out = temp.resolve("none");
    StandaloneCluster.Result result = run(out, settings);
    assertEquals(1, result.code(), () -> said(result));
    // The JVM says so of itself where it has that module; the detector sees a part of the volume.
    List<String> lines =
        result
            .out()
            .lines()
            .filter(l -> !l.startsWith("WARNING: Using incubator"))
            .filter(l -> !l.startsWith("warning: volume: shadow-cut"))
            .toList();
    assertEquals(1, lines.size(), () -> said(result));
    String error = lines.get(0);
    assertTrue(error.startsWith("error: volume: GpuException: GPU 0000:E0:00.0"), error);
    assertTrue(error.endsWith("the last of 4 attempts)"), error);
    assertFalse(Files.exists(out.resolve("sinogram")), "something was published");
  }
}
