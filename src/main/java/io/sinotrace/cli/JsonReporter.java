package io.sinotrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.BatchProgress;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints how a run goes, for programs: one JSON object a line, each with the time, the name of the
 * event and what belongs to it.
 */
final class JsonReporter implements Reporter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Outcome outcome;
  private @Nullable BatchProgress progress;
  private @Nullable ProgressLine timer;

  JsonReporter(PrintWriter out, Outcome outcome) {
    this.out = out;
    this.outcome = outcome;
  }

  /** An event's own parts, by name. */
  private static Map<String, Object> parts() {
    return new LinkedHashMap<>();
  }

  private void print(String event, Map<String, Object> parts) {
    synchronized (out) {
      out.println(line(event, parts));
      out.flush();
    }
  }

  private static String line(String event, Map<String, Object> parts) {
    Map<String, Object> all = parts();
    all.put("time", Instant.now().toString());
    all.put("event", event);
    all.putAll(parts);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void message(String text) {
    Map<String, Object> parts = parts();
    parts.put("text", text);
    print("message", parts);
  }

  @Override
  public void planned(BatchPlan plan) {
    Map<String, Object> parts = parts();
    parts.put("scans", plan.scans().size());
    plan.counts()
        .forEach((state, count) -> parts.put(state.name().toLowerCase(Locale.ROOT), count));
    parts.put("unwanted", plan.unwanted().size());
    print("planned", parts);
    for (BatchPlan.Entry scan : plan.toDo()) {
      if (scan.found() != null) {
        for (String warning : scan.found().warnings()) {
          Map<String, Object> warned = parts();
          warned.put("scan", scan.id());
          warned.put("warning", warning);
          print("warning", warned);
        }
      }
    }
  }

  @Override
  public void started(BatchProgress all) {
    progress = all;
    timer = new ProgressLine(out, () -> line("progress", figures(all.now())));
  }

  private static Map<String, Object> figures(BatchProgress.Snapshot now) {
    Map<String, Object> parts = parts();
    parts.put("scans", now.scans());
    parts.put("earlier", now.earlier());
    parts.put("done", now.done());
    parts.put("set_aside", now.setAside());
    parts.put("left", now.left());
    parts.put("to_go", now.toGo());
    parts.put("rays", now.rays());
    parts.put("rays_done", now.raysDone());
    parts.put("rays_per_second", now.rate());
    parts.put("seconds", now.seconds());
    parts.put("seconds_to_go", Double.isNaN(now.secondsToGo()) ? null : now.secondsToGo());
    return parts;
  }

  @Override
  public void there(BatchPlan.Entry scan, String location) {
    outcome.done();
  }

  @Override
  public void done(ScanReport report) {
    outcome.done();
    Map<String, Object> parts = parts();
    parts.put("scan", report.id());
    parts.put("sinogram", report.location());
    parts.put("rays", report.rays());
    parts.put("seconds", report.wallSeconds());
    parts.put("bytes", report.bytes());
    parts.put("backends", report.backends());
    print("done", parts);
  }

  @Override
  public void setAside(BatchPlan.Entry scan, ScanFault fault) {
    boolean error = outcome.failed(fault);
    Map<String, Object> parts = parts();
    parts.put("scan", scan.id());
    parts.put("kind", fault.kind().name().toLowerCase(Locale.ROOT));
    parts.put("reason", fault.message());
    print(error ? "set_aside" : "left", parts);
  }

  @Override
  public void image(ImageJob.Done image) {
    Map<String, Object> parts = parts();
    parts.put("scan", image.manifest().scan());
    parts.put("image_name", image.name());
    parts.put("image", image.file());
    parts.put("new", image.isNew());
    parts.put("bytes", image.manifest().allBytes());
    print("image", parts);
  }

  @Override
  public void imageFailed(String scan, String image, ScanFault fault) {
    outcome.failed(fault);
    Map<String, Object> parts = parts();
    parts.put("scan", scan);
    parts.put("image_name", image);
    parts.put("kind", fault.kind().name().toLowerCase(Locale.ROOT));
    parts.put("reason", fault.message());
    print("image_failed", parts);
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.close();
      timer = null;
    }
    if (progress != null) {
      print("end", figures(progress.now()));
    }
  }
}
