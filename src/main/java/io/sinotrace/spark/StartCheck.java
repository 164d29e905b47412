package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkConf;

/** What Spark would refuse to start for, with its own stack trace in place of a line. */
final class StartCheck {
  /** What Spark wants of a heap, {@code UnifiedMemoryManager}: one and a half times 300 MiB. */
  private static final long LEAST_HEAP = 450L << 20;

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
    String executors = "spark.executor.memory";
    if (conf.contains(executors) && conf.getSizeAsBytes(executors) < LEAST_HEAP) {
      throw new InputException(
          "%s is %s: Spark needs at least 450 MiB"
              .formatted(executors, Messages.brief(conf.get(executors))));
    }
    // Cluster managers name directories of their own.
    if (!environment.containsKey("LOCAL_DIRS") && !environment.containsKey("SPARK_EXECUTOR_DIRS")) {
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
                    Messages.brief(directories)));
      }
    }
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%d MiB", bytes >> 20);
  }

  private static boolean isUsable(String directory) {
    try {
      return Files.isWritable(Files.createDirectories(Path.of(directory.strip())));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
