package io.sinotrace.volume.io;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;

/** Grids of arrays that know no world. */
final class ArrayGrid {
  private ArrayGrid() {}

  /**
   * Returns a grid along the world's axes, the centre of its first voxel at the origin.
   *
   * @param file named in faults
   * @param shape sizes of the three axes, in the order of the array's indices
   * @param xyz whether that order is [x][y][z]; else it is [z][y][x]
   * @param spacing size of a voxel in mm along x, y and z
   * @throws io.sinotrace.InputException if a size or a spacing is not above 0
   */
  static VoxelGrid of(VolumeFile file, long[] shape, boolean xyz, Vec3 spacing) {
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
