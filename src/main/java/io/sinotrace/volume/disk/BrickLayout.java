package io.sinotrace.volume.disk;

import io.sinotrace.volume.VoxelBlock;
import io.sinotrace.volume.VoxelGrid;

/**
 * The bricks that a grid is cut into. A brick is a cube of voxels that lie together, x fastest,
 * then y, then z, so that bands along any axis are read in large pieces; so are bricks among
 * themselves. Those at the upper ends of the axes reach beyond the grid.
 */
final class BrickLayout {
  /** Voxels along an edge: a brick is read as a block. */
  static final int EDGE = VoxelBlock.EDGE;

  /** Bits of a place within a brick, along an axis. */
  private static final int BITS = Integer.numberOfTrailingZeros(EDGE);

  /** Voxels of a layer of a brick, across z. */
  static final int LAYER = EDGE * EDGE;

  /** Voxels of a brick. */
  static final int VOXELS = EDGE * LAYER;

  /** Bricks along x, y and z. */
  final int[] counts = new int[3];

  BrickLayout(VoxelGrid grid) {
    for (int k = 0; k < 3; k++) {
      counts[k] = (grid.size(k) + EDGE - 1) / EDGE;
    }
  }

  /** Returns how many bricks there are, at most 2^30. */
  int count() {
    return counts[0] * counts[1] * counts[2];
  }

  /** Returns the number of the brick in a place of the grid of bricks. */
  int brick(int x, int y, int z) {
    return (z * counts[1] + y) * counts[0] + x;
  }

  /** Returns the number of the brick that a voxel is in. */
  int brickOf(int x, int y, int z) {
    return brick(x >> BITS, y >> BITS, z >> BITS);
  }

  /** Returns the place of a voxel in its brick. */
  static int cell(int x, int y, int z) {
    int mask = EDGE - 1;
    return ((((z & mask) << BITS) | (y & mask)) << BITS) | (x & mask);
  }
}
