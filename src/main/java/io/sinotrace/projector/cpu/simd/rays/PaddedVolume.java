package io.sinotrace.projector.cpu.simd.rays;

import io.sinotrace.JvmMemory;
import io.sinotrace.volume.DerivedForm;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;

/**
 * A copy of a volume in one array a channel, x fastest, surrounded by zeros, so that rays may read
 * a little outside the grid without a check.
 */
public final class PaddedVolume implements DerivedForm {
  /** What the copies that this backend makes are called where there is no room for one. */
  public static final String COPY = "the copy of the volume that backend simd makes";

  /** Zeros on each side; the zeros after a line are those before the next. */
  static final int MARGIN = 3;

  /** Greatest length of an array: JVMs refuse the last few ints. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 64;

  /** The voxels, in 1/mm, [channel][z][y][x] with margins. */
  final float[][] voxels;

  /** Distance from a voxel to the next along x, y and z, in floats. */
  final int[] stride;

  /** Index of voxel (0, 0, 0). */
  final int origin;

  private PaddedVolume(Volume volume) {
    VoxelGrid grid = volume.grid();
    int line = grid.nx() + MARGIN;
    int slab = line * (grid.ny() + MARGIN);
    this.stride = new int[] {1, line, slab};
    this.origin = MARGIN * (1 + line + slab);
    int size = (int) size(grid);
    JvmMemory.requireArrays(volume.channels(), (long) Float.BYTES * size, COPY);
    this.voxels = new float[volume.channels()][size];
    for (int c = 0; c < voxels.length; c++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          int at = origin + z * slab + y * line;
          volume.slab(c, z).get(y * grid.nx(), voxels[c], at, grid.nx());
        }
      }
    }
  }

  private static long size(VoxelGrid grid) {
    long line = (long) grid.nx() + MARGIN;
    long slab = line * (grid.ny() + MARGIN);
    return slab * (grid.nz() + 2 * MARGIN) + MARGIN * (1 + line);
  }

  /** Returns whether one array can hold the copy of a channel. */
  public static boolean fits(VoxelGrid grid) {
    return size(grid) <= MAX_LENGTH;
  }

  /** Returns the copy of a volume, which must fit, shared by all its projectors. */
  static PaddedVolume of(Volume volume) {
    return volume.derivedForms().get(PaddedVolume.class, () -> new PaddedVolume(volume));
  }
}
