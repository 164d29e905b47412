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

  /** Prepares to project {@code volume} under {@code geometry}. */
  public ScalarProjector(Volume volume, Geometry geometry) {
    super(volume.channels(), geometry.detector().columns());
    this.geometry = new BoxGeometry(volume.grid(), geometry);
    this.volume = volume;
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public void project(Tile tile, float[] out, int first, int channelStride) {
    RaySetup ray = new RaySetup(geometry);
    ScalarMarch march = new ScalarMarch(volume);
    int columns = columns();
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++) {
          if (ray.set(view, row, column)) {
            march.lineIntegrals(ray, out, at, channelStride);
          } else {
            march.nothing(out, at, channelStride);
          }
          at++;
        }
      }
    }
  }
}
