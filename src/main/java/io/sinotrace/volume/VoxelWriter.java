package io.sinotrace.volume;

import io.sinotrace.InputException;

/** Fills a volume, all zero at first. Used by one thread, and not after {@link #finish}. */
public interface VoxelWriter {
  /** Returns the grid of the volume. */
  VoxelGrid grid();

  /**
   * Sets one voxel of a channel, once, rounded once to float32.
   *
   * @throws InputException if the value is not finite or its magnitude is beyond {@link
   *     SlabVolume#MAX_VALUE}
   */
  void set(int channel, int x, int y, int z, double value);

  /**
   * Sets voxels of a channel that follow one another along x, then y, then z; the same as {@link
   * #set} of each.
   *
   * @param first index of the first one in that order, {@code (z * ny + y) * nx + x}
   * @param values their values
   * @param from index in {@code values} of the first one
   * @param count how many; all of them within the grid
   * @throws InputException as there; voxels before the one at fault may have been set
   */
  void setRun(int channel, long first, double[] values, int from, int count);

  /** Returns the volume. */
  Volume finish();

  /** Returns the fault of a value that {@link #set} refuses. */
  static InputException refused(int x, int y, int z, double value) {
    return new InputException(
        "voxel (%d, %d, %d) is %s: expected finite values of at most 2^96"
            .formatted(x, y, z, value));
  }
}
