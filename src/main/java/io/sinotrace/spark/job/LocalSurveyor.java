package io.sinotrace.spark.job;

import io.sinotrace.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/** Reads the headers of volumes on this machine, where Spark is not started. */
final class LocalSurveyor implements ScanSurvey.Surveyor, AutoCloseable {
  /** More than there are cores: a storage over a network takes longer than the reading. */
  private static final int THREADS = 4 * Runtime.getRuntime().availableProcessors();

  private final Map<Setting, String> places;
  private final Configuration conf;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  LocalSurveyor(Map<Setting, String> places, Configuration conf) {
    this.places = places;
    this.conf = conf;
  }

  @Override
  public List<ScanSurvey> survey(List<ScanSurvey.Request> requests) {
    List<Future<ScanSurvey>> pending = new ArrayList<>();
    for (ScanSurvey.Request request : requests) {
      pending.add(threads.submit(() -> ScanSurvey.of(request, places, conf)));
    }
    return pending.stream().map(LocalSurveyor::await).toList();
  }

  private static ScanSurvey await(Future<ScanSurvey> survey) {
    try {
      return survey.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while headers were read", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
