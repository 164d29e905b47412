package io.sinotrace.spark.job;

import io.sinotrace.Setting;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the headers of volumes on executors. */
final class SparkSurveyor implements ScanSurvey.Surveyor {
  /** Headers that one task reads at least: it takes milliseconds for one. */
  private static final int MIN_REQUESTS = 16;

  /** Tasks for each slot, since some headers, and files to be hashed, take longer than others. */
  private static final int TASKS_PER_SLOT = 4;

  private final JavaSparkContext context;
  private final Map<Setting, String> places;
  private final int slots;
  private final Broadcast<SerializableConfiguration> conf;

  SparkSurveyor(
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> conf,
      Map<Setting, String> places,
      int slots) {
    this.context = context;
    this.conf = conf;
    this.places = places;
    this.slots = slots;
  }

  @Override
  public List<ScanSurvey> survey(List<ScanSurvey.Request> requests) {
    int tasks = Math.max(1, Math.min(TASKS_PER_SLOT * slots, requests.size() / MIN_REQUESTS));
    context.setJobDescription("sinotrace: headers of %d volumes".formatted(requests.size()));
    try {
      return context.parallelize(requests, tasks).map(new Task(places, conf)).collect();
    } finally {
      context.setJobDescription(null);
    }
  }

  /** What runs on executors. */
  private record Task(Map<Setting, String> places, Broadcast<SerializableConfiguration> conf)
      implements Function<ScanSurvey.Request, ScanSurvey> {
    @Override
    public ScanSurvey call(ScanSurvey.Request request) {
      return ScanSurvey.of(request, places, conf.value().value());
    }
  }
}
