package io.sinotrace.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.cli.Cli;
import io.sinotrace.spark.ChildJvm;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts the driver of a batch again and again while something is killed, until the batch is done;
 * a reader looks at the dataset all the time. If that was too soon for the kills that are wanted,
 * it begins anew with another dataset.
 */
final class Ordeal {
  /** More runs than this for a kill are none that go on. */
  private static final int MAX_RUNS_FOR_A_KILL = 4;

  private final Undisturbed expected;
  private final Function<String, DatasetFiles> places;
  private final SplittableRandom random;
  private final Cluster cluster;
  private final int wanted;
  private final Map<Integer, Integer> codes = new TreeMap<>();
  private int made;
  private int kills;
  private int runs;

  /** Where the driver runs, and what may be killed there. */
  interface Cluster {
    /**
     * Starts a driver.
     *
     * @param number of it
     */
    ChildJvm start(int number, String... command) throws IOException;

    /**
     * Kills something that belongs to a run.
     *
     * @return whether it was alive
     */
    boolean kill(ChildJvm driver, SplittableRandom random) throws IOException, InterruptedException;

    /** Waits until nothing of a run is left. */
    void awaitIdle() throws InterruptedException;
  }

  /**
   * Prepares.
   *
   * @param places where a dataset of a name goes
   * @param wanted how often something is killed at least
   */
  Ordeal(
      Undisturbed expected,
      Function<String, DatasetFiles> places,
      SplittableRandom random,
      Cluster cluster,
      int wanted) {
    this.expected = expected;
    this.places = places;
    this.random = random;
    this.cluster = cluster;
    this.wanted = wanted;
  }

  /** Does all of it; returns what was done, in words. */
  String run() throws IOException, InterruptedException {
    StringBuilder done = new StringBuilder();
    while (kills < wanted) {
      DatasetFiles dataset = places.apply("out-" + made++);
      done.append(compute(dataset)).append("; ");
      cluster.awaitIdle();
      Cli.Result prune = Cli.run("prune", dataset.root().toString(), "--older-than", "0s");
      assertEquals(0, prune.code(), prune::toString);
      expected.checkEnd(dataset);
    }
    return done + "%d kills, runs by exit code %s, datasets: %d".formatted(kills, codes, made);
  }

  private String compute(DatasetFiles dataset) throws IOException, InterruptedException {
    Moments moments = new Moments(random.split(), dataset, expected.batch().scans());
    try (Witness witness = new Witness(dataset, expected, random.split())) {
      boolean done = false;
      while (!done) {
        done = runOnce(dataset, moments, witness);
        assertTrue(runs <= (wanted + 1) * MAX_RUNS_FOR_A_KILL, runs + " runs");
      }
      return witness.end();
    }
  }

  /** Runs the batch once; returns whether it is done. */
  private boolean runOnce(DatasetFiles dataset, Moments moments, Witness witness)
      throws IOException, InterruptedException {
    @Nullable ChildJvm driver = null;
    try {
      driver = cluster.start(runs++, expected.batch().run(dataset.root()));
      while (kills < wanted && moments.await(driver.process(), wanted - kills)) {
        kills += cluster.kill(driver, random) ? 1 : 0;
        witness.check();
      }
      int code = driver.process().waitFor();
      codes.merge(code, 1, Integer::sum);
      witness.check();
      // Failed, done but for scans that others had to do with, killed.
      assertTrue(Set.of(0, 1, 3, 128 + 9).contains(code), driver.said());
      return code == 0;
    } finally {
      if (driver != null) {
        driver.process().destroyForcibly();
      }
    }
  }
}
