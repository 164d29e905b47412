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
 * The sign of life of a run: a small file that it writes anew again and again, as long as the lock
 * is its own. Whoever watches it compares no clocks: only that the file changes means something.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Whether the lock is the run's own still. */
  interface Ours {
    boolean isOurs() throws IOException;
  }

  private final Storage storage;
  private final Path file;
  private final Ours lock;
  private final ScheduledExecutorService thread;
  private long beats;
  private boolean failing;

  /** Starts to beat, every {@code pace}. */
  Heartbeat(Storage storage, Path file, Duration pace, Ours lock) {
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
    var unused = thread.scheduleAtFixedRate(this::beat, 0, pace.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void beat() {
    try {
      if (lock.isOurs()) {
        storage.write(file, Long.toString(++beats).getBytes(US_ASCII));
      }
      failing = false;
    } catch (Throwable e) {
      // Whatever it is, the heart must not stop: the next beat may do.
      if (!failing) {
        LOG.error("{} cannot be written; other runs may soon take this one for dead", file, e);
      }
      failing = true;
    }
  }

  /** Stops; the file stays. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      // One that hangs for longer looks at the lock before it writes.
      boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
