package io.sinotrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.description.BackendChoice;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.sinogram.OutputInUseException;
import io.sinotrace.sinogram.ScanManifest;
import io.sinotrace.sinogram.SinogramDataset;
import io.sinotrace.sinogram.SinogramFiles.Written;
import io.sinotrace.spark.TileResult.Seconds;
import io.sinotrace.volume.io.InputChecksum;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the scans of a description as a sinogram dataset.
 *
 * <p>Every tile is a task that traces its rays and writes its Parquet files into a staging
 * directory; the driver then commits the scan. A scan whose input cannot be used, or whose volume
 * does not fit into memory, is set aside and the others go on.
 */
public final class SinogramJob {
  private final SparkSession spark;
  private final Configuration conf;
  private final ScanDescription description;
  private final OutputSpec output;
  private final Listener listener;

  /** What a run tells while it goes on. */
  public interface Listener {
    /** The output may be in use by a run on another machine: this is waited for. */
    void waiting(String why);

    /**
     * A scan is about to be traced.
     *
     * @param pixelsDone how many of its pixels are written so far; may be asked at any time
     */
    void started(ScanPlan plan, LongSupplier pixelsDone);

    /** A scan is there. */
    void done(ScanReport report);

    /**
     * A scan was set aside.
     *
     * @param why an {@link InputException}, or an {@link InsufficientMemoryException}
     */
    void refused(String id, RuntimeException why);
  }

  /**
   * Prepares a run.
   *
   * @throws InputException if the description names no output
   */
  public SinogramJob(SparkSession spark, ScanDescription description, Listener listener) {
    this.spark = spark;
    this.conf = spark.sessionState().newHadoopConf();
    this.description = description;
    this.output = output(description);
    this.listener = listener;
  }

  /** Returns where a description wants its dataset; an error if it does not say. */
  public static OutputSpec output(ScanDescription description) {
    OutputSpec output = description.output();
    if (output == null) {
      throw new InputException("output.path: missing; expected a directory for the dataset");
    }
    return output;
  }

