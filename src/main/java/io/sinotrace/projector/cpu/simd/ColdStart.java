package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.CpuProjector;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Traces with vectors, but for the first rays of a JVM.
 *
 * <p>A JVM runs vector code a hundred times slower until it has compiled it, which takes some two
 * seconds: longer than a whole radiograph takes ray by ray, and a copy of the volume comes on top.
 * So whoever wants little gets it from the scalar tracer, and whoever wants much loses little. The
 * bits are the same.
 */
final class ColdStart extends CpuProjector {
  /** Rays after which the time is looked at. */
  private static final int PIECE = 1 << 12;

  /** What is left of the time that single rays may take; of all threads of this JVM. */
  private static final AtomicLong OF_THIS_JVM = new AtomicLong(1_000_000_000);

  private final AtomicLong nanosLeft;
  private final CpuProjector vectors;
  private final CpuProjector single;
  private final int columns;

  /**
   * Prepares to trace.
   *
   * @param single takes the first rays
   * @param columns pixels of a detector row
   */
  ColdStart(CpuProjector vectors, CpuProjector single, int columns) {
    this(vectors, single, columns, OF_THIS_JVM);
  }

  /** As above, with a time of its own for single rays. */
  ColdStart(CpuProjector vectors, CpuProjector single, int columns, AtomicLong nanosLeft) {
    this.nanosLeft = nanosLeft;
    this.vectors = vectors;
    this.single = single;
    this.columns = columns;
  }

  @Override
  public String backend() {
    return vectors.backend();
  }

  @Override
  public void project(Tile tile, float[] out, int first) {
    int rows = Math.max(1, PIECE / columns);
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      int row = tile.rowFrom();
      // A few rows alone would want a copy of the volume of their own.
      while (row < tile.rowTo()
          && (nanosLeft.get() > 0
              || (row > tile.rowFrom() && tile.rowTo() - row < VectorUnit.LANES))) {
        Tile piece = new Tile(view, view + 1, row, Math.min(tile.rowTo(), row + rows));
        long start = System.nanoTime();
        single.project(piece, out, at);
        nanosLeft.addAndGet(start - System.nanoTime());
        at += piece.rows() * columns;
        row = piece.rowTo();
      }
      if (row == tile.rowFrom()) {
        vectors.project(new Tile(view, tile.viewTo(), row, tile.rowTo()), out, at);
        return;
      }
      if (row < tile.rowTo()) {
        Tile rest = new Tile(view, view + 1, row, tile.rowTo());
        vectors.project(rest, out, at);
        at += rest.rows() * columns;
      }
    }
  }
}
