package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.cpu.simd.rays.RayVectorTracer;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * Traces views whose detector rows follow one another along one axis of the grid.
 *
 * <p>The work is cut so that what is read again is still in the processor's cache: some rows at a
 * time, and of their part of the volume one strip of lines after the other. The sum of a ray waits
 * in memory from one block of slabs to the next.
 */
public final class ColumnTracer {
  /** Rows at a time; fewer would only repeat the work on their common path. */
  private static final int GROUP = 384;

  private final BoxGeometry geometry;
  private final RayVectorTracer others;
  private final Tile tile;
  private final int columns;
  private final VoxelGrid grid;
  private final int rowAxis;
  private final ColumnRays rays;
  private final SlabLines slabs;
  private final VectorMarch windows;

  public ColumnTracer(
      BoxGeometry geometry, Volume volume, int rowAxis, boolean skipping, Tile tile) {
    this.geometry = geometry;
    this.others = new RayVectorTracer(geometry, volume);
    this.tile = tile;
    this.columns = geometry.detector().columns();
    this.rowAxis = rowAxis;
    this.grid = geometry.grid();
    this.rays = new ColumnRays(geometry, rowAxis, tile);
    this.slabs = new SlabLines(LineVolume.of(volume, rowAxis), grid, skipping);
    this.windows = new VectorMarch(slabs, rays);
  }

  public void trace(float[] out, int first) {
    ColumnPath[] paths = ColumnPath.all(geometry, rowAxis, tile);
    PathSegments pieces = PathSegments.of(paths, grid, rowAxis, width(paths));
    int lanes = rays.lanes;
    float[] sums = new float[Math.multiplyExact(paths.length, lanes)];
    for (int from = 0; from < lanes; from += GROUP) {
      int to = Math.min(from + GROUP, lanes);
      for (int k = 0; k < pieces.count(); k++) {
        int number = pieces.path(k);
        march(paths[number], number, pieces.from(k), pieces.to(k), from, to, sums);
      }
    }
    for (int k = 0; k < paths.length; k++) {
      finish(paths[k], k, sums, out, first);
    }
    others.finish(out);
  }

  /** Returns the width of the strips of lines, in voxels. */
  private int width(ColumnPath[] paths) {
    rays.setView(tile.viewFrom());
    rays.set(paths[columns / 2], 0, rays.lanes);
    double apart = Math.abs(rays.start[rays.rows - 1] - rays.start[0]) / Math.max(1, rays.rows - 1);
    double voxels = Math.min(slabs.volume.length, apart * GROUP * 1.1 + 2 * VectorUnit.LANES);
    return PathSegments.width(voxels);
  }

  private void march(
      ColumnPath path, int number, int slabFrom, int slabTo, int from, int to, float[] sums) {
    slabs.set(path, slabFrom, slabTo);
    if (slabs.from >= slabs.to) {
      return;
    }
    rays.setView(tile.viewFrom() + number / columns);
    rays.set(path, from, to);
    for (int lane = from; lane < to; lane += VectorUnit.LANES) {
      if (rays.share(path, lane)) {
        windows.march(lane, sums, number * rays.lanes + lane);
      }
    }
  }

  /** Turns the sums of a detector column into line integrals. */
  private void finish(ColumnPath path, int number, float[] sums, float[] out, int first) {
    int view = number / columns;
    int column = number % columns;
    rays.setView(tile.viewFrom() + view);
    rays.set(path, 0, rays.lanes);
    rays.setLengths(path);
    int at = first + view * rays.rows * columns + column;
    for (int k = 0; k < rays.rows; k++) {
      out[at + rays.row(k) * columns] = sums[number * rays.lanes + k] * rays.length[k];
    }
    for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
      if (!path.shared || !rays.share(path, lane)) {
        int to = Math.min(lane + VectorUnit.LANES, rays.rows);
        for (int k = lane; k < to; k++) {
          int row = rays.row(k);
          others.add(tile.viewFrom() + view, tile.rowFrom() + row, column, out, at + row * columns);
        }
      }
    }
  }
}
