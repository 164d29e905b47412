package io.sinotrace.projector;

import io.sinotrace.volume.VoxelGrid;

/**
 * The transpose of a {@link Projector}, for some planes of an image: adds the value of each ray to
 * the voxels that the ray meets, times the length in mm by which the projector weighs them.
 *
 * <p>With the projector A it makes a matched pair: {@code <A x, y> = <x, A' y>} for every image x
 * and all values y, but for rounding. So iterative methods converge to what they are known to
 * converge to. It is no reconstruction by itself: nothing is filtered, and what dense regions of
 * rays add is not evened out.
 *
 * <p>An instance serves one thread.
 */
public interface Adjoint {
  /**
   * Name of the arithmetic that all backends share, written down beside that of the ray ({@link
   * io.sinotrace.projector.setup}): another name stands for other bits.
   */
  String ARITHMETIC = "canonical-2-adjoint-1";

  /** Returns the bytes that so many planes take while they are computed, at most. */
  static long bytes(VoxelGrid grid, int planes) {
    long margin = 32;
    return 2 * (planes + margin) * grid.nx() * grid.ny() * Float.BYTES;
  }

  /**
   * Adds the values of all rays of a view.
   *
   * @param view its number, above those of all views before it: the order is part of the arithmetic
   * @param values [row][column] of the view, columns fastest, from index {@code first} on
   * @throws io.sinotrace.InputException if a value is not finite or its magnitude is beyond 2^96
   */
  void add(int view, float[] values, int first);

  /**
   * Returns the planes; nothing can be added afterwards.
   *
   * @return [z][y][x] of the planes, x fastest, in the unit of the values times mm
   */
  float[] image();
}
