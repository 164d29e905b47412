package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.description.geometry.GeometrySpec;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Projector;
import io.sinotrace.sinogram.commit.Fingerprint;
import io.sinotrace.sinogram.commit.ScanManifest;
import io.sinotrace.sinogram.commit.ScanMatch;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.sinogram.commit.StagedScan;
import io.sinotrace.sinogram.commit.TracedScan;
import io.sinotrace.sinogram.commit.TracedScan.Origin;
import io.sinotrace.sinogram.storage.Storage;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.SparkResources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Computes scans one by one: traces a scan that the dataset does not have, and commits it. */
final class ScanJob {
  private final JavaSparkContext context;
  private final Configuration conf;
  private final Broadcast<SerializableConfiguration> shared;
  private final ScanDescription description;
  private final OutputSpec output;
  private final SinogramDataset dataset;
  private final SinogramJob.Listener listener;

  ScanJob(
      JavaSparkContext context,
      Configuration conf,
      ScanDescription description,
      SinogramDataset dataset,
      SinogramJob.Listener listener) {
    this.context = context;
    this.conf = conf;
    this.shared = context.broadcast(new SerializableConfiguration(conf));
    this.description = description;
    this.output = SinogramJob.output(description);
    this.dataset = dataset;
    this.listener = listener;
  }

  /**
   * Computes a scan, unless the dataset has it.
   *
   * @throws InputException if the input cannot be used, or another scan has its id
   */
  ScanReport run(ScanSpec wanted) throws IOException {
    return InputAgreement.withRetry(() -> attempt(wanted), why -> listener.again(wanted.id(), why));
  }

  private ScanReport attempt(ScanSpec wanted) throws IOException {
    ScanPlan plan = ScanPlan.of(wanted, description, conf, SparkResources.slots(context.sc()));
    InputAgreement input = InputAgreement.of(wanted.volume(), conf);
    Origin origin = origin(wanted, input.sha256());
    ScanMatch match = find(wanted, origin);
    if (!output.overwrite() && isThere(match, origin)) {
      return ScanReport.thereAlready(match.id(), location(match.id()));
    }
    return trace(plan.named(match.id()), wanted.geometry().spec(), origin, input);
  }

  /**
   * Finds a scan. One that is there keeps its id, so that the id in the description need not be
   * unique.
   */
  private ScanMatch find(ScanSpec wanted, Origin origin) {
    try {
      ScanMatch match = dataset.find(wanted.id(), origin);
      if (match.existing() == null || !match.existing().source().equals(origin.source())) {
        wanted.check();
      }
      return match;
    } catch (InputException taken) {
      // Perhaps by another scan of this description: then the scan's own check explains it better.
      wanted.check();
      throw taken;
    }
  }

  private Origin origin(ScanSpec scan, Map<String, String> inputs) {
    return new Origin(
        scan.volume().uri(),
        inputs,
        Projector.ARITHMETIC,
        Fingerprint.of(Projector.ARITHMETIC, inputs, scan.volumeSection(), scan.geometrySection()),
        description.effective(scan));
  }

  /** Returns whether the scan that is there is the one that is wanted, with all its files. */
  private boolean isThere(ScanMatch match, Origin origin) throws IOException {
    if (match.existing() == null) {
      return false;
    }
    ScanManifest same = match.same(origin);
    if (same == null) {
      throw new InputException(
          Setting.OUTPUT,
          ("%s holds another scan %s (other input or geometry);"
                  + " expected another path, or output.overwrite=true")
              .formatted(output.path(), match.id()));
    }
    String damage = dataset.damage(same);
    if (damage != null) {
      listener.again(same.id(), damage);
    }
    return damage == null;
  }

  private String location(String id) {
    return Storage.shown(dataset.sinogram(id));
  }

  private ScanReport trace(
      ScanPlan plan, GeometrySpec geometry, Origin origin, InputAgreement input)
      throws IOException {
    ExecutorMemory.check(plan);
    ScanPreviews previews = ScanPreviews.of(plan, geometry, output.preview(), conf);
    StagedScan staged = dataset.stage(plan.id(), previews.names());
    long start = System.nanoTime();
    LongAccumulator pixelsDone = context.sc().longAccumulator("pixels of " + plan.id());
    listener.started(plan, pixelsDone::value);
    TileWriter writer =
        new TileWriter(
            shared,
            staged.work().toString(),
            staged.writing(),
            output.compression(),
            previews.lines(),
            pixelsDone);
    List<WriteTask> tasks = WriteTask.all(plan);
    context.setJobDescription("sinotrace: scan " + plan.id());
    List<TileResult> tiles = context.parallelize(tasks, tasks.size()).map(writer).collect();
    for (TileResult tile : tiles) {
      TileResult.Fault fault = tile.fault();
      if (fault != null && fault.ofMemory()) {
        throw ExecutorMemory.fault(plan, fault.message());
      }
    }
    input.check(tiles);
    tiles.forEach(tile -> tile.previews().forEach(previews::add));
    Map<String, byte[]> pictures = previews.draw();
    ScanResult result = new ScanResult(plan, tiles, (System.nanoTime() - start) * 1e-9);
    staged.commit(
        new TracedScan(
            origin,
            result.volume(),
            plan.geometry(),
            result.files(),
            pictures,
            result.figures(),
            plan.warnings()));
    return result.report(
        location(plan.id()),
        description.compute().backend().equals(Backends.AUTO),
        pictures.keySet().stream().map(name -> Storage.shown(dataset.preview(name))).toList());
  }
}
