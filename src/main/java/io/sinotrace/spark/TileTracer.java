package io.sinotrace.spark;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Resources;
import io.sinotrace.volume.Volume;
import org.apache.hadoop.conf.Configuration;

/**
 * Traces a tile on an executor and hands out its detector rows, ordered by view, then row.
 *
 * <p>Rays are traced some views at a time, so that memory stays bounded and the first rows come
 * early.
 */
final class TileTracer {
  /** Pixels traced at a time, about; at least one view. */
  private static final int CHUNK_PIXELS = 1 << 22;

  private final TileTask task;
  private final Projector projector;
  private final int columns;
  private final int chunkViews;
  private final float[] pixels;
  private final long readNanos;
  private long traceNanos;
  private int chunkFrom;
  private int chunkTo;
  private int at = -1;

  /** Reads the volume, if this JVM has not yet, and prepares to trace. */
  TileTracer(TileTask task, Configuration conf) {
    this.task = task;
    long start = System.nanoTime();
    Volume volume = VolumeCache.get(task.volume(), conf);
    this.readNanos = System.nanoTime() - start;
    if (!volume.grid().equals(task.grid())) {
      throw new InputException(
          "%s: has changed since the scan was planned".formatted(task.volume().uri()));
    }
    Resources resources = Resources.DEFAULT;
    this.projector =
        Backends.choose(task.backend(), resources)
            .backend()
            .open(volume, task.geometry(), resources);
    this.columns = task.geometry().detector().columns();
    this.chunkViews = chunkViews(task.views().length, task.rows().length, columns);
    this.pixels = new float[chunkViews * task.rows().length * columns];
  }

  /** Returns how many views of a tile are traced at a time. */
  static int chunkViews(int views, int rows, int columns) {
    return Math.min(views, Math.max(1, CHUNK_PIXELS / Math.multiplyExact(rows, columns)));
  }

  /** Goes to the next detector row; returns whether there is one. */
  boolean next() {
    if (++at == task.views().length * task.rows().length) {
      return false;
    }
    int view = at / task.rows().length;
    if (view == chunkTo) {
      trace(view);
    }
    return true;
  }

  private void trace(int view) {
    chunkFrom = view;
    chunkTo = Math.min(view + chunkViews, task.views().length);
    long start = System.nanoTime();
    projector.project(new Tile(chunkFrom, chunkTo, 0, task.rows().length), pixels);
    traceNanos += System.nanoTime() - start;
  }

  /** Returns the number of the view in the scan. */
  int view() {
    return task.views()[at / task.rows().length];
  }

  /** Returns the number of the detector row. */
  int row() {
    return task.rows()[at % task.rows().length];
  }

  /** Returns the pixels, of which this row's begin at {@link #offset}. */
  float[] pixels() {
    return pixels;
  }

  /** Returns where in {@link #pixels} this row begins. */
  int offset() {
    return (at - chunkFrom * task.rows().length) * columns;
  }

  /** Returns the pixels of a detector row. */
  int columns() {
    return columns;
  }

  /** Returns the name of the backend that traces. */
  String backend() {
    return projector.backend();
  }

  /** Returns the time spent waiting for the volume. */
  long readNanos() {
    return readNanos;
  }

  /** Returns the time spent tracing so far. */
  long traceNanos() {
    return traceNanos;
  }
}
