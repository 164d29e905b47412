package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.RaySetup;
import io.sinotrace.volume.Volume;

/** Traces views whose detector rows follow one another along one axis of the grid. */
final class ColumnTracer {
  private final BoxGeometry geometry;
  private final Volume volume;
  private final Tile tile;
  private final int[] size;
  private final int rowAxis;
  private final RowRays rays;
  private final Slabs slabs;
  private final Windows windows;
  private final float[] sums;
  private final boolean[] single;

  ColumnTracer(BoxGeometry geometry, Volume volume, int rowAxis, boolean skipping, Tile tile) {
    this.geometry = geometry;
    this.volume = volume;
    this.tile = tile;
    this.rowAxis = rowAxis;
    this.size = new int[] {geometry.grid().nx(), geometry.grid().ny(), geometry.grid().nz()};
    this.rays = new RowRays(geometry, rowAxis, tile.rowFrom(), tile.rowTo());
    this.slabs = new Slabs(LineVolume.of(volume, rowAxis), size, skipping);
    this.windows = new Windows(slabs, rays);
    this.sums = new float[rays.lanes];
    this.single = new boolean[rays.lanes];
  }

  void trace(float[] out, int first) {
    int columns = geometry.detector().columns();
    int pixels = tile.rows() * columns;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      int at = first + (view - tile.viewFrom()) * pixels;
      rays.setView(view);
      for (int column = 0; column < columns; column++) {
        ColumnPath path = new ColumnPath(geometry, size, rowAxis, view, column);
        rays.set(path, 0, rays.lanes);
        slabs.set(path, path.slabFrom, path.slabTo);
        java.util.Arrays.fill(sums, 0f);
        for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
          single[lane] = !path.shared || !rays.share(path, lane);
          if (!single[lane]) {
            windows.march(lane, sums, lane);
          }
        }
        rays.setLengths(path);
        for (int k = 0; k < rays.rows; k++) {
          out[at + rays.row(k) * columns + column] = sums[k] * rays.length[k];
        }
        for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
          if (single[lane]) {
            traceEach(view, column, lane, out, at);
          }
        }
      }
    }
  }

  private void traceEach(int view, int column, int lane, float[] out, int at) {
    RaySetup ray = new RaySetup(geometry);
    ScalarMarch march = new ScalarMarch(volume);
    int columns = geometry.detector().columns();
    for (int k = lane; k < Math.min(lane + VectorUnit.LANES, rays.rows); k++) {
      int row = rays.row(k);
      out[at + row * columns + column] =
          ray.set(view, tile.rowFrom() + row, column) ? march.lineIntegral(ray) : 0f;
    }
  }
}
