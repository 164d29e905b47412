package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.CpuProjector;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;

/** Traces one ray after the other in plain Java: the reference for the bits of every backend. */
public final class ScalarProjector extends CpuProjector {
  /** The name of this backend. */
  public static final String NAME = "scalar";

  private final BoxGeometry geometry;
  private final Volume volume;
  private final int columns;

  /** Prepares to project {@code volume} under {@code geometry}. */
  public ScalarProjector(Volume volume, Geometry geometry) {
    this.geometry = new BoxGeometry(volume.grid(), geometry);
    this.volume = volume;
    this.columns = geometry.detector().columns();
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public void project(Tile tile, float[] out, int first) {
    RaySetup ray = new RaySetup(geometry);
    ScalarMarch march = new ScalarMarch(volume);
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++) {
          out[at++] = ray.set(view, row, column) ? march.lineIntegral(ray) : 0f;
        }
      }
    }
  }
}
