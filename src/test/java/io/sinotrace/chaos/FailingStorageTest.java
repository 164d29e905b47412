package io.sinotrace.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.Seed;
import io.sinotrace.cli.Cli;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch whose inputs and output are on a storage that fails at random. Several threads ask it, so
 * that the same seed gives the same numbers, but not always to the same requests.
 */
class FailingStorageTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static final Map<String, String> SETTINGS =
      Map.of("fs.%s.impl".formatted(FlakyFileSystem.SCHEME), FlakyFileSystem.class.getName());

  /**
   * The greatest share of requests that fail in a run; in others it is a half, a quarter or less.
   */
  private static final double SHARE = 0.04;

  private static final int HALVINGS = 4;

  /** Most of those of a run come after so many, with which it finds out what there is to do. */
  private static final int FIRST = 300;

  @TempDir Path temp;

  @BeforeEach
  void register() {
    SparkSessions.addHadoop(SETTINGS);
  }

  @AfterEach
  void heal() {
    FlakyFileSystem.fail(0, 0, SEED.random());
    SparkSessions.removeHadoop(SETTINGS);
  }

  @Test
  void aRunThatFailsPublishesNothingHalf() throws Exception {
    failSoOften(25, 5);
  }

  @Test
  @Tag("long")
  void manyRunsThatFailPublishNothingHalf() throws Exception {
    failSoOften(2000, 12);
  }

  private void failSoOften(int wanted, int volumes) throws IOException, InterruptedException {
    SplittableRandom random = SEED.random();
    Batch batch =
        Batch.make(
            temp,
            volumes,
            SEED.value(),
            "volume.path=" + FlakyFileSystem.uri(temp.resolve("ct")),
            "compute.partitions=2");
    Path whole = temp.resolve("undisturbed");
    Undisturbed expected =
        Undisturbed.of(batch, DatasetFiles.local(whole), FlakyFileSystem.uri(whole));
    TreeMap<Integer, Integer> codes = new TreeMap<>();
    int end = FlakyFileSystem.failures() + wanted;
    int datasets = 0;
    while (FlakyFileSystem.failures() < end) {
      Path out = temp.resolve("out-" + datasets++);
      compute(batch, out, end, expected, random, codes);
      prune(out, random);
      expected.checkEnd(DatasetFiles.local(out));
    }
    System.out.printf(
        "%d requests failed, exit codes %s, datasets: %d%n",
        FlakyFileSystem.failures() - end + wanted, codes, datasets);
  }

  /** A scheduler tries again after 1, and not after 2. */
  @Test
  void aStorageThatCannotBeReachedIsNoBadInput() throws IOException {
    Batch batch = Batch.make(temp, 1, SEED.value());
    String input = "volume.path=" + FlakyFileSystem.uri(batch.folder());
    for (String volumes : List.of(input, input + "/*.npy", input + "/v000.npy")) {
      FlakyFileSystem.fail(1, 0, SEED.random());
      Cli.Result run =
          Cli.run("run", batch.description().toString(), volumes, "output.path=" + temp + "/out");
      assertEquals(1, run.code(), run::toString);
      assertTrue(run.err().contains("connection reset"), run::toString);
      assertFalse(run.err().contains("UncheckedIOException"), run::toString);
      assertFalse(Files.exists(temp.resolve("out")));
    }
    Cli.Result run = Cli.run("run", FlakyFileSystem.uri(batch.description()));
    assertEquals(1, run.code(), run::toString);
  }

  /**
   * Runs a batch until it is done, and counts the exit codes.
   *
   * @param end after so many failures in all nothing fails any more
   */
  private static void compute(
      Batch batch,
      Path out,
      int end,
      Undisturbed expected,
      SplittableRandom random,
      Map<Integer, Integer> codes)
      throws IOException, InterruptedException {
    try (Witness witness = new Witness(DatasetFiles.local(out), expected, random.split())) {
      int code = -1;
      while (code != 0) {
        String[] command = batch.run(FlakyFileSystem.uri(out));
        boolean sound = FlakyFileSystem.failures() >= end;
        Cli.Result run =
            sound ? Cli.run(command) : onFlakyStorage(random.nextInt(FIRST), random, command);
        code = run.code();
        assertTrue((sound ? Set.of(0) : Set.of(0, 1, 3)).contains(code), run::toString);
        assertFalse(run.toString().contains("left for the next run"), run::toString);
        assertBlamesNoInput(out);
        witness.check();
        codes.merge(code, 1, Integer::sum);
      }
      witness.end();
    }
  }

  private static Cli.Result onFlakyStorage(int first, SplittableRandom random, String... command) {
    FlakyFileSystem.fail(SHARE / (1 << random.nextInt(HALVINGS)), first, random.split());
    try {
      return Cli.run(command);
    } finally {
      FlakyFileSystem.fail(0, 0, random);
    }
  }

  /** What was set aside for its input would not be tried again until that changes. */
  private static void assertBlamesNoInput(Path out) throws IOException {
    Path file = out.resolve("set-aside.json");
    if (Files.exists(file)) {
      for (JsonNode entry : new ObjectMapper().readTree(file.toFile())) {
        assertEquals("FAILURE", entry.path("kind").asText(), entry::toString);
      }
    }
  }

  private static void prune(Path out, SplittableRandom random) {
    String[] command = {"prune", FlakyFileSystem.uri(out), "--older-than", "0s"};
    Cli.Result prune = onFlakyStorage(0, random, command);
    while (prune.code() != 0) {
      assertEquals(1, prune.code(), prune::toString);
      prune = onFlakyStorage(0, random, command);
    }
  }
}
