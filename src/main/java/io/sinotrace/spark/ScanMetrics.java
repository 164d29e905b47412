package io.sinotrace.spark;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a scan of the table shows in Spark's SQL tab and its REST API: how many rays were traced,
 * and where the time of the tasks went.
 */
final class ScanMetrics {
  // Spark's keys for what is counted.
  private static final String RAYS = "rays";
  private static final String READING = "readMillis";
  private static final String TRACING = "traceMillis";

  private ScanMetrics() {}

  /** Returns what the driver sums up. */
  static CustomMetric[] supported() {
    return new CustomMetric[] {new Rays(), new Reading(), new Tracing()};
  }

  /** Returns the figures of a task by now. */
  static CustomTaskMetric[] of(TileTracer tracer) {
    return new CustomTaskMetric[] {
      new TaskFigure(RAYS, tracer.rays()),
      new TaskFigure(READING, tracer.readNanos() / 1_000_000),
      new TaskFigure(TRACING, tracer.traceNanos() / 1_000_000)
    };
  }

  private record TaskFigure(String name, long value) implements CustomTaskMetric {}

  private static long sum(long[] ofTasks) {
    return Arrays.stream(ofTasks).sum();
  }

  private static String seconds(long[] ofTasks) {
    long most = Arrays.stream(ofTasks).max().orElse(0);
    return String.format(
        Locale.ROOT, "%.1f s in all, %.1f s the longest task", sum(ofTasks) * 1e-3, most * 1e-3);
  }

  // Spark makes these by their names, with no arguments, to sum up what tasks report.

  /** Rays traced. */
  public static final class Rays implements CustomMetric {
    @Override
    public String name() {
      return RAYS;
    }

    @Override
    public String description() {
      return "rays traced";
    }

    @Override
    public String aggregateTaskMetrics(long[] ofTasks) {
      return String.format(Locale.ROOT, "%,d", sum(ofTasks));
    }
  }

  /** Time spent waiting for volumes. */
  public static final class Reading implements CustomMetric {
    @Override
    public String name() {
      return READING;
    }

    @Override
    public String description() {
      return "time reading volumes";
    }

    @Override
    public String aggregateTaskMetrics(long[] ofTasks) {
      return seconds(ofTasks);
    }
  }

  /** Time spent tracing. */
  public static final class Tracing implements CustomMetric {
    @Override
    public String name() {
      return TRACING;
    }

    @Override
    public String description() {
      return "time tracing rays";
    }

    @Override
    public String aggregateTaskMetrics(long[] ofTasks) {
      return seconds(ofTasks);
    }
  }
}
