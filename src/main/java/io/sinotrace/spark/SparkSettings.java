package io.sinotrace.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** What the settings say of Spark before it is started, which takes seconds. */
public final class SparkSettings {
  private static final String EXCLUDE = "spark.excludeOnFailure.enabled";

  private SparkSettings() {}

  /** Returns Hadoop's settings as a session would see them: with those given as spark.hadoop.*. */
  public static Configuration hadoop() {
    Configuration conf = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAll()) {
      if (setting._1().startsWith("spark.hadoop.")) {
        conf.set(setting._1().substring("spark.hadoop.".length()), setting._2());
      }
    }
    return conf;
  }

  /**
   * Returns the cores that Spark will use if it runs on this machine alone, else 0: not known yet.
   */
  public static int localCores() {
    return localCores(new SparkConf().get("spark.master", ""));
  }

  /** As above, of a master. */
  static int localCores(String master) {
    if (!local(master)) {
      return 0;
    }
    String threads = master.replaceAll("^local\\[?([^],]*).*$", "$1");
    return threads.matches("\\d+")
        ? Integer.parseInt(threads)
        : threads.isEmpty() ? 1 : Runtime.getRuntime().availableProcessors();
  }

  /**
   * Returns how many tasks run at a time in one JVM; 0 where the settings do not say: a standalone
   * executor then has all cores of its worker.
   */
  public static int tasksAnExecutor() {
    SparkConf conf = new SparkConf();
    if (conf.get("spark.master", "").startsWith("spark:")
        && !conf.contains("spark.executor.cores")) {
      return 0;
    }
    int cores = isLocal() ? localCores() : conf.getInt("spark.executor.cores", 1);
    return SparkResources.slots(cores, conf);
  }

  /** Returns how many cores each task is given. */
  public static int coresOfATask() {
    return new SparkConf().getInt("spark.task.cpus", 1);
  }

  /** Returns whether tasks run, or will run, in this JVM. */
  public static boolean isLocal() {
    SparkSession there = SparkSession.getDefaultSession().getOrElse(() -> null);
    return local(
        there == null ? new SparkConf().get("spark.master", "") : there.sparkContext().master());
  }

  /**
   * Returns where a task runs, for messages; empty in local mode, where there is one place only.
   */
  public static String here() {
    SparkEnv env = SparkEnv.get();
    return env.executorId().equals("driver")
        ? ""
        : " (executor %s on %s)"
            .formatted(env.executorId(), env.blockManager().blockManagerId().host());
  }

  /**
   * Returns whether the cluster manager has started this driver ({@code --deploy-mode cluster}).
   */
  public static boolean isOnCluster() {
    // Where SparkConf has it from, but for the second that loading Spark takes.
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Stops the session, if there is one. */
  public static void stop() {
    SparkSession there = SparkSession.getDefaultSession().getOrElse(() -> null);
    if (there != null) {
      there.stop();
    }
  }

  private static boolean local(String master) {
    return master.startsWith("local") && !master.startsWith("local-cluster");
  }

  /**
   * Starts Spark, or returns the session that there is.
   *
   * @throws io.sinotrace.InputException if Spark cannot be started with its settings
   * @throws io.sinotrace.InsufficientMemoryException if this JVM has too little memory for it
   */
  public static SparkSession session() {
    if (SparkSession.getDefaultSession().isEmpty()) {
      StartCheck.check(new SparkConf(), Runtime.getRuntime().maxMemory(), System.getenv());
    }
    SparkSession.Builder builder = SparkSession.builder().appName("sinotrace");
    if (wantsExclusion(new SparkConf())) {
      builder.config(EXCLUDE, true);
    }
    return builder.getOrCreate();
  }

  /**
   * Returns whether Spark is told to exclude executors that fail tasks: where it schedules GPUs and
   * no setting says otherwise.
   *
   * <p>A GPU that has failed fails every task at once, and would soon use up all attempts. With the
   * exclusion, by Spark's defaults, a task is tried once on an executor and twice on a host, and an
   * executor that failed two tasks gets no more. Without GPUs it does harm: where there is only one
   * executor, one transient failure would end the job. The user's own settings are kept. Spark
   * refuses the exclusion where a task has no more attempts than one host may use.
   */
  static boolean wantsExclusion(SparkConf conf) {
    boolean cluster = !conf.get("spark.master", "").isEmpty() && !local(conf.get("spark.master"));
    boolean gpus = conf.contains("spark.executor.resource.gpu.amount");
    boolean asked =
        conf.contains(EXCLUDE)
            || conf.contains("spark.excludeOnFailure.application.enabled")
            || conf.contains("spark.excludeOnFailure.taskAndStage.enabled");
    int attempts = conf.getInt("spark.task.maxFailures", 4);
    int ofOneHost = conf.getInt("spark.excludeOnFailure.task.maxTaskAttemptsPerNode", 2);
    return cluster && gpus && !asked && ofOneHost < attempts;
  }
}
