package io.sinotrace.spark;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that Spark does not start with are told in a line. */
class StartCheckTest {
  private static final long GIBIBYTE = 1L << 30;

  @TempDir Path temp;

  private static String fault(SparkConf conf, long heap, Map<String, String> environment) {
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> StartCheck.check(conf, heap, environment));
    return requireNonNull(e.getMessage());
  }

  private static SparkConf conf(String key, String value) {
    return new SparkConf(false).set(key, value);
  }

  @Test
  void aHeapThatIsTooSmall() {
    SparkConf none = new SparkConf(false);
    // 471,859,200 bytes by Spark 4's own message.
    StartCheck.check(none, 471_859_200, Map.of());
    assertEquals(
        "the driver's heap has 449 MiB: Spark needs at least 450 MiB: set spark.driver.memory",
        fault(none, 471_859_199, Map.of()));
    StartCheck.check(conf("spark.executor.memory", "450m"), GIBIBYTE, Map.of());
    assertEquals(
        "spark.executor.memory is \"400m\": Spark needs at least 450 MiB",
        fault(conf("spark.executor.memory", "400m"), GIBIBYTE, Map.of()));
  }

  @Test
  void settingsThatAreNoNumbers() {
    // Of MiB, as Spark has it.
    StartCheck.check(conf("spark.executor.memory", "2048"), GIBIBYTE, Map.of());
    assertEquals(2 * GIBIBYTE, TracingMemory.executorHeap(conf("spark.executor.memory", "2048")));
    assertEquals(GIBIBYTE, TracingMemory.executorHeap(new SparkConf(false)));
    assertEquals(
        "spark.executor.memory is \"abc\": expected a size such as 4g or 900m",
        fault(conf("spark.executor.memory", "abc"), GIBIBYTE, Map.of()));
    assertEquals(
        "spark.executor.cores is \"two\": expected a whole number from 1 on",
        fault(conf("spark.executor.cores", "two"), GIBIBYTE, Map.of()));
    assertEquals(
        "spark.task.cpus is \"0\": expected a whole number from 1 on",
        fault(conf("spark.task.cpus", "0"), GIBIBYTE, Map.of()));
    assertEquals(
        "spark.executor.memory is \"9999999999999g\": expected a size such as 4g or 900m",
        fault(conf("spark.executor.memory", "9999999999999g"), GIBIBYTE, Map.of()));
  }

  @Test
  void directoriesThatCannotBeMade() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    String bad = file.resolve("local").toString();
    String good = temp.resolve("new/local").toString();
    assertEquals(
        "spark.local.dir is \"%s\": expected a directory that can be made and written to"
            .formatted(bad),
        fault(conf("spark.local.dir", bad), GIBIBYTE, Map.of()));
    StartCheck.check(conf("spark.local.dir", bad + "," + good), GIBIBYTE, Map.of());
    assertTrue(Files.isDirectory(Path.of(good)));
    // The variable wins, as it does with Spark; those of cluster managers win over both.
    assertTrue(
        fault(conf("spark.local.dir", good), GIBIBYTE, Map.of("SPARK_LOCAL_DIRS", bad))
            .startsWith("SPARK_LOCAL_DIRS is "));
    StartCheck.check(conf("spark.local.dir", bad), GIBIBYTE, Map.of("CONTAINER_ID", "container_1"));
    // Outside of such a container the variable of YARN means nothing to Spark.
    assertTrue(
        fault(conf("spark.local.dir", bad), GIBIBYTE, Map.of("LOCAL_DIRS", good))
            .startsWith("spark.local.dir is "));
    assertEquals(
        "spark.local.dir is \"\": expected a directory that can be made and written to",
        fault(conf("spark.local.dir", ""), GIBIBYTE, Map.of()));
  }
}
