package io.sinotrace.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a scan: in a terminal a bar that is redrawn, elsewhere a line every 30 s.
 *
 * <p>The launcher sets an environment variable if there is a terminal: a JVM cannot find that out
 * for its error stream.
 */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long REDRAW_MILLIS = 200;
  private static final long LINE_MILLIS = 30_000;

  private final String id;
  private final long total;
  private final LongSupplier done;
  private final PrintWriter err;
  private final boolean terminal = "1".equals(System.getenv("SINOTRACE_TERMINAL"));
  private final long start = System.nanoTime();
  private final ScheduledExecutorService timer;

  /**
   * Starts to draw.
   *
   * @param total pixels in all
   * @param done pixels so far
   */
  ProgressBar(String id, long total, LongSupplier done, PrintWriter err) {
    this.id = id;
    this.total = total;
    this.done = done;
    this.err = err;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long every = terminal ? REDRAW_MILLIS : LINE_MILLIS;
    var unused = timer.scheduleAtFixedRate(this::draw, every, every, TimeUnit.MILLISECONDS);
  }

  private void draw() {
    String line = line(id, done.getAsLong(), total, (System.nanoTime() - start) * 1e-9);
    if (terminal) {
      err.print("\r" + line + "\u001b[K");
    } else {
      err.println(line);
    }
    err.flush();
  }

  /** Returns the text of the bar. */
  static String line(String id, long done, long total, double seconds) {
    double share = Math.min(1, (double) done / total);
    int full = (int) (WIDTH * share);
    String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
    String rest =
        done == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "  %s rays/s, %.0f s to go",
                Quantity.count((long) (done / seconds)),
                seconds / share - seconds);
    return String.format(Locale.ROOT, "%s [%s] %3.0f %%%s", id, bar, 100 * share, rest);
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
    if (terminal) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
