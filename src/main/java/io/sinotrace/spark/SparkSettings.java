package io.sinotrace.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** What can be known of Spark before it is started, which takes seconds. */
public final class SparkSettings {
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

  /** Returns the cores of this machine if Spark is to run here alone, else 0: not yet known. */
  public static int localCores() {
    String master = new SparkConf().get("spark.master", "");
    if (!master.startsWith("local") || master.startsWith("local-cluster")) {
      return 0;
    }
    String threads = master.replaceAll("^local\\[?([^],]*).*$", "$1");
    return threads.matches("\\d+")
        ? Integer.parseInt(threads)
        : threads.isEmpty() ? 1 : Runtime.getRuntime().availableProcessors();
  }

  /** Starts Spark, or joins the session that is there. */
  public static SparkSession session() {
    return SparkSession.builder().appName("sinotrace").getOrCreate();
  }
}