  /** Computes all scans, one after the other. */
  public void run() throws IOException {
    List<ScanSpec> scans = description.scans(conf);
    // Not to be closed: that would stop a session that may not be ours.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (SinogramDataset dataset = SinogramDataset.open(output.path(), conf, listener::waiting)) {
      Broadcast<SerializableConfiguration> shared =
          context.broadcast(new SerializableConfiguration(conf));
      for (ScanSpec scan : scans) {
        try {
          listener.done(scan(scan, dataset, context, shared));
        } catch (InputException e) {
          listener.refused(scan.id(), e);
        } catch (IOException | RuntimeException | Error e) {
          InsufficientMemoryException memory = InsufficientMemoryException.behind(e);
          if (memory == null) {
            checkNotTakenOver(dataset, e);
            throw e;
          }
          listener.refused(scan.id(), memory);
        }
      }
    }
  }

  /** If another run has taken the output over, that is why a scan failed. */
  private static void checkNotTakenOver(SinogramDataset dataset, Throwable failure) {
    try {
      dataset.check();
    } catch (OutputInUseException taken) {
      taken.addSuppressed(failure);
      throw taken;
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private ScanReport scan(
      ScanSpec scan,
      SinogramDataset dataset,
      JavaSparkContext context,
      Broadcast<SerializableConfiguration> shared)
      throws IOException {
    ScanPlan plan = ScanPlan.of(scan, description, conf, SparkResources.slots(context.sc()));
    Map<String, String> inputs = InputChecksum.sha256(scan.volume(), conf);
    String fingerprint = ScanManifest.fingerprint(inputs, section("volume"), section("geometry"));
    JsonNode old = dataset.manifest(scan.id());
    if (old != null && !output.overwrite()) {
      if (old.path(ScanManifest.FINGERPRINT).asText().equals(fingerprint)) {
        return ScanReport.thereAlready(
            scan.id(), SinogramDataset.shown(dataset.sinogram(scan.id())));
      }
      throw new InputException(
          ("output.path: %s holds another scan %s (other input or geometry);"
                  + " expected another path, or output.overwrite=true")
              .formatted(output.path(), scan.id()));
    }

    ExecutorMemory.check(plan);
    long start = System.nanoTime();
    Path staging = dataset.staging(scan.id());
    LongAccumulator pixelsDone = context.sc().longAccumulator("pixels of " + scan.id());
    listener.started(plan, pixelsDone::value);
    ScanPreviews previews = ScanPreviews.of(plan, description, conf);
    TileWriter writer =
        new TileWriter(
            shared, staging.toString(), output.compression(), previews.lines(), pixelsDone);
    List<WriteTask> tasks = plan.writeTasks();
    context.setJobDescription("sinotrace: scan " + scan.id());
    List<TileResult> results = context.parallelize(tasks, tasks.size()).map(writer).collect();

    for (TileResult result : results) {
      TileResult.Fault fault = result.fault();
      if (fault != null) {
        throw fault.ofMemory()
            ? ExecutorMemory.fault(plan, fault.message())
            : new InputException(fault.message());
      }
      result.previews().forEach(previews::add);
    }
    Map<String, byte[]> pictures = previews.draw();
    double seconds = (System.nanoTime() - start) * 1e-9;
    Map<String, Object> figures = figures(plan, results, seconds);
    dataset.commit(
        scan.id(),
        results.stream()
            .flatMap(result -> result.files().stream().map(Written::name))
            .collect(Collectors.toSet()),
        plan.geometry(),
        pictures,
        ScanManifest.of(
            scan.id(),
            scan.volume().uri(),
            inputs,
            fingerprint,
            description.effective(),
            scan.volume().units(),
            plan.grid(),
            plan.geometry(),
            results.stream().flatMap(SinogramJob::files).toList(),
            figures,
            List.copyOf(pictures.keySet())));
    return report(plan, dataset, results, pictures, seconds);
  }

  /** Returns a section of the description without where its files lie: what is in them counts. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> section(String name) {
    Map<String, Object> section =
        new LinkedHashMap<>((Map<String, Object>) description.effective().get(name));
    section.remove("path");
    section.remove("file");
    return section;
  }

  private static Stream<ScanManifest.File> files(TileResult r) {
    return r.files().stream()
        .map(f -> new ScanManifest.File(f.name(), f.rows(), f.bytes(), f.crc32c(), r.backend()));
  }

  private static Map<String, Object> figures(
      ScanPlan plan, List<TileResult> results, double seconds) {
    Seconds sum = sum(results);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rays", plan.geometry().rays());
    figures.put("ray_voxels", Math.round(rayVoxels(results)));
    figures.put("rows", results.stream().mapToLong(TileResult::rows).sum());
    figures.put("bytes", results.stream().mapToLong(TileResult::bytes).sum());
    figures.put("wall_seconds", seconds);
    figures.put("task_seconds_reading", sum.reading());
    figures.put("task_seconds_tracing", sum.tracing());
    figures.put("task_seconds_writing", sum.writing());
    return figures;
  }

  private static double rayVoxels(List<TileResult> results) {
    return results.stream().mapToDouble(TileResult::rayVoxels).sum();
  }

  private static Seconds sum(List<TileResult> results) {
    return results.stream().map(TileResult::seconds).reduce(Seconds.NONE, Seconds::plus);
  }

  private ScanReport report(
      ScanPlan plan,
      SinogramDataset dataset,
      List<TileResult> results,
      Map<String, byte[]> pictures,
      double seconds) {
    Seconds sum = sum(results);
    return new ScanReport(
        plan.id(),
        SinogramDataset.shown(dataset.sinogram(plan.id())),
        false,
        plan.geometry().rays(),
        rayVoxels(results),
        seconds,
        sum.reading(),
        sum.tracing(),
        sum.writing(),
        results.stream().mapToLong(TileResult::bytes).sum(),
        results.stream().map(TileResult::backend).distinct().sorted().toList(),
        description.compute().backend() == BackendChoice.AUTO
            ? results.stream().map(TileResult::choice).distinct().sorted().toList()
            : List.of(),
        pictures.keySet().stream()
            .map(name -> SinogramDataset.shown(dataset.preview(name)))
            .toList());
  }
}
