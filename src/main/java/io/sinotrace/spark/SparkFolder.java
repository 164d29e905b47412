package io.sinotrace.spark;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/** Where Spark keeps temporary files on the disk of the host. */
public final class SparkFolder {
  /** The setting that chooses it, unless the cluster manager does. */
  public static final String SETTING = "spark.local.dir";

  private SparkFolder() {}

  /**
   * Returns the folder that all executors of an application on this host have in common, on the
   * first of the disks if there are several: that of YARN, of the standalone cluster or Kubernetes,
   * or of the setting, in this order, as Spark itself chooses.
   */
  public static Path local() {
    SparkEnv env = SparkEnv.get();
    SparkConf conf = env == null ? new SparkConf() : env.conf();
    String folders = System.getenv("LOCAL_DIRS");
    if (folders == null || System.getenv("CONTAINER_ID") == null) {
      folders = System.getenv("SPARK_LOCAL_DIRS");
    }
    if (folders == null) {
      folders = conf.get(SETTING, System.getProperty("java.io.tmpdir"));
    }
    return Path.of(folders.split(",", 2)[0].strip());
  }
}
