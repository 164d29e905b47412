package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.description.ScanDescription;
import io.sinotrace.description.ScanSpec;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.SparkSettings;
import io.sinotrace.spark.job.ExecutorMemory;
import io.sinotrace.spark.job.SinogramJob;
import io.sinotrace.volume.SlabVolume;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;

/** Prints what a run would do; only headers are read. */
final class DryRun {
  private final ScanDescription description;
  private final Configuration conf;

  DryRun(ScanDescription description, Configuration conf) {
    this.description = description;
    this.conf = conf;
  }

  /** Plans all scans, for the checks that planning makes. */
  static void check(ScanDescription description, Configuration conf) {
    ScanPlan.all(description, conf, cores());
  }

  private static int cores() {
    return Math.max(1, SparkSettings.localCores());
  }

  /** Prints the plan; returns the exit code that the run would have as far as it is known now. */
  int print(PrintWriter out) {
    int refused = 0;
    int tooLarge = 0;
    long bytes = 0;
    var scans = description.scans(conf);
    for (ScanSpec scan : scans) {
      try {
        scan.check();
        ScanPlan plan = ScanPlan.of(scan, description, conf, cores());
        bytes += print(plan, out);
        ExecutorMemory.check(plan);
      } catch (InputException | InsufficientMemoryException e) {
        if (scans.size() == 1) {
          throw e;
        }
        out.printf("%s: would be set aside: %s%n", scan.id(), e.getMessage());
        refused++;
        tooLarge += e instanceof InsufficientMemoryException ? 1 : 0;
      }
    }
    if (scans.size() > 1) {
      out.printf("%d scans, %s in all%n", scans.size(), Quantity.bytes(bytes));
    }
    out.printf("would be written to %s; nothing was%n", SinogramJob.output(description).path());
    out.flush();
    return ExitCode.of(scans.size() - refused, refused, tooLarge);
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
        plan.files(),
        Quantity.bytes(bytes),
        SinogramJob.output(description).compression().name().toLowerCase(java.util.Locale.ROOT));
    out.printf(
        "  memory   %s off the heap in each JVM for the volume, and up to %s of pixels on the heap a task%n",
        Quantity.bytes(volume), Quantity.bytes(plan.taskBytes()));
    if (ExecutorMemory.copies(plan)) {
      out.printf(
          "           with backend simd %s on the heap of each JVM, for a copy of the volume%n",
          Quantity.bytes(ExecutorMemory.copy(plan.grid())));
    }
    int tasks = SparkSettings.tasksAnExecutor();
    int known = Math.max(1, tasks);
    out.printf(
        "  set      %s%n           (%d %s at a time in one JVM%s)%n",
        ExecutorMemory.settings(plan),
        known,
        known == 1 ? "task" : "tasks",
        tasks > 0
            ? ""
            : ", or more cores and, for each further task, %s more memory"
                .formatted(Quantity.bytes(ExecutorMemory.heapOfATask(plan.taskBytes()))));
    plan.warnings().forEach(warning -> out.printf("  warning  %s%n", warning));
    out.flush();
    return bytes;
  }
}
