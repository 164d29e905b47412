package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;

/** What Spark would refuse to start for, with its own stack trace in place of a line. */
final class StartCheck {
  /** What Spark wants of a heap, {@code UnifiedMemoryManager}: one and a half times 300 MiB. */
  private static final long LEAST_HEAP = 450L << 20;

  /** Settings that are read, here and by Spark, as whole numbers from 1 on. */
  private static final List<String> COUNTS =
      List.of("spark.executor.cores", "spark.task.cpus", "spark.task.maxFailures");

  private StartCheck() {}

  /**
   * Checks the settings of a driver that is about to start Spark.
   *
   * @param heap the most bytes that its heap may have
   * @param environment of this process
   * @throws InsufficientMemoryException if this JVM's heap is too small
   * @throws InputException if a setting is at fault
   */
  static void check(SparkConf conf, long heap, Map<String, String> environment) {
    if (heap < LEAST_HEAP) {
      throw new InsufficientMemoryException(
          "the driver's heap has %s: Spark needs at least 450 MiB: set spark.driver.memory"
              .formatted(mebibytes(heap)));
    }
    COUNTS.forEach(key -> checkCount(conf, key));
    checkExecutorMemory(conf);
    // Cluster managers name directories of their own: YARN in its containers, and workers.
    if (!environment.containsKey("CONTAINER_ID")
        && !environment.containsKey("SPARK_EXECUTOR_DIRS")) {
      String variable = environment.get("SPARK_LOCAL_DIRS");
      String directories =
          variable != null
              ? variable
              : conf.get(SparkFolder.SETTING, System.getProperty("java.io.tmpdir"));
      if (Arrays.stream(directories.split(",", -1)).noneMatch(StartCheck::isUsable)) {
        throw new InputException(
            "%s is %s: expected a directory that can be made and written to"
                .formatted(
                    variable != null
                        ? "SPARK_LOCAL_DIRS"
                        : conf.contains(SparkFolder.SETTING)
                            ? SparkFolder.SETTING
                            : SparkFolder.SETTING + " (by default java.io.tmpdir)",
                    Messages.quote(directories)));
      }
    }
  }

  private static void checkCount(SparkConf conf, String key) {
    boolean counts;
    try {
      counts = conf.getInt(key, 1) >= 1;
    } catch (NumberFormatException e) {
      counts = false;
    }
    if (!counts) {
      throw new InputException(
          "%s is %s: expected a whole number from 1 on"
              .formatted(key, Messages.quote(conf.get(key))));
    }
  }

  private static void checkExecutorMemory(SparkConf conf) {
    String key = "spark.executor.memory";
    if (!conf.contains(key)) {
      return;
    }
    String value = Messages.quote(conf.get(key));
    long bytes;
    try {
      bytes = TracingMemory.executorHeap(conf);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s is %s: expected a size such as 4g or 900m".formatted(key, value), e);
    }
    if (bytes < LEAST_HEAP) {
      throw new InputException("%s is %s: Spark needs at least 450 MiB".formatted(key, value));
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }

  private static boolean isUsable(String directory) {
    try {
      // Spark takes no directory without a name, Java the one in which it was started.
      return !directory.isBlank()
          && Files.isWritable(Files.createDirectories(Path.of(directory.strip())));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
