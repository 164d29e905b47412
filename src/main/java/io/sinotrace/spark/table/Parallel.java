package io.sinotrace.spark.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads many small files at a time, since each is waited for on remote storage. */
final class Parallel {
  private static final int THREADS = 16;

  private Parallel() {}

  /** What is read of one file. */
  interface Reading<A, B> {
    B read(A what) throws IOException;
  }

  /**
   * Reads all, in their order.
   *
   * @throws IOException or an unchecked exception if one of the readings does
   */
  static <A, B> List<B> map(List<A> all, Reading<A, B> reading) throws IOException {
    List<Callable<B>> calls = new ArrayList<>();
    all.forEach(one -> calls.add(() -> reading.read(one)));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<B> results = new ArrayList<>();
      for (Future<B> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns why a reading failed, or throws it if it is no checked exception. */
  private static IOException failure(Throwable why) {
    if (why instanceof RuntimeException e) {
      throw e;
    }
    if (why instanceof Error e) {
      throw e;
    }
    return why instanceof IOException e ? e : new IOException(why);
  }
}
