package io.sinotrace.projector.cpu.simd;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.CpuProjector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cpu.simd.rays.PaddedVolume;
import io.sinotrace.projector.cpu.simd.rays.RayVectorTracer;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.cpu.simd.rows.ColumnTracer;
import io.sinotrace.projector.cpu.simd.rows.InPlaneTracer;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;

/**
 * Many rays at a time in vector registers, with the bits of {@link ScalarProjector}.
 *
 * <p>Where a view's detector rows follow one another along an axis of the grid, the rays of a
 * detector column share their path in the plane across it, and the rows are lanes ({@link
 * ColumnTracer}, {@link InPlaneTracer}). Rays of other views, and of a few rows alone, are lanes
 * with a path each ({@link RayVectorTracer}).
 */
public final class SimdProjector extends CpuProjector {
  /** Fewer rows leave too many lanes of a column idle. */
  private static final int FEW_ROWS = VectorUnit.LANES / 2;

  /** Sums of rays, one a channel, that are kept in memory at a time, about. */
  private static final int MOST_SUMS = 1 << 23;

  private final BoxGeometry geometry;
  private final Volume volume;
  private final Band band;
  private final boolean skipping;
  private final int fewRows;

  /** Prepares to project {@code volume} under {@code geometry}. */
  public SimdProjector(Volume volume, Geometry geometry) {
    this(volume, geometry, true, FEW_ROWS);
  }

  /**
   * Prepares to project {@code volume} under {@code geometry}.
   *
   * @param skipping whether voxels of 0 are skipped; the result is the same
   * @param fewRows rows below which the rays of a tile are traced with a path each; the result is
   *     the same
   */
  public SimdProjector(Volume volume, Geometry geometry, boolean skipping, int fewRows) {
    this(
        volume,
        Band.all(volume.grid()),
        new BoxGeometry(volume.grid(), geometry),
        skipping,
        fewRows);
  }

  /**
   * Prepares to go on with the sums of rays.
   *
   * @param volume the voxels of the band
   * @param geometry on the whole volume's grid
   */
  public SimdProjector(Volume volume, Band band, BoxGeometry geometry) {
    this(volume, band, geometry, true, FEW_ROWS);
  }

  private SimdProjector(
      Volume volume, Band band, BoxGeometry geometry, boolean skipping, int fewRows) {
    super(volume.channels(), geometry.detector().columns());
    this.geometry = geometry;
    this.volume = volume;
    this.band = band;
    this.skipping = skipping;
    this.fewRows = PaddedVolume.fits(band.grid()) ? fewRows : 0;
  }

  /** What traces a view. */
  private enum Tracer {
    /** {@link RayVectorTracer}. */
    RAY_VECTORS,
    /** {@link ColumnTracer}. */
    COLUMNS,
    /** {@link InPlaneTracer}. */
    IN_PLANE
  }

  @Override
  public String backend() {
    return SimdBackend.NAME;
  }

  @Override
  public void project(Tile tile, float[] out, int first, int channelStride) {
    int pixels = tile.rows() * columns();
    int sums = channels() * columns();
    int most = Math.max(1, MOST_SUMS / sums / (tile.rows() + VectorUnit.LANES));
    int from = tile.viewFrom();
    while (from < tile.viewTo()) {
      int axis = rowAxis(from);
      Tracer tracer = tracer(tile, from);
      int to = from + 1;
      while (to < tile.viewTo()
          && (tracer == Tracer.RAY_VECTORS || (to - from < most && rowAxis(to) == axis))
          && tracer(tile, to) == tracer) {
        to++;
      }
      Tile views = new Tile(from, to, tile.rowFrom(), tile.rowTo());
      int at = first + (from - tile.viewFrom()) * pixels;
      switch (tracer) {
        case RAY_VECTORS ->
            new RayVectorTracer(volume, band, geometry, skipping)
                .trace(views, out, at, channelStride);
        case COLUMNS ->
            new ColumnTracer(volume, band, geometry, axis, skipping, views)
                .trace(out, at, channelStride);
        case IN_PLANE ->
            new InPlaneTracer(volume, band, geometry, axis, skipping, views)
                .trace(out, at, channelStride);
      }
      from = to;
    }
  }

  /** Returns what traces a view of a tile. */
  private Tracer tracer(Tile tile, int view) {
    int axis = tile.rows() < fewRows ? -1 : rowAxis(view);
    // Rays that follow a column's path never go farthest along its rows.
    if (axis < 0 || band.axis() == axis) {
      return Tracer.RAY_VECTORS;
    }
    return InPlaneTracer.isFor(geometry, axis, view) ? Tracer.IN_PLANE : Tracer.COLUMNS;
  }

  /** Returns the one axis of the grid along which the view's rows follow one another, or -1. */
  private int rowAxis(int view) {
    int axis = -1;
    for (int k = 0; k < 3; k++) {
      if (geometry.v(view, k) != 0) {
        if (axis >= 0) {
          return -1;
        }
        axis = k;
      }
    }
    return axis;
  }
}
