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
 * Shows that a run is alive: rewrites a small file at a fixed interval as long as the run holds the
 * lock. Other runs only look whether the file changes; no clocks are compared.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Tells whether the run still holds the lock. */
  interface LockCheck {
    boolean isHeld() throws IOException;
  }

  private final Storage storage;
  private final Path file;
  private final LockCheck lock;
  private final ScheduledExecutorService thread;
  private long count;
  private boolean failing;

  /** Starts to write the file, at this interval. */
  Heartbeat(Storage storage, Path file, Duration interval, LockCheck lock) {
    this.storage = storage;
    this.file = file;
    this.lock = lock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread daemon = new Thread(task, "sinotrace-heartbeat");
              daemon.setDaemon(true);
              return daemon;
            });
    var unused =
        thread.scheduleAtFixedRate(this::write, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void write() {
    try {
      if (lock.isHeld()) {
        storage.write(file, Long.toString(++count).getBytes(US_ASCII));
      }
      failing = false;
    } catch (Throwable e) {
      // No exception may leave this method: the executor would end the schedule.
      if (!failing) {
        LOG.error("{} cannot be written; other runs may soon consider this one dead", file, e);
      }
      failing = true;
    }
  }

  /** Stops writing; the file stays. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      // A check of the lock that takes longer still comes before its write.
      boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
