package io.sinotrace.volume;

import java.nio.FloatBuffer;

/**
 * A voxel volume of linear attenuation coefficients, in 1/mm.
 *
 * <p>It is handed out in slabs, so that no index ever passes 2^31 and a volume need not lie in one
 * piece of memory. Implementations are immutable once made and safe for use by many threads.
 */
public interface Volume {
  /** Returns the grid the voxels lie on. */
  VoxelGrid grid();

  /**
   * Returns slab z: the ny x nx voxels with that third index, x fastest.
   *
   * <p>The element of voxel (x, y) is at absolute index {@code y * nx + x}. The buffer is shared:
   * use its absolute reads only.
   */
  FloatBuffer slab(int z);
}
