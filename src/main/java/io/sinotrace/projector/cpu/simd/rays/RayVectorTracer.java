package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * Traces rays of any pose: neighbouring rays that have the same main axis are traced together, as
 * many as a vector has lanes, in slanted lines of pixels where that is faster ({@link
 * SlantTracer}). Rays that end inside the grid are traced one by one.
 */
public final class RayVectorTracer {
  /**
   * A vector takes the pixels of a patch of rows and columns, as far as their rays have the same
   * main axis: they meet fewer lines of the cache, and more empty bricks, than those of one row.
   */
  private static final int PATCH_ROWS = 4;

  private static final int PATCH_COLUMNS = Math.max(1, VectorUnit.LANES / PATCH_ROWS);

  private final BoxGeometry geometry;
  private final Volume volume;
  private final Band band;
  private final SingleRays single;
  private final SlantTracer slanted;
  private final RayVector[] rays = {new RayVector(), new RayVector(), new RayVector()};
  private final @Nullable RayVectorKernel[] kernels = new RayVectorKernel[3];

  /** By main axis, whether there is no room for a kernel's copy of the volume. */
  private final boolean[] full = new boolean[3];

  private final boolean skipping;

  /**
   * Prepares to trace, for one thread.
   *
   * @param volume the voxels of the band
   * @param geometry on the whole volume's grid
   * @param skipping whether voxels of 0 are skipped; the result is the same
   */
  public RayVectorTracer(Volume volume, Band band, BoxGeometry geometry, boolean skipping) {
    this.geometry = geometry;
    this.volume = volume;
    this.band = band;
    this.single = new SingleRays(volume, band, geometry);
    this.slanted = new SlantTracer(volume, band, geometry, skipping, single);
    this.skipping = skipping;
  }

  /**
   * Traces all rays of a tile that the band is for.
   *
   * @param out receives the line integrals of channel c, [view][row][column] of the tile, from
   *     index {@code first + c * channelStride} on; where it is not all of the volume that is at
   *     hand, holds the sums so far
   */
  public void trace(Tile tile, float[] out, int first, int channelStride) {
    int columns = geometry.detector().columns();
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      int at = first + (view - tile.viewFrom()) * tile.rows() * columns;
      if (!slanted.trace(tile, view, out, at, channelStride)) {
        tracePatches(tile, view, out, at, channelStride);
      }
    }
    finish(out, channelStride);
  }

  private void tracePatches(Tile tile, int view, float[] out, int at, int channelStride) {
    int columns = geometry.detector().columns();
    for (int row = tile.rowFrom(); row < tile.rowTo(); row += PATCH_ROWS) {
      int rowTo = Math.min(tile.rowTo(), row + PATCH_ROWS);
      for (int column = 0; column < columns; column += PATCH_COLUMNS) {
        int columnTo = Math.min(columns, column + PATCH_COLUMNS);
        for (int r = row; r < rowTo; r++) {
          for (int c = column; c < columnTo; c++) {
            add(view, r, c, out, at + (r - tile.rowFrom()) * columns + c, channelStride);
          }
        }
      }
    }
  }

  /**
   * Traces one ray, if the band is for it, at once or when a vector of its main axis is full; at
   * the latest in {@link #finish}.
   *
   * @param out receives the line integral of channel c at index {@code at + c * channelStride}; the
   *     same array and stride in all calls
   */
  public void add(int view, int row, int column, float[] out, int at, int channelStride) {
    if (single.setUpOrTrace(view, row, column, out, at, channelStride)) {
      RayVector some = rays[single.ray.axis];
      some.add(single.ray, band, view, row, column, at);
      if (some.count == VectorUnit.LANES) {
        march(single.ray.axis, out, channelStride);
      }
    }
  }

  /** Traces the rays that were added and not yet traced. */
  public void finish(float[] out, int channelStride) {
    for (int axis = 0; axis < 3; axis++) {
      RayVector some = rays[axis];
      if (some.count > 0 && kernels[axis] != null) {
        some.fill();
        march(axis, out, channelStride);
      }
      // Where no vector has been full so far, there is no copy of the volume, and making one would
      // take longer than tracing the rays one by one.
      single.trace(some, out, channelStride);
      some.clear();
    }
  }

  private void march(int axis, float[] out, int channelStride) {
    RayVectorKernel kernel = kernels[axis];
    if (kernel == null && !full[axis]) {
      kernel = RayVectorKernel.of(volume, band, axis, skipping);
      kernels[axis] = kernel;
      full[axis] = kernel == null;
    }
    RayVector some = rays[axis];
    if (kernel == null) {
      single.trace(some, out, channelStride);
    } else {
      for (int c = 0; c < volume.channels(); c++) {
        some.begin(band, out, c * channelStride);
        kernel.march(some, c, some.sums);
        some.end(band, out, c * channelStride);
      }
    }
    some.clear();
  }
}
