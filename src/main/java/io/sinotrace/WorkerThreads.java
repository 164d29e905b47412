package io.sinotrace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Distributes work over several threads, one of which is the caller's.
 *
 * <p>The others are started for each call and end with it: the work takes far longer than starting
 * a thread, and so there is no pool to close.
 */
public final class WorkerThreads {
  private WorkerThreads() {}

  /**
   * Does pieces of work, in any order; returns when no thread works any more. What one throws first
   * is thrown, and pieces that have not begun are left out then.
   *
   * @param threads at a time, the caller's included
   * @param pieces how many
   * @param workers makes for each thread what does a piece of a number
   */
  public static void run(int threads, int pieces, Supplier<? extends IntConsumer> workers) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable work =
        () -> {
          try {
            IntConsumer worker = workers.get();
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
              worker.accept(i);
            }
          } catch (Throwable e) {
            // Errors are recorded too: otherwise what is incomplete would look complete.
            failure.compareAndSet(null, e);
            next.set(pieces);
          }
        };
    List<Thread> others = new ArrayList<>();
    try {
      for (int k = 1; k < Math.min(threads, pieces); k++) {
        Thread thread = new Thread(work, Thread.currentThread().getName() + ", thread " + (k + 1));
        thread.setDaemon(true);
        thread.start();
        others.add(thread);
      }
      work.run();
    } finally {
      await(others);
    }
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown != null) {
      throw new IllegalStateException(thrown);
    }
  }

  /** Waits even when interrupted: after the call, the threads must not write any more. */
  private static void await(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
