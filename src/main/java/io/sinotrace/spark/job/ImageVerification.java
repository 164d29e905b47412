package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.sinogram.commit.CommittedImage;
import io.sinotrace.sinogram.commit.ImageReference;
import io.sinotrace.spark.SparkResources;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the files of images on executors, an image a task, and compares them with manifests. */
final class ImageVerification {
  private static final int TASKS_PER_SLOT = 8;

  private ImageVerification() {}

  /**
   * Verifies images.
   *
   * @return what is wrong, in one line, by the images in words of which something is
   */
  static Map<String, String> damage(
      String dataset, List<CommittedImage> images, SparkSession spark) {
    if (images.isEmpty()) {
      return Map.of();
    }
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<ImageReference> all =
        images.stream()
            .map(image -> new ImageReference(dataset, image.name().id(), image.name().name()))
            .toList();
    int tasks = Math.min(all.size(), TASKS_PER_SLOT * SparkResources.slots(context.sc()));
    Map<String, String> damaged = new TreeMap<>();
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    try {
      context.setJobDescription("sinotrace: verify images of " + dataset);
      List<String> found = context.parallelize(all, tasks).map(new Task(shared)).collect();
      for (int k = 0; k < found.size(); k++) {
        if (!found.get(k).isEmpty()) {
          damaged.put(images.get(k).name().inWords(), found.get(k));
        }
      }
    } finally {
      context.setJobDescription(null);
      shared.destroy();
    }
    return damaged;
  }

  /** What runs on executors: returns what is wrong; nothing if all is well. */
  private record Task(Broadcast<SerializableConfiguration> conf)
      implements Function<ImageReference, String>, Serializable {
    @Override
    public String call(ImageReference image) {
      try {
        image.check(conf.value().value());
        return "";
      } catch (InputException e) {
        return e.getMessage();
      } catch (IOException e) {
        // Of one image: the others are read all the same.
        return Messages.reason(e);
      }
    }
  }
}
