package io.sinotrace.sinogram.commit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sinotrace.sinogram.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows that a run is alive: rewrites a small file in its staging directory at a fixed interval, so
 * that {@link Prune} leaves the directory alone.
 */
final class Heartbeat implements AutoCloseable {
  /** With a dot, which no id of a scan has: those have directories beside it. */
  static final String FILE = "heartbeat.txt";

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** A hundredth of the shortest time after which somebody would prune. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Storage storage;
  private final Path file;
  private final ScheduledExecutorService thread;
  private long count;
  private boolean failing;

  /** Starts to write the file, in a directory that exists. */
  Heartbeat(Storage storage, Path directory) throws IOException {
    this.storage = storage;
    this.file = new Path(directory, FILE);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "sinotrace-heartbeat");
              daemon.setDaemon(true);
              return daemon;
            });
    beat();
    var unused =
        thread.scheduleAtFixedRate(
            this::tryBeat, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() throws IOException {
    storage.write(file, Long.toString(++count).getBytes(US_ASCII));
  }

  private void tryBeat() {
    try {
      beat();
      failing = false;
    } catch (Throwable e) {
      // No exception may leave this method: the executor would end the schedule.
      if (!failing) {
        LOG.warn("{} cannot be written; a long run may be taken for a dead one", file, e);
      }
      failing = true;
    }
  }

  /** Stops writing; the file stays. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
