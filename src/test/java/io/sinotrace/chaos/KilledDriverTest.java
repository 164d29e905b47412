package io.sinotrace.chaos;

import io.sinotrace.Seed;
import io.sinotrace.spark.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A batch in one JVM, which is killed (kill -9) again and again. */
class KilledDriverTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  @TempDir Path temp;

  /** Spark in the driver's JVM. */
  private record Local(Path folder) implements Ordeal.Cluster {
    @Override
    public ChildJvm start(int number, String... command) throws IOException {
      return ChildJvm.submit(
          folder.resolve("driver-%d.log".formatted(number)),
          "local[2,4]",
          "spark-internal",
          Map.of("spark.ui.enabled", "false"),
          command);
    }

    @Override
    public boolean kill(ChildJvm driver, SplittableRandom random) throws InterruptedException {
      driver.process().destroyForcibly();
      return driver.process().waitFor() == 128 + 9;
    }

    @Override
    public void awaitIdle() {
      // Nothing outlives the driver.
    }
  }

  @Test
  void aBatchIsStartedAgainUntilItIsDone() throws Exception {
    survive(6, 1);
  }

  @Test
  @Tag("long")
  void soIsALargerOneThatIsKilledOften() throws Exception {
    survive(24, 8);
  }

  private void survive(int volumes, int kills) throws Exception {
    SplittableRandom random = SEED.random();
    // In two pieces each, so that the files of a scan come from several tasks.
    Batch batch = Batch.make(temp, volumes, SEED.value(), "compute.partitions=2");
    Path whole = temp.resolve("undisturbed");
    Undisturbed expected = Undisturbed.of(batch, DatasetFiles.local(whole), whole.toString());
    Ordeal ordeal =
        new Ordeal(
            expected,
            name -> DatasetFiles.local(temp.resolve(name)),
            random,
            new Local(temp),
            kills);
    System.out.println(ordeal.run());
  }
}
