package io.sinotrace.chaos;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Draws the moments to kill something: while scans are committed, so spread that those that are
 * still wanted come before the batch is done; some earlier, at any time.
 */
final class Moments {
  /** Of so many moments one is at any time, whatever has been committed. */
  private static final int AT_ANY_TIME = 4;

  /** A run has begun to commit by then. */
  private static final long BEGUN_NANOS = TimeUnit.SECONDS.toNanos(8);

  /** So long nothing is committed only if there is nobody left to compute. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** The commit of a scan takes a few milliseconds. */
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final SplittableRandom random;
  private final DatasetFiles dataset;
  private final int scans;

  /**
   * Prepares to draw.
   *
   * @param scans that the dataset will have
   */
  Moments(SplittableRandom random, DatasetFiles dataset, int scans) {
    this.random = random;
    this.dataset = dataset;
    this.scans = scans;
  }

  /**
   * Waits for a moment, or for the end of the driver.
   *
   * @param wanted how many moments are still wanted, this one included
   * @return whether the driver still runs
   */
  boolean await(Process driver, int wanted) throws IOException {
    long start = System.nanoTime();
    long longest = random.nextInt(AT_ANY_TIME) == 0 ? random.nextLong(BEGUN_NANOS) : LONGEST_NANOS;
    int before = committed();
    int mean = Math.max(1, (scans - before) / (wanted + 1));
    int more = 1 + random.nextInt(2 * mean - 1);
    while (driver.isAlive() && committed() < before + more && System.nanoTime() - start < longest) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    LockSupport.parkNanos(random.nextLong(COMMIT_NANOS));
    return driver.isAlive();
  }

  private int committed() throws IOException {
    return (int) dataset.list("scans").stream().filter(file -> file.endsWith(".json")).count();
  }
}
