package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.cpu.simd.rays.RayVectorTracer;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * Traces views whose rays stay at one place along the row axis: parallel beams across it, and fans.
 *
 * <p>All rows of a column read the same lines, each always the same voxel of them. So the lines are
 * summed up, voxel by voxel, and each row takes its voxel's sum in the end.
 */
public final class InPlaneTracer {
  private static final int NONE = -1;

  /** Columns whose line integrals are stored together: as many as a line of the cache holds. */
  private static final int STORED = 16;

  private final BoxGeometry geometry;
  private final RayVectorTracer others;
  private final Tile tile;
  private final int columns;
  private final VoxelGrid grid;
  private final int rowAxis;
  private final SlabLines slabs;

  /** First voxel of each vector of voxels that some row reads. */
  private final int[] voxels;

  /** By view and row, which of the sums is its; {@link #NONE} for a row outside the grid. */
  private final int[][] places;

  public InPlaneTracer(
      BoxGeometry geometry, Volume volume, int rowAxis, boolean skipping, Tile tile) {
    this.geometry = geometry;
    this.others = new RayVectorTracer(geometry, volume);
    this.tile = tile;
    this.columns = geometry.detector().columns();
    this.rowAxis = rowAxis;
    this.grid = geometry.grid();
    this.slabs = new SlabLines(LineVolume.of(volume, rowAxis), grid, skipping);
    int n = VectorUnit.LANES;
    int[] vectorOf = new int[(grid.size(rowAxis) + n - 1) / n];
    this.places = new int[tile.views()][tile.rows()];
    for (int k = 0; k < places.length; k++) {
      int[] view = places[k];
      for (int r = 0; r < view.length; r++) {
        view[r] = voxel(tile.viewFrom() + k, tile.rowFrom() + r);
        if (view[r] != NONE) {
          vectorOf[view[r] / n] = 1;
        }
      }
    }
    int count = 0;
    for (int v = 0; v < vectorOf.length; v++) {
      vectorOf[v] = vectorOf[v] == 1 ? count++ : NONE;
    }
    this.voxels = new int[count];
    for (int v = 0; v < vectorOf.length; v++) {
      if (vectorOf[v] != NONE) {
        voxels[vectorOf[v]] = v * n;
      }
    }
    for (int[] view : places) {
      for (int r = 0; r < view.length; r++) {
        if (view[r] != NONE) {
          view[r] = vectorOf[view[r] / n] * n + view[r] % n;
        }
      }
    }
  }

  /** Returns whether the rays of a view stay at one place along the row axis. */
  public static boolean isFlat(BoxGeometry g, int rowAxis, int view) {
    double source = g.source(view, rowAxis);
    return switch (g.beam()) {
      case PARALLEL -> source == 0;
      case FAN ->
          source == g.center(view, rowAxis) && g.u(view, rowAxis) == 0 && g.n(view, rowAxis) == 0;
      case CONE -> false;
    };
  }

  /** Returns the voxel along the row axis that a row's rays are in, or NONE. */
  private int voxel(int view, int row) {
    double part = geometry.detector().z(row) * geometry.v(view, rowAxis);
    int middle = grid.size(rowAxis) >> 1;
    double center = geometry.center(view, rowAxis);
    float start = (float) ((center + part) - middle);
    double j = Math.floor(start) + middle;
    return j >= 0 && j < grid.size(rowAxis) ? (int) j : NONE;
  }

  public void trace(float[] out, int first) {
    ColumnPath[] paths = ColumnPath.all(geometry, rowAxis, tile);
    int n = VectorUnit.LANES;
    int lanes = voxels.length * n;
    PathSegments pieces =
        PathSegments.of(paths, grid, rowAxis, PathSegments.width(Math.max(n, lanes)));
    float[] sums = new float[Math.multiplyExact(paths.length, lanes)];
    for (int k = 0; k < pieces.count(); k++) {
      int number = pieces.path(k);
      slabs.set(paths[number], pieces.from(k), pieces.to(k));
      int at = number * lanes;
      for (int v = 0; v < voxels.length; ) {
        boolean four = v + 3 < voxels.length && voxels[v + 3] == voxels[v] + 3 * n;
        march(voxels[v], four ? 4 : 1, sums, at + v * n);
        v += four ? 4 : 1;
      }
    }
    for (int view = 0; view < tile.views(); view++) {
      finish(paths, view, sums, out, first + view * tile.rows() * columns);
    }
    others.finish(out);
  }

  /** Turns the sums of a view into line integrals, which begin at {@code out[at]}. */
  private void finish(ColumnPath[] paths, int view, float[] sums, float[] out, int at) {
    float[] lengths = new float[columns];
    for (int column = 0; column < columns; column++) {
      lengths[column] = paths[view * columns + column].flatLength;
    }
    for (int from = 0; from < columns; from += STORED) {
      store(places[view], sums, view * columns, lengths, from, out, at);
    }
    for (int column = 0; column < columns; column++) {
      if (!paths[view * columns + column].shared) {
        for (int row = 0; row < tile.rows(); row++) {
          int pixel = at + row * columns + column;
          others.add(tile.viewFrom() + view, tile.rowFrom() + row, column, out, pixel);
        }
      }
    }
  }

  /** Stores the line integrals of some neighbouring columns. */
  private void store(
      int[] places, float[] sums, int number, float[] lengths, int from, float[] out, int at) {
    int lanes = voxels.length * VectorUnit.LANES;
    int to = Math.min(from + STORED, columns);
    for (int row = 0; row < places.length; row++) {
      int place = places[row];
      int rowAt = at + row * columns;
      for (int column = from; column < to; column++) {
        out[rowAt + column] =
            place == NONE ? 0f : sums[(number + column) * lanes + place] * lengths[column];
      }
    }
  }

  private void march(int voxel, int vectors, float[] sums, int at) {
    int from = slabs.from;
    int to = slabs.to;
    int behind = voxel + vectors * VectorUnit.LANES;
    while (from < to && (behind <= slabs.first[from] || voxel >= slabs.end[from])) {
      from++;
    }
    while (from < to && (behind <= slabs.first[to - 1] || voxel >= slabs.end[to - 1])) {
      to--;
    }
    if (from == to) {
      return;
    }
    if (vectors == 4) {
      InPlaneKernel.four(slabs, voxel, from, to, sums, at);
    } else {
      InPlaneKernel.one(slabs, voxel, from, to, sums, at);
    }
  }
}
