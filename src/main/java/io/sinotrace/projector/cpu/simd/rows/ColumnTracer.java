package io.sinotrace.projector.cpu.simd.rows;

import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.simd.rays.RayVectorTracer;
import io.sinotrace.projector.cpu.simd.rays.VectorUnit;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;

/**
 * Traces views whose detector rows follow one another along one axis of the grid, the row axis.
 *
 * <p>The work is ordered so that voxels are in the processor's cache when they are read again: some
 * rows at a time, and for these the paths of all columns in the order of {@link PathSegments}. The
 * sum of a ray is kept in memory from one block of slabs to the next.
 */
public final class ColumnTracer {
  /** Rows at a time; with fewer, the work on the path that they share would be repeated. */
  private static final int ROWS_AT_A_TIME = 384;

  private final BoxGeometry geometry;
  private final RayVectorTracer unshared;
  private final Tile tile;
  private final int columns;
  private final Band band;
  private final int rowAxis;
  private final ColumnRays rays;
  private final SlabLines slabs;
  private final VectorMarch vectors;

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
  public ColumnTracer(
      Volume volume, Band band, BoxGeometry geometry, int rowAxis, boolean skipping, Tile tile) {
    this.geometry = geometry;
    this.unshared = new RayVectorTracer(volume, band, geometry, skipping);
    this.tile = tile;
    this.columns = geometry.detector().columns();
    this.rowAxis = rowAxis;
    this.band = band;
    this.rays = new ColumnRays(geometry, rowAxis, tile);
    this.slabs = new SlabLines(LineVolume.of(volume, rowAxis), band, skipping);
    this.vectors = new VectorMarch(slabs, rays, new RowKernels());
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
    PathSegments segments = PathSegments.of(paths, band, rowAxis, width(paths));
    int lanes = rays.lanes;
    PathSums sums = new PathSums(rays, paths.length, slabs.volume.channels, columns);
    for (int k = 0; k < paths.length && !band.isAll(); k += group(k)) {
      load(paths, k, sums, out, first, channelStride);
    }
    for (int from = 0; from < lanes; from += ROWS_AT_A_TIME) {
      int to = Math.min(from + ROWS_AT_A_TIME, lanes);
      for (int k = 0; k < segments.count(); k++) {
        int number = segments.path(k);
        march(paths[number], number, segments.from(k), segments.to(k), from, to, sums);
      }
    }
    for (int k = 0; k < paths.length; k += group(k)) {
      finish(paths, k, sums, out, first, channelStride);
    }
    unshared.finish(out, channelStride);
  }

  /** Returns how many columns, all of one view, are moved together, of which the first is k. */
  private int group(int k) {
    return Math.min(PathSums.GROUP, columns - k % columns);
  }

  /** Returns the pixel of a column in the first row of its view, of channel 0. */
  private int pixel(int number, int first) {
    return first + number / columns * rays.rows * columns + number % columns;
  }

  /** Returns the width of the strips of lines, in voxels. */
  private int width(ColumnPath[] paths) {
    rays.setView(tile.viewFrom());
    rays.set(paths[columns / 2], 0, rays.lanes);
    double apart = Math.abs(rays.start[rays.rows - 1] - rays.start[0]) / Math.max(1, rays.rows - 1);
    double voxels =
        Math.min(slabs.volume.length, apart * ROWS_AT_A_TIME * 1.1 + 2 * VectorUnit.LANES);
    return PathSegments.width(voxels * slabs.volume.channels);
  }

  /**
   * Marches the rays of a column through a segment of its path.
   *
   * @param number of the path
   * @param slabFrom first slab of the segment, which lies in one block of slabs
   * @param slabTo first slab after the segment
   * @param from first lane
   * @param to first lane after those
   * @param sums to which what the rays meet is added
   */
  private void march(
      ColumnPath path, int number, int slabFrom, int slabTo, int from, int to, PathSums sums) {
    slabs.set(path, slabFrom, slabTo);
    if (slabs.from >= slabs.to) {
      return;
    }
    rays.setView(tile.viewFrom() + number / columns);
    rays.set(path, from, to);
    // Channel by channel: neighbouring vectors share voxels, which the voxels of other channels
    // would push out of the first-level cache between them.
    for (int c = 0; c < slabs.volume.channels; c++) {
      int sumAt = sums.at(number, c);
      for (int lane = from; lane < to; lane += VectorUnit.LANES) {
        if (rays.follow(path, lane)) {
          vectors.march(lane, c, sums.sums, sumAt + lane);
        }
      }
    }
  }

  /** Goes on with the sums of some detector columns, of rays that follow their paths. */
  private void load(
      ColumnPath[] paths, int number, PathSums sums, float[] out, int first, int channelStride) {
    rays.setView(tile.viewFrom() + number / columns);
    int count = group(number);
    for (int g = 0; g < count; g++) {
      for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
        sums.setMoved(lane, g, paths[number + g].isMarched(band));
      }
    }
    sums.load(number, count, out, pixel(number, first), channelStride);
  }

  /**
   * Turns the sums of some detector columns into line integrals; before the last band, stores them.
   */
  private void finish(
      ColumnPath[] paths, int number, PathSums sums, float[] out, int first, int channelStride) {
    rays.setView(tile.viewFrom() + number / columns);
    int pixel = pixel(number, first);
    int count = group(number);
    for (int g = 0; g < count; g++) {
      ColumnPath path = paths[number + g];
      boolean marched = path.isMarched(band);
      if (marched || !path.shared) {
        rays.aim(path, 0, rays.lanes);
      }
      if (marched && band.last()) {
        rays.setLengths(path);
      }
      for (int lane = 0; lane < rays.lanes; lane += VectorUnit.LANES) {
        boolean follows = marched && rays.follow(path, lane);
        sums.setMoved(lane, g, follows);
        if (follows && band.last()) {
          sums.scale(number + g, lane);
        } else if (!follows && (marched || !path.shared)) {
          trace(number + g, lane, out, pixel + g, channelStride);
        }
      }
    }
    sums.store(number, count, out, pixel, channelStride);
  }

  /** Traces the rays of some lanes each on its own. */
  private void trace(int number, int lane, float[] out, int pixel, int channelStride) {
    int view = tile.viewFrom() + number / columns;
    for (int k = lane; k < Math.min(lane + VectorUnit.LANES, rays.rows); k++) {
      int row = rays.row(k);
      unshared.add(
          view, tile.rowFrom() + row, number % columns, out, pixel + row * columns, channelStride);
    }
  }
}
