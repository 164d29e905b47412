package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.FinishedScan;
import io.sinotrace.spark.SparkResources;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads all files of a dataset on executors and compares them with the manifests.
 *
 * @param scans how many were looked at
 * @param damaged what is wrong, in one line, by the ids of the scans of which something is
 */
public record Verification(int scans, Map<String, String> damaged) {
  /** Tasks for each slot: some scans are much larger than others. */
  private static final int TASKS_PER_SLOT = 8;

  /**
   * Verifies a dataset.
   *
   * @throws InputException if it is none
   * @throws IOException if its manifests cannot be read
   */
  public static Verification of(String dataset, SparkSession spark) throws IOException {
    Configuration conf = spark.sessionState().newHadoopConf();
    Catalog catalog = Catalog.ofDataset(dataset, conf);
    Map<String, String> damaged = new TreeMap<>();
    catalog.unreadable().forEach((id, why) -> damaged.put(id, why.getMessage()));
    List<String> ids = catalog.all().stream().map(CommittedScan::id).toList();
    damaged.putAll(damage(dataset, ids, spark));
    return new Verification(ids.size() + catalog.unreadable().size(), damaged);
  }

  /**
   * Verifies some scans.
   *
   * @param ids of the scans
   * @return what is wrong, in one line, by the ids of the scans of which something is
   */
  static Map<String, String> damage(String dataset, List<String> ids, SparkSession spark) {
    Map<String, String> damaged = new TreeMap<>();
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.min(ids.size(), TASKS_PER_SLOT * SparkResources.slots(context.sc()));
    if (tasks > 0) {
      Broadcast<SerializableConfiguration> shared =
          context.broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
      try {
        context.setJobDescription("sinotrace: verify " + dataset);
        context.parallelize(ids, tasks).map(new Task(dataset, shared)).collect().stream()
            .filter(found -> !found.why().isEmpty())
            .forEach(found -> damaged.put(found.id(), found.why()));
      } finally {
        context.setJobDescription(null);
        shared.destroy();
      }
    }
    return damaged;
  }

  /** What is wrong with a scan; empty if nothing is. */
  private record Finding(String id, String why) implements Serializable {}

  /** What runs on executors. */
  private record Task(String dataset, Broadcast<SerializableConfiguration> conf)
      implements Function<String, Finding> {
    @Override
    public Finding call(String id) {
      Configuration hadoop = conf.value().value();
      try {
        FinishedScan.read(
            dataset,
            id,
            hadoop,
            scan -> {
              scan.verify();
              return id;
            });
        return new Finding(id, "");
      } catch (InputException e) {
        return new Finding(id, e.getMessage());
      } catch (IOException e) {
        // Of one scan: the others are read all the same.
        return new Finding(id, Messages.reason(e));
      }
    }
  }
}
