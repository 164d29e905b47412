package io.sinotrace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Small operations on a storage, many at a time: each waits for the storage most of the time. */
public final class Parallel {
  private static final int THREADS = 16;

  private Parallel() {}

  /** An operation. */
  public interface Operation<T, R> {
    /** Returns its result for one value. */
    R on(T value) throws IOException;
  }

  /**
   * Returns the results in the order of the values.
   *
   * @throws IOException or an unchecked exception if one of the operations does; those that have
   *     not begun are left out then
   */
  public static <T, R> List<R> map(List<T> values, Operation<T, R> operation) throws IOException {
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
      throw failure(Objects.requireNonNull(e.getCause()));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns why an operation failed, or throws it if it is no checked exception. */
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
