package io.sinotrace.volume;

import java.nio.FloatBuffer;

/**
 * A voxel volume of linear attenuation coefficients, in 1/mm.
 *
 * <p>It is handed out in slabs, so that no index ever passes 2^31 and a volume need not lie in one
 * piece of memory. The voxels are immutable once the volume is made; it is safe for use by many
 * threads.
 */
public interface Volume extends AutoCloseable {
  /** Returns the grid the voxels lie on. */
  VoxelGrid grid();

  /**
   * Returns slab z: the ny x nx voxels with that third index, x fastest.
   *
   * <p>The element of voxel (x, y) is at absolute index {@code y * nx + x}. The buffer is shared:
   * use its absolute reads only.
   */
  FloatBuffer slab(int z);

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
