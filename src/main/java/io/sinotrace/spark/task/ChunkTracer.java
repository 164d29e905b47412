package io.sinotrace.spark.task;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces views in order, a chunk of them at a time.
 *
 * <p>If the projector works elsewhere than on the caller's core, a thread traces one chunk ahead of
 * the caller, so that tracing overlaps with what the caller does with the pixels. Otherwise there
 * is no such thread: it would use a core that Spark has not assigned.
 */
final class ChunkTracer implements AutoCloseable {
  /** Pixels of all channels traced at a time, about; at least one view. */
  private static final int CHUNK_PIXELS = 1 << 22;

  private final Projector projector;
  private final int views;
  private final int rows;
  private final int viewPixels;
  private final int chunkViews;

  /** The pixels of chunks, in turn; the second is used only where one is traced ahead. */
  private final float[][] buffers = new float[2][];

  private final @Nullable ExecutorService ahead;
  private @Nullable Future<?> pending;
  private int current = -1;
  private long nanos;

  /**
   * Prepares to trace; nothing is traced yet.
   *
   * @param columns pixels of a detector row; views, rows and columns of all that is to be traced
   * @param together how many views that follow each other are in one chunk
   */
  ChunkTracer(Projector projector, int views, int rows, int columns, int together) {
    this.projector = projector;
    this.views = views;
    this.rows = rows;
    this.viewPixels = Math.multiplyExact(rows, columns);
    this.chunkViews =
        chunkViews(views, viewPixels, projector.channels(), projector.pixelsAtATime(), together);
    this.ahead = projector.offloads() && chunkViews < views ? oneThread() : null;
  }

  /** Returns how many views are traced at a time. */
  static int chunkViews(int views, int viewPixels, int channels, long pixelsAtATime, int together) {
    long enough =
        Math.max(CHUNK_PIXELS / channels / viewPixels, (pixelsAtATime - 1) / viewPixels + 1);
    return (int) Math.min(views, Math.max(1, enough / together) * together);
  }

  private static ExecutorService oneThread() {
    return Executors.newSingleThreadExecutor(
        run -> {
          Thread thread = new Thread(run, "sinotrace-ahead of " + Thread.currentThread().getName());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Goes to the next chunk, which must exist; the pixels of the last one may then be overwritten.
   *
   * @throws RuntimeException as the projector threw it, on this thread or the other
   */
  void next() {
    long start = System.nanoTime();
    int chunk = current + 1;
    if (ahead == null) {
      trace(chunk);
    } else {
      await(pending == null ? ahead.submit(() -> trace(chunk)) : pending);
      boolean more = (chunk + 1) * (long) chunkViews < views;
      pending = more ? ahead.submit(() -> trace(chunk + 1)) : null;
    }
    current = chunk;
    nanos += System.nanoTime() - start;
  }

  private void trace(int chunk) {
    int from = chunk * chunkViews;
    int to = Math.min(from + chunkViews, views);
    int buffer = ahead == null ? 0 : chunk % 2;
    if (buffers[buffer] == null) {
      buffers[buffer] =
          new float
              [Math.multiplyExact(
                  projector.channels(), Math.multiplyExact(chunkViews, viewPixels))];
    }
    projector.project(new Tile(from, to, 0, rows), buffers[buffer]);
  }

  private static void await(Future<?> traced) {
    try {
      traced.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for pixels", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    }
  }

  /** Returns the pixels of the current chunk: [channel][view][row][column] from {@link #from}. */
  float[] pixels() {
    return buffers[ahead == null ? 0 : current % 2];
  }

  /** Returns from where to where in {@link #pixels} it is from a channel to the next. */
  int stride() {
    return (to() - from()) * viewPixels;
  }

  /** Returns the first view of the current chunk. */
  int from() {
    return current * chunkViews;
  }

  /** Returns the view after the last one of the current chunk; 0 before the first chunk. */
  int to() {
    return Math.min((current + 1) * chunkViews, views);
  }

  /**
   * Returns the time the caller waited for pixels: that of all tracing, less what overlapped with
   * the work of the caller.
   */
  long waitedNanos() {
    return nanos;
  }

  /**
   * Ends the thread. A chunk that is being traced is waited for, not interrupted: its memory is in
   * use, and perhaps a device.
   */
  @Override
  public void close() {
    if (ahead == null) {
      return;
    }
    ahead.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = ahead.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
