package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.simd.rays.RayVectorTracer;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * Traces views whose rays stay in planes across the row axis: parallel beams and fans.
 *
 * <p>All rays of a column read the same lines of voxels, and each ray always the same voxel of a
 * line. So whole lines are added up, voxel by voxel, and each row then takes the sum of its voxel.
 */
public final class InPlaneTracer {
  /** Stands for a row outside the grid. */
  private static final int NONE = -1;

  /** Columns that are stored together: as many line integrals as a line of the cache holds. */
  private static final int COLUMNS_AT_A_TIME = 16;

  private final BoxGeometry geometry;
  private final RayVectorTracer unshared;
  private final Tile tile;
  private final int columns;
  private final Band band;
  private final VoxelGrid grid;
  private final int rowAxis;
  private final SlabLines slabs;

  /** First voxel along the row axis of each vector of voxels that some row reads. */
  private final int[] voxels;

  /**
   * By view and row, the index of the row's sum among those of a path and channel; or {@link
   * #NONE}.
   */
  private final int[][] sumIndices;

  /**
   * Prepares to trace some views and rows, for one thread.
   *
   * @param volume the voxels of the band
   * @param band whose axis is not the row axis
   * @param geometry on the whole volume's grid
   * @param rowAxis the axis of the grid along which V of all views of the tile lies
   * @param skipping whether voxels of 0 are skipped; the result is the same
   * @param tile the views and rows
   */
  public InPlaneTracer(
      Volume volume, Band band, BoxGeometry geometry, int rowAxis, boolean skipping, Tile tile) {
    this.geometry = geometry;
    this.unshared = new RayVectorTracer(volume, band, geometry, skipping);
    this.tile = tile;
    this.columns = geometry.detector().columns();
    this.rowAxis = rowAxis;
    this.band = band;
    this.grid = geometry.grid();
    this.slabs = new SlabLines(LineVolume.of(volume, rowAxis), band, skipping);
    int n = VectorUnit.LANES;
    int[] vectorOf = new int[(grid.size(rowAxis) + n - 1) / n];
    this.sumIndices = new int[tile.views()][tile.rows()];
    for (int k = 0; k < sumIndices.length; k++) {
      int[] view = sumIndices[k];
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
    for (int[] view : sumIndices) {
      for (int r = 0; r < view.length; r++) {
        if (view[r] != NONE) {
          view[r] = vectorOf[view[r] / n] * n + view[r] % n;
        }
      }
    }
  }

  /** Returns whether the rays of a view stay in planes across the row axis. */
  public static boolean isFor(BoxGeometry g, int rowAxis, int view) {
    double source = g.source(view, rowAxis);
    return switch (g.beam()) {
      case PARALLEL -> source == 0;
      case FAN ->
          source == g.center(view, rowAxis) && g.u(view, rowAxis) == 0 && g.n(view, rowAxis) == 0;
      case CONE -> false;
    };
  }

  /** Returns the index along the row axis of the voxels that a row's rays meet, or NONE. */
  private int voxel(int view, int row) {
    double part = geometry.detector().z(row) * geometry.v(view, rowAxis);
    int middle = grid.size(rowAxis) >> 1;
    double center = geometry.center(view, rowAxis);
    float start = (float) ((center + part) - middle);
    double j = Math.floor(start) + middle;
    return j >= 0 && j < grid.size(rowAxis) ? (int) j : NONE;
  }

  /**
   * Traces all rays of the tile that the band is for.
   *
   * @param out receives the line integrals of channel c, [view][row][column] of the tile, from
   *     index {@code first + c * channelStride} on; where it is not all of the volume that is at
   *     hand, holds the sums so far
   */
  public void trace(float[] out, int first, int channelStride) {
    ColumnPath[] paths = ColumnPath.all(geometry, rowAxis, tile);
    int n = VectorUnit.LANES;
    int channels = slabs.volume.channels;
    int lanes = voxels.length * n;
    int width = PathSegments.width(channels * Math.max(n, lanes));
    PathSegments segments = PathSegments.of(paths, band, rowAxis, width);
    float[] sums = new float[Math.multiplyExact(paths.length, channels * lanes)];
    for (int view = 0; view < tile.views() && !band.isAll(); view++) {
      int at = first + view * tile.rows() * columns;
      for (int c = 0; c < channels; c++) {
        load(paths, view, c, sums, out, at + c * channelStride);
      }
    }
    for (int k = 0; k < segments.count(); k++) {
      int number = segments.path(k);
      slabs.set(paths[number], segments.from(k), segments.to(k));
      int at = number * channels * lanes;
      for (int v = 0; v < voxels.length; ) {
        boolean four = v + 3 < voxels.length && voxels[v + 3] == voxels[v] + 3 * n;
        march(voxels[v], four ? 4 : 1, sums, at + v * n);
        v += four ? 4 : 1;
      }
    }
    for (int view = 0; view < tile.views(); view++) {
      int at = first + view * tile.rows() * columns;
      finish(paths, view, sums, out, at, channelStride);
    }
    unshared.finish(out, channelStride);
  }

  /** Goes on with the sums of a view in one channel; rows of one voxel have the same. */
  private void load(ColumnPath[] paths, int view, int channel, float[] sums, float[] out, int at) {
    int lanes = voxels.length * VectorUnit.LANES;
    int[] indices = sumIndices[view];
    for (int column = 0; column < columns; column++) {
      int number = view * columns + column;
      int sumsAt = (number * slabs.volume.channels + channel) * lanes;
      for (int row = 0; row < indices.length && paths[number].isMarched(band); row++) {
        if (indices[row] != NONE) {
          sums[sumsAt + indices[row]] = out[at + row * columns + column];
        }
      }
    }
  }

  /**
   * Turns the sums of a view into line integrals, which begin at {@code out[at]} in channel 0;
   * before the last band, stores them.
   */
  private void finish(
      ColumnPath[] paths, int view, float[] sums, float[] out, int at, int channelStride) {
    float[] lengths = new float[columns];
    boolean[] marched = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      ColumnPath path = paths[view * columns + column];
      lengths[column] = band.last() ? path.inPlaneLength : 1f;
      marched[column] = path.isMarched(band);
    }
    for (int c = 0; c < slabs.volume.channels; c++) {
      for (int from = 0; from < columns; from += COLUMNS_AT_A_TIME) {
        store(view, c, sums, lengths, marched, from, out, at + c * channelStride);
      }
    }
    for (int column = 0; column < columns; column++) {
      if (!paths[view * columns + column].shared) {
        for (int row = 0; row < tile.rows(); row++) {
          int pixel = at + row * columns + column;
          unshared.add(
              tile.viewFrom() + view, tile.rowFrom() + row, column, out, pixel, channelStride);
        }
      }
    }
  }

