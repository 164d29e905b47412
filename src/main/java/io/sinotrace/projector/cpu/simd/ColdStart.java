package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.CpuProjector;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Traces the first rays of a JVM with the scalar projector, and all others with vectors.
 *
 * <p>A JVM interprets vector code a hundred times slower than it runs it compiled, and takes some
 * two seconds to compile it. In that time a whole radiograph is traced ray by ray, without the copy
 * of the volume that vectors need. A large scan loses little by it. The bits are the same.
 */
final class ColdStart extends CpuProjector {
  /** Rays that are traced between two looks at the clock. */
  private static final int RAYS_AT_A_TIME = 1 << 12;

  /** What is left of the time for single rays, in nanoseconds; all threads of this JVM share it. */
  private static final AtomicLong OF_THIS_JVM = new AtomicLong(1_000_000_000);

  private final AtomicLong nanosLeft;
  private final CpuProjector vectors;
  private final CpuProjector single;

  /**
   * Prepares to trace.
   *
   * @param vectors traces the other rays
   * @param single traces the first rays of the same scan
   * @param columns pixels of a detector row
   */
  ColdStart(CpuProjector vectors, CpuProjector single, int columns) {
    this(vectors, single, columns, OF_THIS_JVM);
  }

  /** As above, with a time budget of its own. */
  ColdStart(CpuProjector vectors, CpuProjector single, int columns, AtomicLong nanosLeft) {
    super(vectors.channels(), columns);
    this.nanosLeft = nanosLeft;
    this.vectors = vectors;
    this.single = single;
  }

  @Override
  public void close() {
    vectors.close();
    single.close();
  }

  @Override
  public String backend() {
    return vectors.backend();
  }

  @Override
  public void project(Tile tile, float[] out, int first, int channelStride) {
    int columns = columns();
    int rows = Math.max(1, RAYS_AT_A_TIME / columns);
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      int row = tile.rowFrom();
      // Fewer rows than a vector has lanes would need another copy of the volume: PaddedVolume.
      while (row < tile.rowTo()
          && (nanosLeft.get() > 0
              || (row > tile.rowFrom() && tile.rowTo() - row < VectorUnit.LANES))) {
        Tile piece = new Tile(view, view + 1, row, Math.min(tile.rowTo(), row + rows));
        long start = System.nanoTime();
        single.project(piece, out, at, channelStride);
        nanosLeft.addAndGet(start - System.nanoTime());
        at += piece.rows() * columns;
        row = piece.rowTo();
      }
      if (row == tile.rowFrom()) {
        Tile rest = new Tile(view, tile.viewTo(), row, tile.rowTo());
        vectors.project(rest, out, at, channelStride);
        return;
      }
      if (row < tile.rowTo()) {
        Tile rest = new Tile(view, view + 1, row, tile.rowTo());
        vectors.project(rest, out, at, channelStride);
        at += rest.rows() * columns;
      }
    }
  }
}
