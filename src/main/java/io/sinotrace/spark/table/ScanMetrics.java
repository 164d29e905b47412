package io.sinotrace.spark.table;

import io.sinotrace.spark.task.TileTracer;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a scan of the table shows in Spark's SQL tab and its REST API: how many rays were traced or
 * pixels read, and where the time of the tasks went.
 */
final class ScanMetrics {
  // Spark's keys for what is counted.
  private static final String RAYS = "rays";
  private static final String RAY_VOXELS = "rayVoxels";
  private static final String READING = "readMillis";
  private static final String TRACING = "traceMillis";
  private static final String PIXELS_READ = "pixelsRead";
  private static final String BYTES_READ = "bytesRead";
  private static final String READING_FILES = "fileMillis";
  private static final String ENCODING = "encodeMillis";
  private static final String BYTES = "bytes";

  private ScanMetrics() {}

  /** Returns what the driver sums up of tasks that trace. */
  static CustomMetric[] ofTracing() {
    return new CustomMetric[] {
      new Rays(), new RayVoxels(), new Reading(), new Tracing(), new Encoding(), new Bytes()
    };
  }

  /**
   * Returns the current figures of a task that traces.
   *
   * @param encodeNanos time spent making Spark's rows of pixels
   * @param bytes of those rows
   */
  static CustomTaskMetric[] ofTracing(TileTracer tracer, long encodeNanos, long bytes) {
    return new CustomTaskMetric[] {
      new TaskFigure(RAYS, tracer.rays()),
      new TaskFigure(RAY_VOXELS, Math.round(tracer.rayVoxels())),
      new TaskFigure(READING, tracer.readNanos() / 1_000_000),
      new TaskFigure(TRACING, tracer.traceNanos() / 1_000_000),
      new TaskFigure(ENCODING, encodeNanos / 1_000_000),
      new TaskFigure(BYTES, bytes)
    };
  }

  /** Returns what the driver sums up of tasks that read a dataset. */
  static CustomMetric[] ofReading() {
    return new CustomMetric[] {
      new PixelsRead(), new BytesRead(), new ReadingFiles(), new Encoding(), new Bytes()
    };
  }

  /**
   * Returns the current figures of a task that reads a dataset.
   *
   * @param pixels of the rows read
   * @param bytesRead of their file
   * @param readNanos time spent opening the scan and reading
   * @param encodeNanos time spent making Spark's rows of pixels
   * @param bytes of those rows
   */
  static CustomTaskMetric[] ofReading(
      long pixels, long bytesRead, long readNanos, long encodeNanos, long bytes) {
    return new CustomTaskMetric[] {
      new TaskFigure(PIXELS_READ, pixels),
      new TaskFigure(BYTES_READ, bytesRead),
      new TaskFigure(READING_FILES, readNanos / 1_000_000),
      new TaskFigure(ENCODING, encodeNanos / 1_000_000),
      new TaskFigure(BYTES, bytes)
    };
  }

  /** Returns the sums of the figures of tasks of one kind. */
  static CustomTaskMetric[] sum(CustomTaskMetric[] one, CustomTaskMetric[] other) {
    CustomTaskMetric[] sums = new CustomTaskMetric[one.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new TaskFigure(one[i].name(), one[i].value() + other[i].value());
    }
    return sums;
  }

  private record TaskFigure(String name, long value) implements CustomTaskMetric {}

  private static long sum(long[] ofTasks) {
    return Arrays.stream(ofTasks).sum();
  }

  private static String count(long[] ofTasks) {
    return String.format(Locale.ROOT, "%,d", sum(ofTasks));
  }

  private static String seconds(long[] ofTasks) {
    long most = Arrays.stream(ofTasks).max().orElse(0);
    return String.format(
        Locale.ROOT, "%.1f s in all, %.1f s the longest task", sum(ofTasks) * 1e-3, most * 1e-3);
  }

  /** Spark makes metrics by class name, with no arguments, to add up the figures of tasks. */
  private abstract static class Named implements CustomMetric {
    private final String name;
    private final String description;

    Named(String name, String description) {
      this.name = name;
      this.description = description;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public String aggregateTaskMetrics(long[] ofTasks) {
      return count(ofTasks);
    }
  }

  private abstract static class Time extends Named {
    Time(String name, String description) {
      super(name, description);
    }

    @Override
    public String aggregateTaskMetrics(long[] ofTasks) {
      return seconds(ofTasks);
    }
  }

  /** Rays traced. */
  public static final class Rays extends Named {
    /** Called by Spark. */
    public Rays() {
      super(RAYS, "rays traced");
    }
  }

  /** Voxels that the rays meet. */
  public static final class RayVoxels extends Named {
    /** Called by Spark. */
    public RayVoxels() {
      super(RAY_VOXELS, "ray-voxels, about");
    }
  }

  /** Time spent waiting for volumes. */
  public static final class Reading extends Time {
    /** Called by Spark. */
    public Reading() {
      super(READING, "time reading volumes");
    }
  }

  /** Time spent tracing. */
  public static final class Tracing extends Time {
    /** Called by Spark. */
    public Tracing() {
      super(TRACING, "time tracing rays");
    }
  }

  /** Time spent making rows. */
  public static final class Encoding extends Time {
    /** Called by Spark. */
    public Encoding() {
      super(ENCODING, "time encoding pixels");
    }
  }

  /** Bytes of pixels handed to Spark. */
  public static final class Bytes extends Named {
    /** Called by Spark. */
    public Bytes() {
      super(BYTES, "bytes of pixels");
    }
  }

  /** Pixels read. */
  public static final class PixelsRead extends Named {
    /** Called by Spark. */
    public PixelsRead() {
      super(PIXELS_READ, "pixels read");
    }
  }

  /** Bytes read of files. */
  public static final class BytesRead extends Named {
    /** Called by Spark. */
    public BytesRead() {
      super(BYTES_READ, "bytes read");
    }
  }

  /** Time spent reading files. */
  public static final class ReadingFiles extends Time {
    /** Called by Spark. */
    public ReadingFiles() {
      super(READING_FILES, "time reading files");
    }
  }
}
