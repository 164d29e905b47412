package io.sinotrace.projector.cpu.scalar;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
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
  private final Band band;

  /** Prepares to project {@code volume} under {@code geometry}. */
  public ScalarProjector(Volume volume, Geometry geometry) {
    this(volume, Band.all(volume.grid()), new BoxGeometry(volume.grid(), geometry));
  }

  /**
   * Prepares to go on with the sums of rays.
   *
   * @param volume the voxels of the band
   * @param geometry on the whole volume's grid
   */
  public ScalarProjector(Volume volume, Band band, BoxGeometry geometry) {
    super(volume.channels(), geometry.detector().columns());
    this.geometry = geometry;
    this.volume = volume;
    this.band = band;
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public void project(Tile tile, float[] out, int first, int channelStride) {
    RaySetup ray = new RaySetup(geometry);
    ScalarMarch march = new ScalarMarch(volume, band);
    int columns = columns();
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++) {
          if (!ray.set(view, row, column)) {
            march.nothing(out, at, channelStride);
          } else if (band.isFor(ray.axis)) {
            march.lineIntegrals(ray, out, at, channelStride);
          }
          at++;
        }
      }
    }
  }
}
