package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.ImageCatalog;
import io.sinotrace.sinogram.commit.ScanCheck;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanVersion;
import io.sinotrace.spark.SparkResources;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads all files of a dataset on executors and compares them with the manifests. The files of a
 * large scan are read by several tasks, and many small scans by one.
 *
 * @param scans how many were looked at
 * @param images how many were looked at
 * @param damaged what is wrong, in one line, by the ids of the scans, and by images in words, of
 *     which something is
 * @param outdated which images, in words, are not of the scans that are there, and why
 */
public record Verification(
    int scans, int images, Map<String, String> damaged, Map<String, String> outdated) {
  /** Tasks for each slot, so that the last one does not leave the others idle long. */
  private static final int TASKS_PER_SLOT = 8;

  /** To open a file takes about as long as to read so many bytes of it. */
  private static final long OPENING = 1 << 20;

  /** Some files of a scan, one after the other in its manifest. */
  record Part(ScanVersion scan, int from, int to) implements Serializable {}

  /**
   * Verifies a dataset.
   *
   * @throws InputException if it is none
   * @throws IOException if its manifests cannot be listed
   */
  public static Verification of(String dataset, SparkSession spark) throws IOException {
    Catalog catalog = Catalog.ofDataset(dataset, spark.sessionState().newHadoopConf());
    Map<String, String> damaged = new TreeMap<>();
    catalog.unreadable().forEach((id, problem) -> damaged.put(id, problem.why()));
    damaged.putAll(damage(dataset, catalog.all(), spark));
    ImageCatalog images = ImageCatalog.read(dataset, spark.sessionState().newHadoopConf());
    images.unreadable().forEach((name, problem) -> damaged.put(name.inWords(), problem.why()));
    damaged.putAll(ImageVerification.damage(dataset, images.all(), spark));
    Map<String, String> outdated = new TreeMap<>();
    images.outdated(catalog).forEach((name, why) -> outdated.put(name.inWords(), why));
    return new Verification(
        catalog.all().size() + catalog.unreadable().size(),
        images.all().size() + images.unreadable().size(),
        damaged,
        outdated);
  }

  /**
   * Verifies some scans.
   *
   * @return what is wrong, in one line, by the ids of the scans of which something is
   */
  static Map<String, String> damage(
      String dataset, Collection<CommittedScan> scans, SparkSession spark) {
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<List<Part>> tasks =
        tasks(dataset, scans, TASKS_PER_SLOT * SparkResources.slots(context.sc()));
    if (tasks.isEmpty()) {
      return Map.of();
    }
    Map<String, String> damaged = new TreeMap<>();
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    try {
      context.setJobDescription("sinotrace: verify " + dataset);
      for (Finding found :
          context.parallelize(tasks, tasks.size()).flatMap(new Task(shared)).collect()) {
        damaged.putIfAbsent(found.id(), found.why());
      }
    } finally {
      context.setJobDescription(null);
      shared.destroy();
    }
    return damaged;
  }

  /**
   * Cuts the reading into tasks of about the same length.
   *
   * @param number about how many
   * @return tasks that are not empty
   */
  static List<List<Part>> tasks(String dataset, Collection<CommittedScan> scans, int number) {
    long all =
        scans.stream()
            .flatMap(scan -> scan.manifest().files().stream())
            .mapToLong(Verification::cost)
            .sum();
    List<List<Part>> tasks = new ArrayList<>();
    List<Part> task = new ArrayList<>();
    long inTask = 0;
    for (CommittedScan scan : scans) {
      ScanVersion version = new ScanVersion(dataset, scan.id(), scan.number());
      List<ScanManifest.File> files = scan.manifest().files();
      int from = 0;
      for (int to = 1; to <= files.size(); to++) {
        inTask += cost(files.get(to - 1));
        if (inTask >= all / number) {
          task.add(new Part(version, from, to));
          tasks.add(List.copyOf(task));
          task.clear();
          inTask = 0;
          from = to;
        }
      }
      // Also if it has no files at all, which is found out with the first of them.
      if (from == 0 || from < files.size()) {
        task.add(new Part(version, from, files.size()));
      }
    }
    if (!task.isEmpty()) {
      tasks.add(List.copyOf(task));
    }
    return tasks;
  }

  private static long cost(ScanManifest.File file) {
    return OPENING + file.bytes();
  }

  /** What is wrong with a scan. */
  private record Finding(String id, String why) implements Serializable {}

  /** What runs on executors. */
  private record Task(Broadcast<SerializableConfiguration> conf)
      implements FlatMapFunction<List<Part>, Finding> {
    @Override
    public Iterator<Finding> call(List<Part> parts) {
      List<Finding> damaged = new ArrayList<>();
      for (Part part : parts) {
        try {
          verify(part, conf.value().value());
        } catch (InputException e) {
          damaged.add(new Finding(part.scan().id(), e.getMessage()));
        } catch (IOException e) {
          // Of one scan: the others are read all the same.
          damaged.add(new Finding(part.scan().id(), Messages.reason(e)));
        }
      }
      return damaged.iterator();
    }

    private static void verify(Part part, Configuration hadoop) throws IOException {
      ScanVersion listed = part.scan();
      Object unused =
          listed.read(
              hadoop,
              scan -> {
                if (scan.version().number() == listed.number()) {
                  new ScanCheck(scan, hadoop).files(part.from(), part.to());
                } else {
                  // Replaced since the listing, and cut into other files.
                  scan.verify();
                }
                return scan;
              });
    }
  }
}
