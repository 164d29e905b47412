package io.sinotrace.projector.cpu;

import io.sinotrace.WorkerThreads;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import java.util.List;

/** Distributes each tile over several threads, one of which is the caller's. */
public final class ThreadedProjector implements Projector {
  /** Pixels that a call should have for each thread, so that starting the threads costs little. */
  private static final long PIXELS_A_THREAD = 1 << 20;

  /** Rows that a part of a view should have at least: the lanes of the longest vectors. */
  private static final int LEAST_ROWS = 16;

  private final CpuProjector one;
  private final int threads;

  /**
   * Distributes the work of a projector.
   *
   * @param one traces the parts; many threads may call it
   * @param threads at a time, the caller's included
   */
  private ThreadedProjector(CpuProjector one, int threads) {
    this.one = one;
    this.threads = threads;
  }

  /** Returns a projector that traces as {@code one} does, with so many threads. */
  public static Projector of(CpuProjector one, int threads) {
    return threads == 1 ? one : new ThreadedProjector(one, threads);
  }

  /** Returns the end of a backend's summary: how many threads there are, if more than one. */
  public static String summary(int threads) {
    return threads == 1 ? "" : ", with %d threads a task".formatted(threads);
  }

  @Override
  public String backend() {
    return one.backend();
  }

  @Override
  public int channels() {
    return one.channels();
  }

  @Override
  public void close() {
    one.close();
  }

  @Override
  public long pixelsAtATime() {
    return threads * PIXELS_A_THREAD;
  }

  @Override
  public void project(Tile tile, float[] out) {
    List<Tile> parts = cut(tile, threads);
    int columns = one.columns();
    int channelStride = Math.toIntExact(tile.pixels(columns));
    WorkerThreads.run(
        threads,
        parts.size(),
        () ->
            i -> {
              int first = tile.pixelsBefore(parts.get(i), columns);
              one.project(parts.get(i), out, first, channelStride);
            });
  }

  /**
   * Cuts a tile for some threads: by views, and by rows where there are fewer views than threads,
   * but not into so few rows that vectors stay empty.
   */
  static List<Tile> cut(Tile tile, int threads) {
    int mostRowParts = Math.max(1, tile.rows() / LEAST_ROWS);
    int rowParts = Math.min(mostRowParts, (threads + tile.views() - 1) / tile.views());
    return tile.cutEvenly(Math.min(threads, tile.views()), rowParts);
  }
}
