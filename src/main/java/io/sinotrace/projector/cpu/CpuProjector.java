package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;

/** A projector that works on the thread that calls it, and can trace into a part of an array. */
public abstract class CpuProjector implements Projector {
  private final int channels;
  private final int columns;

  /**
   * Prepares to project.
   *
   * @param channels of the volume
   * @param columns pixels of a detector row
   */
  protected CpuProjector(int channels, int columns) {
    this.channels = channels;
    this.columns = columns;
  }

  @Override
  public final int channels() {
    return channels;
  }

  /** Returns the pixels of a detector row. */
  protected final int columns() {
    return columns;
  }

  @Override
  public final void project(Tile tile, float[] out) {
    project(tile, out, 0, Math.toIntExact(tile.pixels(columns)));
  }

  /**
   * As {@link #project(Tile, float[])}, into a part of an array.
   *
   * @param first index in {@code out} of the first pixel of channel 0
   * @param channelStride from a pixel of one channel to that of the next, in floats
   */
  public abstract void project(Tile tile, float[] out, int first, int channelStride);
}