  /** Stores the line integrals, in one channel, of some neighbouring columns of a view. */
  private void store(
      int view,
      int channel,
      float[] sums,
      float[] lengths,
      boolean[] marched,
      int from,
      float[] out,
      int at) {
    int lanes = voxels.length * VectorUnit.LANES;
    int pathSums = slabs.volume.channels * lanes;
    int sumsAt = view * columns * pathSums + channel * lanes;
    int[] indices = sumIndices[view];
    int to = Math.min(from + COLUMNS_AT_A_TIME, columns);
    for (int row = 0; row < indices.length; row++) {
      int index = indices[row];
      int rowAt = at + row * columns;
      for (int column = from; column < to; column++) {
        if (marched[column]) {
          out[rowAt + column] =
              index == NONE ? 0f : sums[sumsAt + column * pathSums + index] * lengths[column];
        }
      }
    }
  }

  /**
   * Adds up vectors of voxels over the slabs at hand, but for empty slabs at either end.
   *
   * @param voxel first voxel along the row axis
   * @param vectors that follow one another: 1 or 4
   * @param sums of the rays through these voxels, in channel 0 from index {@code at} on
   */
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
    int lanes = voxels.length * VectorUnit.LANES;
    for (int c = 0; c < slabs.volume.channels; c++) {
      int inChannel = voxel + c * slabs.volume.channelStride;
      if (vectors == 4) {
        InPlaneKernel.four(slabs, inChannel, from, to, sums, at + c * lanes);
      } else {
        InPlaneKernel.one(slabs, inChannel, from, to, sums, at + c * lanes);
      }
    }
  }
}
