package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;

/** A projector that works on the thread that calls it, and so can do a tile piece by piece. */
public abstract class CpuProjector implements Projector {
  @Override
  public final void project(Tile tile, float[] out) {
    project(tile, out, 0);
  }

  /** As {@link #project(Tile, float[])}, but from {@code out[at]} on. */
  public abstract void project(Tile tile, float[] out, int at);
}
