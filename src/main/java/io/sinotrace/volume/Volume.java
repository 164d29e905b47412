package io.sinotrace.volume;

import java.nio.FloatBuffer;

/**
 * A voxel volume: numbers on a grid that add up along rays.
 *
 * <p>It has one channel, of linear attenuation coefficients in 1/mm, or several over one grid: of
 * each material its density in g/cm^3 times 0.1, so that the line integral over mm is an areal
 * density in g/cm^2. What is said of mu and line integrals holds for any channel.
 *
 * <p>It is handed out in slabs, so that no index ever passes 2^31 and a volume need not lie in one
 * piece of memory. The voxels are immutable once the volume is made; it is safe for use by many
 * threads.
 */
public interface Volume extends AutoCloseable {
  /** Returns the grid the voxels lie on. */
  VoxelGrid grid();

  /** Returns the number of channels, at least 1. */
  int channels();

  /**
   * Returns slab z of a channel: the ny x nx voxels with that third index, x fastest.
   *
   * <p>The element of voxel (x, y) is at absolute index {@code y * nx + x}. The buffer is shared:
   * use its absolute reads only.
   */
  FloatBuffer slab(int channel, int z);

  /**
   * Copies voxels into a block, as far as they are on the grid; the others may have any values.
   *
   * @param x of the block's first voxel, as y and z: multiples of {@link VoxelBlock#EDGE}
   * @return whether any may be other than +0; if not, the block is left as it is
   */
  default boolean read(int channel, int x, int y, int z, VoxelBlock block) {
    VoxelGrid grid = grid();
    int width = Math.min(VoxelBlock.EDGE, grid.nx() - x);
    int height = Math.min(VoxelBlock.EDGE, grid.ny() - y);
    int depth = Math.min(VoxelBlock.EDGE, grid.nz() - z);
    for (int k = 0; k < depth; k++) {
      FloatBuffer slab = slab(channel, z + k);
      for (int j = 0; j < height; j++) {
        slab.get((y + j) * grid.nx() + x, block.voxels, VoxelBlock.at(0, j, k), width);
      }
    }
    return true;
  }

  /**
   * Returns whether slabs lie in memory as they are handed out. If not, {@link #read} is far
   * faster.
   */
  default boolean hasSlabs() {
    return true;
  }

  /** Returns the forms that projectors made of it, which go when it is closed. */
  DerivedForms derivedForms();

  /**
   * Closes the forms that projectors made of it: device memory above all. No projector may use it
   * any more. Its own memory is the garbage collector's.
   *
   * <p>The garbage collector frees an unclosed volume with all its forms, except device memory,
   * which stays allocated until the device needs the room.
   */
  @Override
  default void close() {
    derivedForms().close();
  }
}
