package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * Which bricks of a grid, cubes of {@link #EDGE} voxels along each side, hold a voxel that is not 0
 * (of either sign). The last bricks along an axis may reach beyond the grid.
 */
final class OccupiedBricks {
  private static final int LOG_EDGE = 3;

  /** Voxels along each side of a brick; as many slabs are skipped at a time. */
  static final int EDGE = 1 << LOG_EDGE;

  private final VoxelGrid grid;

  /** Whether a brick is occupied, [z][y][x]. */
  private final boolean[] occupied;

  /** Distance from a brick to the next along x, y and z. */
  private final int[] stride;

  private int empty;

  /** Prepares to find those of a grid: so far, all bricks are empty. */
  OccupiedBricks(VoxelGrid grid) {
    this.grid = grid;
    int line = bricks(grid.nx());
    int slab = line * bricks(grid.ny());
    this.stride = new int[] {1, line, slab};
    this.occupied = new boolean[slab * bricks(grid.nz())];
    this.empty = occupied.length;
  }

  /** Those of all channels of a volume. */
  private static final class Channels implements DerivedForm {
    final OccupiedBricks[] bricks;

    Channels(Volume volume) {
      VoxelGrid grid = volume.grid();
      bricks = new OccupiedBricks[volume.channels()];
      float[] line = new float[grid.nx()];
      for (int c = 0; c < bricks.length; c++) {
        bricks[c] = new OccupiedBricks(grid);
        for (int z = 0; z < grid.nz(); z++) {
          for (int y = 0; y < grid.ny(); y++) {
            volume.slab(c, z).get(y * grid.nx(), line, 0, line.length);
            bricks[c].add(y, z, line, 0);
          }
        }
      }
    }
  }

  /** Returns those of a volume, by channel, which are found once. */
  static OccupiedBricks[] of(Volume volume) {
    return volume.derivedForms().get(Channels.class, () -> new Channels(volume)).bricks;
  }

  private static int bricks(int voxels) {
    return (voxels + EDGE - 1) >> LOG_EDGE;
  }

  /**
   * Takes note of the voxels of a line along x.
   *
   * @param voxels which has them from index {@code first} on
   */
  void add(int y, int z, float[] voxels, int first) {
    int brick = (y >> LOG_EDGE) * stride[1] + (z >> LOG_EDGE) * stride[2];
    for (int x = 0; x < grid.nx(); x += EDGE, brick++) {
      if (!occupied[brick]
          && anyNonzero(voxels, first + x, first + Math.min(x + EDGE, grid.nx()))) {
        occupied[brick] = true;
        empty--;
      }
    }
  }

  private static boolean anyNonzero(float[] voxels, int from, int to) {
    for (int k = from; k < to; k++) {
      if (voxels[k] != 0f) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether any brick is empty. */
  boolean anyEmpty() {
    return empty > 0;
  }

  /**
   * Returns whether any of some bricks of a slab of bricks is occupied. Indices are those of
   * voxels, ends included, within the grid.
   *
   * @param axis across the slab; the others are {@code axis1} and {@code axis2}
   * @param i any of the slab along it
   */
  boolean any(int axis, int i, int axis1, int from1, int to1, int axis2, int from2, int to2) {
    int slab = (i >> LOG_EDGE) * stride[axis];
    for (int b2 = from2 >> LOG_EDGE; b2 <= to2 >> LOG_EDGE; b2++) {
      int line = slab + b2 * stride[axis2];
      for (int b1 = from1 >> LOG_EDGE; b1 <= to1 >> LOG_EDGE; b1++) {
        if (occupied[line + b1 * stride[axis1]]) {
          return true;
        }
      }
    }
    return false;
  }
}
