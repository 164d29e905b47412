package io.sinotrace.projector.cpu;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.RaySetup;
import io.sinotrace.volume.Volume;

/**
 * Traces rays of any pose: those of neighbouring columns go together, as many as there are lanes,
 * where they have the same main axis. Rays that end inside the grid go alone.
 */
final class LaneTracer {
  private final BoxGeometry geometry;
  private final Volume volume;
  private final int[] size;
  private final ScalarMarch march;
  private final RaySetup ray;
  private final LaneRays[] rays = {new LaneRays(), new LaneRays(), new LaneRays()};
  private final LaneKernel kernel = new LaneKernel();
  private final float[] sums = new float[VectorUnit.LANES];

  LaneTracer(BoxGeometry geometry, Volume volume) {
    this.geometry = geometry;
    this.volume = volume;
    this.size = new int[] {geometry.grid().nx(), geometry.grid().ny(), geometry.grid().nz()};
    this.march = new ScalarMarch(volume);
    this.ray = new RaySetup(geometry);
  }

  /** Traces all rays of a tile. */
  void trace(Tile tile, float[] out, int first) {
    int columns = geometry.detector().columns();
    PaddedVolume voxels = PaddedVolume.of(volume);
    for (LaneRays some : rays) {
      some.clear();
    }
    int at = first;
    for (int view = tile.viewFrom(); view < tile.viewTo(); view++) {
      for (int row = tile.rowFrom(); row < tile.rowTo(); row++) {
        for (int column = 0; column < columns; column++, at++) {
          if (!ray.set(view, row, column)) {
            out[at] = 0f;
          } else if (voxels == null || ray.beginSlab >= 0 || ray.endSlab >= 0) {
            out[at] = march.lineIntegral(ray);
          } else {
            LaneRays some = rays[ray.axis];
            some.add(ray, voxels, at);
            if (some.count == VectorUnit.LANES) {
              march(ray.axis, voxels, out);
            }
          }
        }
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      if (voxels != null && rays[axis].count > 0) {
        rays[axis].fill();
        march(axis, voxels, out);
      }
    }
  }

  private void march(int axis, PaddedVolume voxels, float[] out) {
    LaneRays some = rays[axis];
    kernel.march(some, voxels, axis, size, sums);
    for (int k = 0; k < some.count; k++) {
      out[some.pixel[k]] = sums[k] * some.length[k];
    }
    some.clear();
  }
}
