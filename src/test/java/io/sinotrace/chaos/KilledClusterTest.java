package io.sinotrace.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.S3Mock;
import io.sinotrace.Seed;
import io.sinotrace.spark.ChildJvm;
import io.sinotrace.spark.SparkSessions;
import io.sinotrace.spark.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch on a cluster of two workers: driver, executors and workers are killed (kill -9). */
class KilledClusterTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2");
  private static final int VOLUMES = 100;
  private static final int KILLS = 50;

  @TempDir Path temp;

  /** What is killed; of each as often. */
  private enum Victim {
    DRIVER,
    EXECUTOR,
    WORKER
  }

  private static final List<Victim> VICTIMS = List.of(Victim.values());

  /** A standalone cluster whose workers are started again after each kill. */
  private record Standalone(
      StandaloneCluster cluster, Map<String, String> settings, Map<Victim, Integer> killed)
      implements Ordeal.Cluster {
    @Override
    public ChildJvm start(int number, String... command) throws IOException {
      return cluster.start(settings, command);
    }

    @Override
    public boolean kill(ChildJvm driver, SplittableRandom random)
        throws IOException, InterruptedException {
      Victim victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
      String host = HOSTS.get(random.nextInt(HOSTS.size()));
      List<ProcessHandle> executors = executors();
      if (victim == Victim.EXECUTOR && executors.isEmpty()) {
        return false;
      }
      ProcessHandle process =
          switch (victim) {
            case DRIVER -> driver.process().toHandle();
            case EXECUTOR -> executors.get(random.nextInt(executors.size()));
            case WORKER -> cluster.worker(host).toHandle();
          };
      boolean alive = process.isAlive() && process.destroyForcibly();
      process.onExit().join();
      if (alive) {
        killed.merge(victim, 1, Integer::sum);
      }
      if (victim == Victim.WORKER) {
        cluster.addWorker(host);
      }
      return alive;
    }

    private List<ProcessHandle> executors() {
      return HOSTS.stream().flatMap(host -> cluster.startedBy(host).stream()).toList();
    }

    @Override
    public void awaitIdle() throws InterruptedException {
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (!executors().isEmpty()) {
        assertTrue(System.nanoTime() < end, "an executor does not end");
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private Map<String, String> settings(Map<String, String> hadoop) throws IOException {
    Path scratch = Files.createDirectories(temp.resolve("scratch"));
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.cores.max", "2");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    settings.put(
        "spark.executor.extraJavaOptions",
        "%s -Djava.io.tmpdir=%s -Dlog4j2.configurationFile=%s"
            .formatted(
                String.join(" ", ChildJvm.QUICK_START),
                scratch,
                Path.of("conf/log4j2.properties").toAbsolutePath().toUri()));
    hadoop.forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    return settings;
  }

  /** Small scans that share tasks; and cut in two, so that a scan's files come from several. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"compute.split=auto", "compute.partitions=2"})
  void aBatchIsStartedAgainUntilItIsDone(String setting) throws Exception {
    survive(setting, Map.of(), name -> DatasetFiles.local(temp.resolve(name)));
  }

  /** As above, with the dataset in an object store; to the byte what it is on a local disk. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"compute.split=auto", "compute.partitions=2"})
  void soIsOneInAnObjectStore(String setting) throws Exception {
    try (S3Mock mock = S3Mock.start(Files.createDirectories(temp.resolve("mock")))) {
      SparkSessions.addHadoop(mock.settings());
      try {
        survive(
            setting,
            mock.settings(),
            name -> new DatasetFiles(new org.apache.hadoop.fs.Path(mock.path(name)), mock.conf()));
      } finally {
        SparkSessions.removeHadoop(mock.settings());
      }
    }
  }

  private void survive(
      String setting, Map<String, String> hadoop, Function<String, DatasetFiles> places)
      throws Exception {
    SplittableRandom random = SEED.random();
    Batch batch = Batch.make(temp, VOLUMES, SEED.value(), setting);
    Path whole = temp.resolve("undisturbed");
    Undisturbed expected = Undisturbed.of(batch, DatasetFiles.local(whole), whole.toString());
    try (StandaloneCluster cluster = new StandaloneCluster(temp)) {
      for (String host : HOSTS) {
        cluster.addWorker(host);
      }
      Standalone standalone =
          new Standalone(cluster, settings(hadoop), new EnumMap<>(Victim.class));
      long start = System.nanoTime();
      String done = new Ordeal(expected, places, random, standalone, KILLS).run();
      System.out.printf(
          "%s: %s; %s, %d s%n",
          setting,
          done,
          standalone.killed(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }
  }
}
