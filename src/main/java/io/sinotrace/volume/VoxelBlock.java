package io.sinotrace.volume;

import java.util.Arrays;

/**
 * Room for a cube of voxels on its way from one order to another, small enough for the second-level
 * cache. Serves one thread.
 */
public final class VoxelBlock {
  private static final int LOG_EDGE = 5;

  /** Voxels along each side. */
  public static final int EDGE = 1 << LOG_EDGE;

  /** Voxels of a layer across z. */
  public static final int LAYER = EDGE * EDGE;

  /** Voxels between layers: with none, the same voxel of all layers would share a cache set. */
  private static final int GAP = 16;

  private static final int[] STRIDE = {1, EDGE, LAYER + GAP};

  /** The voxels, x fastest; see {@link #at}. */
  public final float[] voxels = new float[EDGE * (LAYER + GAP)];

  /** Room for the codes of a layer that are decoded into it. */
  public final short[] codes = new short[LAYER];

  /** Makes all voxels 0. */
  public void clear() {
    Arrays.fill(voxels, 0f);
  }

  /** Returns the index of a voxel, counted from the first of the block. */
  public static int at(int x, int y, int z) {
    return x + y * EDGE + z * (LAYER + GAP);
  }

  /** Returns from a voxel's index to that of the next along an axis. */
  public static int stride(int axis) {
    return STRIDE[axis];
  }

  /** Returns how many blocks cover so many voxels. */
  public static int count(int voxels) {
    return (voxels + EDGE - 1) >> LOG_EDGE;
  }
}
