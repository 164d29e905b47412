package io.sinotrace.volume.io.file;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Grids of arrays without a position or orientation in the world. */
public final class ArrayGrid {
  private ArrayGrid() {}

  /**
   * Finds the three axes of an array that are the volume's; returns the first one, which the others
   * follow.
   *
   * <p>Further axes, as of time or channels, have size 1 and come before those three (PyTorch,
   * NIfTI's order reversed) or behind them (TensorFlow, NIfTI), in either order of x, y and z. They
   * do not affect the order of the numbers, but may make the choice ambiguous, as in 1 x 5 x 6 x 1.
   *
   * @param file named in faults
   * @param what named in faults, with its shape
   * @param shape sizes of all axes
   * @throws io.sinotrace.InputException if there are no such three axes, or they are ambiguous
   */
  public static int firstAxis(VolumeFile file, String what, long[] shape) {
    long extended = LongStream.of(shape).filter(size -> size != 1).count();
    int first = -1;
    for (int at = 0; at + 3 <= shape.length; at++) {
      long within = Arrays.stream(shape, at, at + 3).filter(size -> size != 1).count();
      if (within < extended) {
        continue;
      }
      if (first >= 0 && !Arrays.equals(shape, first, first + 3, shape, at, at + 3)) {
        throw file.fault(
            what + ": it is ambiguous which three axes are the volume's: expected three axes");
      }
      first = at;
    }
    if (first < 0) {
      throw file.fault(what + ": expected three axes, or more of which the others have size 1");
    }
    return first;
  }

  /**
   * Returns a grid along the world's axes, the centre of its first voxel at the origin.
   *
   * @param file named in faults
   * @param shape sizes of the three axes, in the order of the array's indices
   * @param xyz whether that order is [x][y][z]; else it is [z][y][x]
   * @param spacing size of a voxel in mm along x, y and z
   * @throws io.sinotrace.InputException if a size or a spacing is not above 0
   */
  public static VoxelGrid of(VolumeFile file, long[] shape, boolean xyz, Vec3 spacing) {
    for (int k = 0; k < 3; k++) {
      if (shape[k] < 1) {
        throw file.fault(
            "shape (%d, %d, %d): expected at least 1 along each axis"
                .formatted(shape[0], shape[1], shape[2]));
      }
      if (!(spacing.get(k) > 0) || !Double.isFinite(spacing.get(k))) {
        throw file.fault(
            "spacing %s, %s, %s: expected three numbers above 0, in mm"
                .formatted(spacing.x(), spacing.y(), spacing.z()));
      }
    }
    return file.grid(
        shape[xyz ? 0 : 2], shape[1], shape[xyz ? 2 : 0], Affine.scaling(spacing, Vec3.ZERO));
  }
}
