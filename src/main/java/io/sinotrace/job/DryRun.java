package io.sinotrace.job;

import io.sinotrace.InputException;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.projector.Backends;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.SinogramJob;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.volume.SlabVolume;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;

/** Says what a run would do, before anything is spent: only headers are read. */
final class DryRun {
  private final ScanDescription description;
  private final Configuration conf;

  DryRun(ScanDescription description, Configuration conf) {
    this.description = description;
    this.conf = conf;
  }

  /** Plans all scans for the checks that this makes. */
  static void check(ScanDescription description, Configuration conf) {
    ScanPlan.all(description, conf, cores());
  }

  private static int cores() {
    return Math.max(1, SparkSettings.localCores());
  }

  /** Prints the plan; returns the exit code that the run would begin with. */
  int print(PrintWriter out) {
    int refused = 0;
    long bytes = 0;
    var scans = description.scans(conf);
    for (ScanSpec scan : scans) {
      try {
        bytes += print(ScanPlan.of(scan, description, conf, cores()), out);
      } catch (InputException e) {
        if (scans.size() == 1) {
          throw e;
        }
        out.printf("%s: would be set aside: %s%n", scan.id(), e.getMessage());
        refused++;
      }
    }
    if (scans.size() > 1) {
      out.printf("%d scans, %s in all%n", scans.size(), Quantity.bytes(bytes));
    }
    out.printf("would be written to %s; nothing was%n", SinogramJob.output(description).path());
    out.flush();
    return refused == 0
        ? ExitCode.DONE
        : refused == scans.size() ? ExitCode.BAD_INPUT : ExitCode.SOME_SET_ASIDE;
  }

  private long print(ScanPlan plan, PrintWriter out) {
    var geometry = plan.geometry();
    int columns = geometry.detector().columns();
    long bytes = geometry.rays() * Float.BYTES;
    long volume = SlabVolume.bytes(plan.grid());
    out.printf("%s%n", plan.id());
    out.printf(
        "  volume   %d x %d x %d voxels from %s%n",
        plan.grid().nx(), plan.grid().ny(), plan.grid().nz(), plan.volume().uri());
    out.printf(
        "  scan     %d views x %d rows x %d columns = %s rays%n",
        geometry.views().size(),
        geometry.detector().rows(),
        columns,
        Quantity.count(geometry.rays()));
    out.printf(
        "  output   %d files, %s before compression (%s)%n",
        plan.tiles().size(),
        Quantity.bytes(bytes),
        SinogramJob.output(description).compression().name().toLowerCase(java.util.Locale.ROOT));
    out.printf(
        "  memory   %s off the heap in each JVM for the volume, and up to %s of pixels on the heap a task%n",
        Quantity.bytes(volume), Quantity.bytes(plan.taskBytes()));
    if (plan.backend().equals("simd") || plan.backend().equals(Backends.AUTO)) {
      out.printf(
          "           with backend simd %s on the heap of each JVM, for a copy of the volume%n",
          Quantity.bytes(ExecutorMemory.copy(plan.grid())));
    }
    int tasks = SparkSettings.tasksAnExecutor();
    boolean local = SparkSettings.isLocal();
    boolean installed = System.getenv("SPARK_HOME") != null;
    out.printf(
        "  set      %s%n           (%s in one JVM)%n",
        ExecutorMemory.of(plan, Math.max(1, tasks)).settings(local, installed),
        tasks == 0
            ? "for 1 task at a time, so set spark.executor.cores=1 too, or that first: unset, it is all cores of a worker,"
            : tasks == 1 ? "1 task at a time" : tasks + " tasks at a time");
    return bytes;
  }
}
