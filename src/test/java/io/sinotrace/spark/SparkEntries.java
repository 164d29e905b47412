package io.sinotrace.spark;

import org.apache.spark.internal.config.ConfigEntry;

/** The settings that Spark itself has. */
final class SparkEntries {
  static {
    // Spark registers them as this class is loaded.
    try {
      Class.forName("org.apache.spark.internal.config.package$");
    } catch (ClassNotFoundException e) {
      throw new LinkageError("Spark has moved its settings", e);
    }
  }

  private SparkEntries() {}

  static boolean contain(String key) {
    return ConfigEntry.findEntry(key) != null;
  }
}
