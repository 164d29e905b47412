package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;

/** A projector that works on the thread that calls it, and can trace into a part of an array. */
public abstract class CpuProjector implements Projector {
  @Override
  public final void project(Tile tile, float[] out) {
    project(tile, out, 0);
  }

  /** As {@link #project(Tile, float[])}; the pixels of the tile begin at {@code out[at]}. */
  public abstract void project(Tile tile, float[] out, int at);
}
