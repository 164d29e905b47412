package io.sinotrace.projector.cuda.kernel;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.volume.VoxelGrid;

/**
 * How a volume, or a band of slabs of it, lies in a device's memory: channel after channel.
 *
 * <p>Around the grid is a margin of zeros that no ray leaves, so that the kernel need not check its
 * reads. Along the axis of a band there is none: slabs are always within it.
 *
 * @param channels of the volume
 * @param fastest the axis along which neighbours lie side by side
 * @param bandAxis the axis along which slabs were chosen; -1 for the whole volume
 * @param from first slab
 * @param to first slab after the band
 * @param stride floats from one voxel to the next along x, y and z
 * @param origin where voxel (0, 0, 0) of channel 0 would lie, in floats from the beginning; outside
 *     of it where the band does not begin with slab 0
 * @param floats of each channel
 */
public record VoxelLayout(
    int channels,
    int fastest,
    int bandAxis,
    int from,
    int to,
    long[] stride,
    long origin,
    long floats) {
  /** Voxels by which a clipped ray may stray from the grid: see {@code clip} in setup.cuh. */
  private static final long MARGIN = 4;

  /** Floats that the device reads at a time; rows begin at a multiple. */
  private static final long SECTOR = 8;

  /** Returns the layout of a whole volume. */
  public static VoxelLayout whole(VoxelGrid grid, int channels, int fastest) {
    return of(grid, channels, fastest, -1, 0, 0);
  }

  /** Returns the layout of slabs {@code from} up to {@code to} along an axis. */
  public static VoxelLayout band(
      VoxelGrid grid, int channels, int fastest, int axis, int from, int to) {
    return of(grid, channels, fastest, axis, from, to);
  }

  private static VoxelLayout of(
      VoxelGrid grid, int channels, int fastest, int bandAxis, int from, int to) {
    // Of the others, the axis of the bands comes last; else the higher one.
    int slowest = bandAxis >= 0 && bandAxis != fastest ? bandAxis : OtherAxes.second(fastest);
    int middle = OtherAxes.third(fastest, slowest);
    long[] stride = new long[3];
    stride[fastest] = 1;
    stride[middle] = up(extent(grid, fastest, fastest, bandAxis, from, to));
    stride[slowest] = stride[middle] * extent(grid, middle, fastest, bandAxis, from, to);
    long origin = 0;
    for (int k = 0; k < 3; k++) {
      origin += stride[k] * (k == bandAxis ? -(long) from : k == fastest ? SECTOR : MARGIN);
    }
    return new VoxelLayout(
        channels,
        fastest,
        bandAxis,
        from,
        to,
        stride,
        origin,
        stride[slowest] * extent(grid, slowest, fastest, bandAxis, from, to));
  }

  private static long extent(
      VoxelGrid grid, int axis, int fastest, int bandAxis, int from, int to) {
    if (axis == bandAxis) {
      return (long) to - from;
    }
    // Rows begin with a whole sector of margin.
    return grid.size(axis) + MARGIN + (axis == fastest ? SECTOR : MARGIN);
  }

  private static long up(long floats) {
    return (floats + SECTOR - 1) / SECTOR * SECTOR;
  }

  /** Returns the bytes that it takes in all, with the margins. */
  public long bytes() {
    return channels * floats * Float.BYTES;
  }

  /** Returns whether 32 bits are not enough for the offset of a voxel from voxel (0, 0, 0). */
  boolean wide() {
    return floats - origin >= 1L << 31;
  }
}
