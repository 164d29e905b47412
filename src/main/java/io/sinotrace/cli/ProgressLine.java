package io.sinotrace.cli;

import io.sinotrace.spark.job.BatchProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows the progress of a run: in a terminal one line that is redrawn, elsewhere a line a minute.
 *
 * <p>The launcher sets an environment variable if there is a terminal: a JVM cannot find that out
 * for its error stream.
 */
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration LINE = Duration.ofMinutes(1);

  private final Supplier<String> text;
  private final PrintWriter err;
  private final boolean terminal = "1".equals(System.getenv("SINOTRACE_TERMINAL"));
  private final ScheduledExecutorService timer;

  /**
   * Starts to show.
   *
   * @param text the line at the moment
   */
  ProgressLine(PrintWriter err, Supplier<String> text) {
    this.text = text;
    this.err = err;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long every = (terminal ? REDRAW : LINE).toMillis();
    var unused = timer.scheduleAtFixedRate(this::draw, every, every, TimeUnit.MILLISECONDS);
  }

  private void draw() {
    String line = text.get();
    synchronized (err) {
      if (terminal) {
        err.print("\r" + line + "\u001b[K");
      } else {
        err.println(line);
      }
      err.flush();
    }
  }

  /** Removes the line, so that something else can be printed; it is soon drawn again. */
  void erase() {
    if (terminal) {
      synchronized (err) {
        err.print("\r\u001b[K");
        err.flush();
      }
    }
  }

  /** Returns the line for the progress of a run. */
  static String text(BatchProgress.Snapshot now) {
    double share = now.rays() == 0 ? 1 : Math.min(1, (double) now.raysSettled() / now.rays());
    int full = (int) (WIDTH * share);
    StringBuilder line = new StringBuilder();
    if (now.scans() > 1) {
      line.append(
          String.format(Locale.ROOT, "%,d of %,d scans ", now.earlier() + now.done(), now.scans()));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "[%s%s] %3.0f %%",
            "#".repeat(full),
            "-".repeat(WIDTH - full),
            100 * share));
    if (now.raysDone() > 0) {
      line.append(
          "  %s rays/s, %s to go"
              .formatted(Quantity.count((long) now.rate()), time(now.secondsToGo())));
    }
    if (now.setAside() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d set aside", now.setAside()));
    }
    return line.toString();
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 120
        ? whole + " s"
        : whole < 7200
            ? whole / 60 + " min"
            : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      // A line that is being printed is waited for, so that it does not appear within the output
      // that follows.
      if (!timer.awaitTermination(1, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    erase();
  }
}
