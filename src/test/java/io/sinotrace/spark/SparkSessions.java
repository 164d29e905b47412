package io.sinotrace.spark;

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
}
