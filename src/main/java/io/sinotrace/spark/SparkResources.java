package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.projector.Resources;
import java.util.Arrays;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/** What Spark and its settings let a task use for its tracing. */
public final class SparkResources {
  /** The name that Spark's users schedule GPUs by. */
  static final String GPU = "gpu";

  /** The GPU to use where Spark schedules none; a number in PCI order or a UUID. */
  static final String DEVICE = "spark.sinotrace.gpu.device";

  /** The same as a system property, which may differ from machine to machine. */
  static final String DEVICE_PROPERTY = "sinotrace.gpu.device";

  /** How many tasks may use one GPU at a time. */
  static final String CONCURRENCY = "spark.sinotrace.gpu.concurrency";

  private SparkResources() {}

  /**
   * Returns what may be used here: in a task what the task was given, else what the settings say,
   * also before Spark is started.
   *
   * @throws InputException if a setting cannot be used
   */
  public static Resources here() {
    SparkEnv env = SparkEnv.get();
    TaskContext task = TaskContext.get();
    SparkConf conf = env == null ? new SparkConf() : env.conf();
    return task == null ? of(conf, Map.of(), 1) : of(conf, task.resourcesJMap(), task.cpus());
  }

  /**
   * As {@link #here}.
   *
   * @param given what Spark gave to the task, by name
   * @param cores that Spark gave to the task ({@code spark.task.cpus})
   */
  static Resources of(SparkConf conf, Map<String, ResourceInformation> given, int cores) {
    return new Resources(gpu(conf, given.get(GPU)), concurrency(conf), cores, slotsHere(conf));
  }

  /** Returns how many tasks run at a time. */
  public static int slots(SparkContext context) {
    return slots(context.defaultParallelism(), context.conf());
  }

  /** As above, for a number of cores. */
  static int slots(int cores, SparkConf conf) {
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  /** Returns how many tasks run at a time in this JVM, or would if it is not an executor's. */
  private static int slotsHere(SparkConf conf) {
    int local = SparkSettings.localCores(conf.get("spark.master", ""));
    int cores =
        local > 0
            ? local
            : conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
    return slots(cores, conf);
  }

  private static @Nullable String gpu(SparkConf conf, @Nullable ResourceInformation given) {
    if (given != null) {
      String[] addresses = given.addresses();
      if (addresses.length != 1) {
        throw new InputException(
            "spark.task.resource.gpu.amount: a task was given %d GPUs %s; expected 1 or a fraction: a task traces on one"
                .formatted(addresses.length, Arrays.toString(addresses)));
      }
      return addresses[0];
    }
    String set = conf.get(DEVICE, null);
    String key = set == null ? DEVICE_PROPERTY : DEVICE;
    String device = set == null ? System.getProperty(DEVICE_PROPERTY) : set;
    if (device != null && device.isBlank()) {
      throw new InputException(
          "%s: empty; expected the number of a GPU or its UUID".formatted(key));
    }
    return device == null ? null : device.strip();
  }

  private static int concurrency(SparkConf conf) {
    String text = conf.get(CONCURRENCY, String.valueOf(Resources.GPU_CONCURRENCY));
    try {
      int threads = Integer.parseInt(text.strip());
      if (threads >= 1) {
        return threads;
      }
    } catch (NumberFormatException e) {
      // Refused below, as numbers that are too small are.
    }
    throw new InputException(
        "%s: %s; expected a whole number of at least 1".formatted(CONCURRENCY, text));
  }
}
