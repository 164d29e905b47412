package io.sinotrace.sinogram.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Small operations on a storage, many at a time: each waits for the storage most of the time. */
final class Parallel {
  private static final int THREADS = 16;

  private Parallel() {}

  /** An operation. */
  interface Operation<T, R> {
    R on(T value) throws IOException;
  }

  /** Returns the results in the order of the values. */
  static <T, R> List<R> map(List<T> values, Operation<T, R> operation) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, values.size())));
    try {
      List<Future<R>> pending = new ArrayList<>();
      for (T value : values) {
        pending.add(threads.submit(() -> operation.on(value)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> one : pending) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while files were read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
