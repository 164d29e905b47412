package io.sinotrace.spark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.sql.SparkSession;

/** The session that tests share: local, two cores, no web pages. */
public final class SparkSessions {
  private SparkSessions() {}

  /** Returns a local session, starting it if none is there. */
  public static SparkSession local() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("sinotrace tests")
        .config("spark.ui.enabled", false)
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        .getOrCreate();
  }

  /**
   * Sets what file systems have to know: where commands look, and in the session that they join.
   */
  public static void addHadoop(Map<String, String> settings) {
    settings.forEach(
        (key, value) -> {
          System.setProperty("spark.hadoop." + key, value);
          local().sparkContext().hadoopConfiguration().set(key, value);
        });
  }

  /** Takes back {@link #addHadoop}. */
  public static void removeHadoop(Map<String, String> settings) {
    settings
        .keySet()
        .forEach(
            key -> {
              System.clearProperty("spark.hadoop." + key);
              local().sparkContext().hadoopConfiguration().unset(key);
            });
  }

  /**
   * Waits until no task runs, not even one of a job that failed. The scheduler itself is asked:
   * what Spark's status tracker tells comes late, also that a task has begun.
   */
  public static void awaitTasks() {
    awaitTasks(local());
  }

  /** As {@link #awaitTasks()}, of another session. */
  public static void awaitTasks(SparkSession spark) {
    var scheduler = (TaskSchedulerImpl) spark.sparkContext().taskScheduler();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!scheduler.runningTasksByExecutors().values().forall(running -> running.equals(0))) {
      assertTrue(System.nanoTime() < end, "a task does not end");
      Thread.onSpinWait();
    }
  }
}
