package io.sinotrace.bench;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads parts of a sinogram, as plain Parquet, and says what it cost. */
final class ReadBack {
  private final SparkSession spark;
  private final String location;
  private final int repeats;

  /**
   * Prepares to read.
   *
   * @param location of the Parquet files
   * @param repeats how often everything is read
   */
  ReadBack(SparkSession spark, String location, int repeats) {
    this.spark = spark;
    this.location = location;
    this.repeats = repeats;
  }

  /**
   * What reading cost.
   *
   * @param seconds the median
   * @param bytes that Spark's tasks read, footers too; by plain reads, since Hadoop does not count
   *     the vectored ones that are timed
   */
  record Cost(double seconds, long bytes) {}

  /**
   * Reads detector rows.
   *
   * @param filter which ones, in SQL
   * @param expected how many they are
   */
  Cost read(String filter, long expected) {
    Dataset<Row> part = part(filter, true);
    if (part.count() != expected) {
      throw new IllegalStateException(filter + ": expected " + expected + " rows");
    }
    double[] seconds = new double[repeats];
    for (int k = 0; k < repeats; k++) {
      long start = System.nanoTime();
      drain(part);
      seconds[k] = (System.nanoTime() - start) * 1e-9;
    }
    Dataset<Row> counted = part(filter, false);
    long before = bytesRead();
    drain(counted);
    return new Cost(Medians.median(seconds), bytesRead() - before);
  }

  private Dataset<Row> part(String filter, boolean vectored) {
    return spark
        .read()
        .option("parquet.hadoop.vectored.io.enabled", vectored)
        .parquet(location)
        .where(filter)
        .select("view", "row", "line_integral");
  }

  private static void drain(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  /** Returns what this JVM, in which all tasks run, has read of the local disk. */
  private static long bytesRead() {
    StorageStatistics disk = FileSystem.getGlobalStorageStatistics().get("file");
    Long bytes = disk == null ? null : disk.getLong("bytesRead");
    return bytes == null ? 0 : bytes;
  }
}
