package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.Setting;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.description.StoredColumns;
import io.sinotrace.sinogram.commit.Catalog;
import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.sinogram.commit.SetAside;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.spark.SparkResources;
import io.sinotrace.spark.values.RowValues;
import io.sinotrace.spark.values.ValueColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Writes the scans of a description as a sinogram dataset: those that it does not have yet, and
 * those whose input has changed or whose files are damaged.
 *
 * <p>All scans of a batch are one queue of work. The driver finds out what is to do ({@link
 * BatchPlanner}), executors trace pieces of scans and write their files ({@link PieceWriter}, in
 * the jobs of {@link PieceRunner}), and the driver commits each scan when its last piece is in,
 * while others go on. A scan that cannot be computed is set aside; it stops no other.
 */
public final class SinogramJob {
  private final SparkSession spark;
  private final Configuration conf;
  private final ScanDescription description;
  private final OutputSpec output;
  private final Options options;
  private final Listener listener;

  /**
   * What a run is told on its command line.
   *
   * @param checksums whether inputs are read to see if they changed, although their times did not
   * @param retry whether inputs that an earlier run set aside are tried again
   * @param strict whether the run ends at the first scan that it would set aside
   * @param verify whether the files of scans that are there are read, and not only their lengths
   *     looked at
   */
  public record Options(boolean checksums, boolean retry, boolean strict, boolean verify) {
    /** What holds without any. */
    public static final Options NONE = new Options(false, false, false, false);
  }

  /** Receives the events of a run, one at a time. */
  public interface Listener {
    /** Something that a person may want to know, in one line. */
    void message(String line);

    /** It is known what there is to do. */
    default void planned(BatchPlan plan) {}

    /** Tracing begins. */
    default void started(BatchProgress progress) {}

    /** A scan was there already. */
    default void there(BatchPlan.Entry scan, String location) {}

    /** A scan is complete. */
    void done(ScanReport report);

    /** A scan is set aside, or left for the next run. */
    void setAside(BatchPlan.Entry scan, ScanFault fault);
  }

  /**
   * Prepares a run.
   *
   * @throws InputException if the description names no output
   */
  public SinogramJob(
      SparkSession spark, ScanDescription description, Options options, Listener listener) {
    this.spark = spark;
    this.conf = spark.sessionState().newHadoopConf();
    this.description = description;
    this.output = output(description);
    this.options = options;
    this.listener = listener;
  }

  /** Returns the output that a description names; an error if it names none. */
  public static OutputSpec output(ScanDescription description) {
    OutputSpec output = description.output();
    if (output == null) {
      throw description.located(
          new InputException(Setting.OUTPUT, "missing; expected a directory for the dataset"));
    }
    return output;
  }

  /**
   * Finds out what a run would do, on this machine alone and without changing anything. No file of
   * a scan that is there is read, whatever the options say of it.
   *
   * @param passedOver takes what is no volume among the inputs, a line each
   * @throws InputException if the output holds something else
   */
  public static BatchPlan plan(
      ScanDescription description, Options options, Configuration conf, Consumer<String> passedOver)
      throws IOException {
    String path = output(description).path();
    SetAside setAside = SetAside.read(path, conf);
    try (LocalSurveyor surveyor = new LocalSurveyor(description.places(), conf)) {
      Catalog catalog = Catalog.read(path, conf);
      return BatchPlanner.of(description, options, catalog, setAside, surveyor, catalog::damage)
          .plan(description.scans(conf, passedOver));
    }
  }

  /** Computes all scans. */
  public void run() throws IOException {
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> shared =
        context.broadcast(new SerializableConfiguration(conf));
    int slots = SparkResources.slots(context.sc());
    List<ScanSpec> scans = description.scans(conf, listener::message);
    try (SinogramDataset dataset = open()) {
      SetAside setAside = SetAside.read(output.path(), conf);
      Catalog catalog = dataset.catalog();
      BatchPlan plan =
          BatchPlanner.of(
                  description,
                  options,
                  catalog,
                  setAside,
                  new SparkSurveyor(context, shared, description.places(), slots),
                  there -> damage(catalog, there))
              .plan(scans);
      listener.planned(plan);
      PieceWriter writer =
          new PieceWriter(
              description.compute().backend(),
              output.compression(),
              output.preview(),
              plan.toDo().isEmpty() ? null : values(),
              description.places());
      BatchRun run =
          new BatchRun(
              plan,
              new ScanCommitter(description, dataset, conf),
              setAside,
              options.strict(),
              description.volume().leavesChanging(),
              description.compute().partitions() != null,
              listener,
              results -> new PieceRunner(context, shared, writer, slots, results));
      run.compute(works(plan, dataset, slots), slots);
    } finally {
      shared.destroy();
    }
  }

  /** Returns how values that are stored, and not traced, are worked out; null if there are none. */
  private @Nullable RowValues values() {
    StoredColumns stored = output.columns();
    return stored == null ? null : new RowValues(ValueColumns.of(description), stored.columns());
  }

  /** Returns what is wrong with scans that are there, by their ids. */
  private Map<String, String> damage(Catalog catalog, List<CommittedScan> there)
      throws IOException {
    Map<String, String> damage = new TreeMap<>(catalog.damage(there));
    if (options.verify()) {
      List<CommittedScan> whole =
          there.stream().filter(scan -> !damage.containsKey(scan.id())).toList();
      damage.putAll(Verification.damage(output.path(), whole, spark));
    }
    return damage;
  }

  /** Cuts the scans to do; the fewer they are, into the more pieces, so that no slot is idle. */
  private List<ScanWork> works(BatchPlan plan, SinogramDataset dataset, int slots)
      throws IOException {
    List<BatchPlan.Entry> toDo = plan.toDo();
    int cores = toDo.isEmpty() ? 1 : (slots + toDo.size() - 1) / toDo.size();
    List<ScanWork> works = new ArrayList<>();
    for (BatchPlan.Entry entry : toDo) {
      works.add(ScanWork.of(entry, description.compute(), dataset.stage(entry.id()), cores));
    }
    return works;
  }

  private SinogramDataset open() throws IOException {
    try {
      return SinogramDataset.open(
          output.path(),
          conf,
          unmoved -> listener.message(description.located(unmoved).getMessage()));
    } catch (InputException e) {
      throw description.located(e);
    }
  }
}
