package io.sinotrace.cli;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.spark.ScanPlan;
import io.sinotrace.spark.job.ScanReport;
import io.sinotrace.spark.job.SinogramJob;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Prints how a run goes: a progress bar, and the outcome of each scan. */
final class RunReporter implements SinogramJob.Listener, AutoCloseable {
  private static final int MAX_CHOICES = 4;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean verbose;
  private final Set<String> printed = new HashSet<>();
  private @Nullable ProgressBar bar;
  private int done;
  private int refused;
  private int tooLarge;

  RunReporter(PrintWriter out, PrintWriter err, boolean verbose) {
    this.out = out;
    this.err = err;
    this.verbose = verbose;
  }

  @Override
  public void waiting(String why) {
    err.println(why);
    err.flush();
  }

  @Override
  public void started(ScanPlan plan, LongSupplier pixelsDone) {
    close();
    plan.warnings().stream()
        .map(warning -> "warning: %s: %s".formatted(plan.id(), warning))
        .filter(printed::add)
        .forEach(err::println);
    err.flush();
    bar = new ProgressBar(plan.id(), plan.geometry().rays(), pixelsDone, err);
  }

  @Override
  public void again(String id, String why) {
    close();
    err.printf("%s: %s; tracing it again%n", id, why);
    err.flush();
  }

  @Override
  public void done(ScanReport report) {
    close();
    done++;
    if (report.alreadyThere()) {
      out.printf(
          "%s: already there, made from the same input and geometry; nothing to do%n  %s%n",
          report.id(), report.location());
      out.flush();
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s: %s rays in %.1f s, %s rays/s, backend %s, %s%n",
        report.id(),
        Quantity.count(report.rays()),
        report.wallSeconds(),
        Quantity.count((long) (report.rays() / report.wallSeconds())),
        String.join(" and ", report.backends()),
        Quantity.bytes(report.bytes()));
    if (verbose) {
      out.printf(
          Locale.ROOT,
          "  about %s ray-voxels; task seconds: %.1f reading, %.1f tracing, %.1f encoding and writing%n",
          Quantity.count((long) report.rayVoxels()),
          report.readingSeconds(),
          report.tracingSeconds(),
          report.writingSeconds());
    }
    printChoices(report.choices());
    out.printf("  sinogram %s%n", report.location());
    report.previews().forEach(preview -> out.printf("  preview  %s%n", preview));
    out.flush();
  }

  /** Prints each choice once a run; a cluster whose machines have different GPUs has many. */
  private void printChoices(List<String> choices) {
    List<String> fresh = choices.stream().filter(printed::add).toList();
    fresh.stream().limit(MAX_CHOICES).forEach(choice -> out.printf("  backend  %s%n", choice));
    if (fresh.size() > MAX_CHOICES) {
      out.printf("  backend  and %d more such%n", fresh.size() - MAX_CHOICES);
    }
  }

  @Override
  public void refused(String id, RuntimeException why) {
    close();
    refused++;
    if (why instanceof InsufficientMemoryException) {
      tooLarge++;
    }
    err.printf("error: %s: %s%n", id, why.getMessage());
    if (verbose) {
      why.printStackTrace(err);
    }
    err.flush();
  }

  /** Returns the exit code of the run. */
  int exitCode() {
    return ExitCode.of(done, refused, tooLarge);
  }

  /** Removes the progress bar. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
