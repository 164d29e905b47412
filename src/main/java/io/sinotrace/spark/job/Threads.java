package io.sinotrace.spark.job;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Pools of threads. */
final class Threads {
  /** How often it is looked whether what threads wait for can still come. */
  static final long LOOK_MILLIS = 500;

  private Threads() {}

  /**
   * Ends a pool: returns when all that it was given is done, however often this thread is
   * interrupted meanwhile, which it then is again.
   */
  static void end(ExecutorService pool) {
    end(pool, () -> false);
  }

  /**
   * Ends a pool.
   *
   * @param lost says whether what its threads wait for can no longer come: they are then
   *     interrupted
   */
  static void end(ExecutorService pool, BooleanSupplier lost) {
    pool.shutdown();
    boolean ended = false;
    boolean interrupted = false;
    while (!ended) {
      if (lost.getAsBoolean()) {
        pool.shutdownNow();
      }
      try {
        ended = pool.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
