package io.sinotrace.cli;

import io.sinotrace.sinogram.commit.CommittedScan;
import io.sinotrace.spark.image.ImageJob;
import io.sinotrace.spark.job.BatchPlan;
import io.sinotrace.spark.job.BatchProgress;
import io.sinotrace.spark.job.ScanFault;
import io.sinotrace.spark.job.ScanReport;
import io.sinotrace.spark.job.ScanState;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints how a run goes, for a person: its progress, and the outcome of each scan; of a batch of
 * many scans only what is unusual, and a line at the end.
 */
final class RunReporter implements Reporter {
  /** Batches of more scans are not reported scan by scan, unless that is asked for. */
  private static final int FEW = 10;

  private static final int MAX_CHOICES = 4;

  /** Scans set aside that are printed; all are in the dataset's list. */
  private static final int MAX_FAULTS = 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean verbose;
  private final Outcome outcome;
  private final String setAsideFile;
  private final Set<String> printed = new HashSet<>();
  private boolean detailed = true;
  private boolean batch;
  private int faults;
  private @Nullable BatchProgress progress;
  private @Nullable ProgressLine line;

  /**
   * Makes one.
   *
   * @param setAsideFile where the scans that are set aside are listed
   */
  RunReporter(
      PrintWriter out, PrintWriter err, boolean verbose, Outcome outcome, String setAsideFile) {
    this.out = out;
    this.err = err;
    this.verbose = verbose;
    this.outcome = outcome;
    this.setAsideFile = setAsideFile;
  }

  @Override
  public void message(String text) {
    err.println(text);
    err.flush();
  }

  @Override
  public void planned(BatchPlan plan) {
    batch = plan.scans().size() > 1;
    detailed = verbose || plan.scans().size() <= FEW;
    if (batch) {
      out.println(BatchSummary.counts(plan));
      out.flush();
    }
    warnings(plan);
    if (detailed) {
      for (BatchPlan.Entry scan : plan.toDo()) {
        String why = scan.damage() != null ? scan.damage() : "its input has changed";
        if (scan.state() == ScanState.DAMAGED || scan.state() == ScanState.CHANGED) {
          err.printf("%s: %s; tracing it again%n", scan.id(), why);
        }
      }
    }
    List<String> unwanted = plan.unwanted().stream().map(CommittedScan::id).toList();
    if (batch && !unwanted.isEmpty()) {
      out.printf(
          "kept: %s of inputs that the description does not name any more: %s%n",
          Quantity.of(unwanted.size(), "scan"), BatchSummary.some(unwanted));
    }
    err.flush();
  }

  /** Prints each warning once, with the scans that it is about. */
  private void warnings(BatchPlan plan) {
    Map<String, List<String>> scans = new LinkedHashMap<>();
    for (BatchPlan.Entry scan : plan.toDo()) {
      if (scan.found() != null) {
        for (String warning : scan.found().warnings()) {
          scans.computeIfAbsent(warning, key -> new ArrayList<>()).add(scan.id());
        }
      }
    }
    scans.forEach(
        (warning, ids) -> err.printf("warning: %s: %s%n", BatchSummary.some(ids), warning));
  }

  @Override
  public void started(BatchProgress all) {
    progress = all;
    if (all.now().toGo() > 0) {
      line = new ProgressLine(err, () -> ProgressLine.text(all.now()));
    }
  }

  @Override
  public void there(BatchPlan.Entry scan, String location) {
    outcome.done();
    if (detailed) {
      out.printf(
          "%s: already there, made from the same input and geometry; nothing to do%n  %s%n",
          scan.id(), location);
      out.flush();
    }
  }

  @Override
  public void done(ScanReport report) {
    outcome.done();
    if (detailed) {
      erase();
      print(report);
    }
  }

  private void print(ScanReport report) {
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
          "  about %s ray-voxels; task seconds: %.1f reading, %.1f tracing, %.1f encoding and"
              + " writing%n",
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
  public void setAside(BatchPlan.Entry scan, ScanFault fault) {
    boolean error = outcome.failed(fault);
    if (!error && !detailed) {
      return;
    }
    faults++;
    if (faults <= MAX_FAULTS || verbose) {
      erase();
      err.printf("%s: %s: %s%n", error ? "error" : "left", scan.id(), fault.message());
    } else if (faults == MAX_FAULTS + 1) {
      erase();
      err.printf("more scans are set aside: see %s%n", setAsideFile);
    }
    err.flush();
  }

  @Override
  public void image(ImageJob.Done image) {
    if (detailed) {
      erase();
      ImageText.of(image).forEach(out::println);
      out.flush();
    }
  }

  @Override
  public void imageFailed(String scan, String image, ScanFault fault) {
    outcome.failed(fault);
    erase();
    err.printf("error: %s, image %s: %s%n", scan, image, fault.message());
    err.flush();
  }

  private void erase() {
    if (line != null) {
      line.erase();
    }
  }

  /** Prints how a batch ended. */
  @Override
  public void close() {
    if (line != null) {
      line.close();
      line = null;
    }
    if (progress != null && batch) {
      out.println(BatchSummary.closing(progress.now(), setAsideFile));
      out.flush();
    }
  }
}
