package io.sinotrace.spark.job;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Pools of threads. */
final class Threads {
  private Threads() {}

  /**
   * Ends a pool: returns when all that it was given is done, however often this thread is
   * interrupted meanwhile, which it then is again.
   */
  static void end(ExecutorService pool) {
    pool.shutdown();
    boolean ended = false;
    boolean interrupted = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
