package io.sinotrace.bench;

import io.sinotrace.description.Descriptions;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.sinogram.parquet.Compression;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanReport;
import io.sinotrace.spark.job.SinogramJob;
import io.sinotrace.volume.io.numpy.NpyWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Measures whole jobs in a warm Spark session on this machine: a scan of W1's volume and one of
 * W4's, with each codec, and reading parts of them back.
 */
final class Job {
  private static final int VIEWS = 360;

  /** What is measured of a job. */
  private enum Figure {
    WALL,
    BESIDES,
    TRACING,
    WRITING,
    BYTES
  }

  private final Settings settings;
  private final Report report;
  private final SparkSession spark;
  private final int cores;
  private final Path work;
  private final Table jobs;
  private final Table readBack;

  private Job(Settings settings, Report report, SparkSession spark) {
    this.settings = settings;
    this.report = report;
    this.spark = spark;
    this.cores = spark.sparkContext().defaultParallelism();
    this.work = settings.out().toAbsolutePath().resolve("work");
    this.jobs =
        new Table(
            "job",
            "Whole jobs in a warm Spark session on %d cores, %d views; medians of %d rounds."
                .formatted(cores, views(), settings.rounds()),
            "scan",
            "codec",
            "backend",
            "wall s",
            "wall s less tracing s / cores",
            "tracing s, all tasks",
            "encoding and writing s, all tasks",
            "M pixels/s of that, a core",
            "MB",
            "MB of pixels");
    this.readBack =
        new Table(
            "read-back",
            "Reading a part of it through Spark; medians of %d rounds."
                .formatted(settings.rounds()),
            "scan",
            "codec",
            "what",
            "seconds",
            "MB read",
            "times its pixels");
  }

  private int views() {
    return VIEWS / settings.shrink();
  }

  static void run(Settings settings, Report report) throws IOException {
    System.setProperty("spark.master", "local[*]");
    System.setProperty("spark.ui.enabled", "false");
    try (SparkSession spark = SparkSettings.session()) {
      new Job(settings, report, spark).run();
    }
  }

  private void run() throws IOException {
    Files.createDirectories(work);
    try {
      scan("clean", Workload.of("W1", settings.shrink()));
      scan("noisy", Workload.of("W4", settings.shrink()));
    } finally {
      FileUtil.fullyDelete(work.toFile());
    }
    report.add(jobs);
    report.add(readBack);
  }

  private void scan(String name, Workload workload) throws IOException {
    Path volume = work.resolve(name + ".npy");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(volume))) {
      NpyWriter.write(workload.volume(), out);
    }
    // Once for the JVM to warm up and the volume to be decoded and prepared.
    run(name, workload, volume, Compression.NONE);
    Medians<List<Object>> figures = new Medians<>();
    Map<Compression, ScanReport> last = new TreeMap<>();
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Compression codec : Compression.values()) {
        long start = System.nanoTime();
        ScanReport done = run(name, workload, volume, codec);
        double wall = (System.nanoTime() - start) * 1e-9;
        figures.add(List.of(codec, Figure.WALL), wall);
        figures.add(List.of(codec, Figure.BESIDES), wall - done.tracingSeconds() / cores);
        figures.add(List.of(codec, Figure.TRACING), done.tracingSeconds());
        figures.add(List.of(codec, Figure.WRITING), done.writingSeconds());
        figures.add(List.of(codec, Figure.BYTES), (double) done.bytes());
        last.put(codec, done);
        report.say("round %d, %s, %s: %s s".formatted(round, name, word(codec), Table.shown(wall)));
      }
    }
    last.forEach(
        (codec, done) -> {
          double writing = figures.of(List.of(codec, Figure.WRITING));
          jobs.row(
              name,
              word(codec),
              String.join(", ", done.backends()),
              figures.of(List.of(codec, Figure.WALL)),
              figures.of(List.of(codec, Figure.BESIDES)),
              figures.of(List.of(codec, Figure.TRACING)),
              writing,
              done.rays() / writing * 1e-6,
              figures.of(List.of(codec, Figure.BYTES)) * 1e-6,
              done.rays() * Float.BYTES * 1e-6);
          readBack(name, workload, codec, done);
        });
  }

  /** Runs the job and returns what became of its scan. */
  private ScanReport run(String name, Workload workload, Path volume, Compression codec)
      throws IOException {
    int pixels = workload.geometry().detector().rows();
    Map<String, String> description = new TreeMap<>();
    description.put("volume.path", volume.toString());
    description.put("volume.units", "per-mm");
    description.put("volume.spacing", Double.toString(workload.grid().spacing().x()));
    description.put("geometry.type", "cone");
    description.put("geometry.source-to-axis", "1000");
    description.put("geometry.source-to-detector", "1500");
    description.put("geometry.detector.rows", Integer.toString(pixels));
    description.put("geometry.detector.columns", Integer.toString(pixels));
    description.put("geometry.detector.pixel", Double.toString(576.0 / pixels));
    description.put("geometry.views.count", Integer.toString(views()));
    description.put("output.path", work.resolve(name + "-" + word(codec)).toString());
    description.put("output.compression", word(codec));
    description.put("output.overwrite", "true");
    Done done = new Done();
    ScanDescription scan = Descriptions.of(description, SparkSettings.hadoop());
    new SinogramJob(spark, scan, SinogramJob.Options.NONE, done).run();
    return done.reports.get(0);
  }

  private static String word(Compression codec) {
    return codec.name().toLowerCase(Locale.ROOT);
  }

  /** Keeps the reports of a run. */
  private static final class Done implements SinogramJob.Listener {
    private final List<ScanReport> reports = new ArrayList<>();

    @Override
    public void message(String line) {}

    @Override
    public void done(ScanReport done) {
      reports.add(done);
    }

    @Override
    public void setAside(BatchPlan.Entry scan, ScanFault fault) {
      throw new IllegalStateException(fault.message());
    }
  }

  /** Reads one projection, and one detector row's sinogram. */
  private void readBack(String name, Workload workload, Compression codec, ScanReport done) {
    int columns = workload.geometry().detector().columns();
    int rows = workload.geometry().detector().rows();
    ReadBack reader = new ReadBack(spark, done.location(), settings.rounds());
    reader.read("view = " + views() / 2, rows);
    ReadBack.Cost projection = reader.read("view = " + views() / 2, rows);
    ReadBack.Cost sinogram = reader.read("row = " + rows / 2, views());
    readBack.row(
        name,
        word(codec),
        "a projection",
        projection.seconds(),
        projection.bytes() * 1e-6,
        projection.bytes() / (4.0 * rows * columns));
    readBack.row(
        name,
        word(codec),
        "a row's sinogram",
        sinogram.seconds(),
        sinogram.bytes() * 1e-6,
        sinogram.bytes() / (4.0 * views() * columns));
  }
}
