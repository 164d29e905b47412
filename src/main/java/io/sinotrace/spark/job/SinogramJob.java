package io.sinotrace.spark.job;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Setting;
import io.sinotrace.description.OutputSpec;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.sinogram.commit.OutputInUseException;
import io.sinotrace.sinogram.commit.SinogramDataset;
import io.sinotrace.spark.ScanPlan;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

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

  /** Receives the events of a run. */
  public interface Listener {
    /** The run waits to find out whether a run on another machine is using the output. */
    void waiting(String why);

    /**
     * A scan is about to be traced; the plan has the warnings.
     *
     * @param pixelsDone how many of its pixels are written so far; may be asked at any time
     */
    void started(ScanPlan plan, LongSupplier pixelsDone);

    /**
     * A scan that is there already is traced again.
     *
     * @param why one line, such as what is wrong with one of its files
     */
    void again(String id, String why);

    /** A scan is complete. */
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

  /** Returns the output that a description names; an error if it names none. */
  public static OutputSpec output(ScanDescription description) {
    OutputSpec output = description.output();
    if (output == null) {
      throw description.located(
          new InputException(Setting.OUTPUT, "missing; expected a directory for the dataset"));
    }
    return output;
  }

  /** Computes all scans, one after the other. */
  public void run() throws IOException {
    List<ScanSpec> scans = description.scans(conf);
    // Not closed: that would stop a session that others may be using.
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    try (SinogramDataset dataset = open()) {
      ScanJob job = new ScanJob(context, conf, description, dataset, listener);
      for (ScanSpec scan : scans) {
        try {
          listener.done(job.run(scan));
        } catch (InputException e) {
          listener.refused(scan.id(), description.located(e));
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

  private SinogramDataset open() throws IOException {
    try {
      return SinogramDataset.open(output.path(), conf, listener::waiting);
    } catch (InputException e) {
      throw description.located(e);
    }
  }

  /**
   * Throws that another run has taken over the output, if it has: then that is why the scan failed.
   */
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
}
