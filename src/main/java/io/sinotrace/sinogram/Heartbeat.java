package io.sinotrace.sinogram;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign of life of a run: a small file that it keeps writing anew, each time with another
 * number. Whoever watches it compares no clocks; only a number that stays the same means something.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final FileSystem fs;
  private final Path file;
  private final ScheduledExecutorService thread;
  private long beats;

  /** Starts to beat, every {@code pace}. */
  Heartbeat(FileSystem fs, Path file, Duration pace) {
    this.fs = fs;
    this.file = file;
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
    try (OutputStream out = fs.create(file, true)) {
      out.write(Long.toString(++beats).getBytes(US_ASCII));
    } catch (IOException | RuntimeException e) {
      // The next one may do; a run that cannot write for longer fails by itself.
      LOG.debug("{} was not written", file, e);
    }
  }

  /**
   * Watches another run's file.
   *
   * @param pace to look at it
   * @param patience how long it may stay the same before that run is taken for dead
   * @return whether it changed
   */
  static boolean watch(FileSystem fs, Path file, Duration pace, Duration patience)
      throws IOException {
    String first = read(fs, file);
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(pace.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for a sign of life in " + file, e);
      }
      if (!read(fs, file).equals(first)) {
        return true;
      }
    }
    return false;
  }

  private static String read(FileSystem fs, Path file) {
    try (InputStream in = fs.open(file)) {
      return new String(in.readAllBytes(), US_ASCII);
    } catch (IOException e) {
      // Not there, or being written.
      return "";
    }
  }

  /** Stops, and removes the file. */
  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    try {
      // It must not write the file again after it has been removed.
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fs.delete(file, false);
  }
}
