package io.sinotrace.reconstruction.orbit;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.io.Serializable;

/**
 * A grid of voxels whose third axis runs along z, up or down, and whose other two lie across it.
 *
 * @param grid of the image
 */
public record UprightGrid(VoxelGrid grid) implements Serializable {
  /** The sine of the greatest angle between the third axis and z. */
  private static final double UPRIGHT = 1e-6;

  /**
   * Checks the axes.
   *
   * @throws InputException if the third axis does not run along z, or another not across it
   */
  public UprightGrid {
    Affine map = grid.indexToWorld();
    for (int axis = 0; axis < 3; axis++) {
      Vec3 step = map.column(axis);
      double across = Math.sqrt(step.x() * step.x() + step.y() * step.y());
      double off = axis == 2 ? across : Math.abs(step.z());
      if (!(off <= UPRIGHT * step.norm())) {
        throw new InputException(
            "the image's axis %d runs along (%.4g, %.4g, %.4g): expected one %s z; give a spacing or a size for a grid along x, y and z"
                .formatted(axis, step.x(), step.y(), step.z(), axis == 2 ? "along" : "across"));
      }
    }
  }

  /** Returns the grid as it is seen from an axis at (x, y). */
  public UprightGrid about(double x, double y) {
    return new UprightGrid(
        new VoxelGrid(
            grid.nx(), grid.ny(), grid.nz(), grid.indexToWorld().translated(new Vec3(-x, -y, 0))));
  }

  /** Returns x of the voxels with these first two indices, in mm. */
  public double x(int i, int j) {
    Affine map = grid.indexToWorld();
    return (map.get(0, 0) * i + map.get(0, 1) * j) + map.get(0, 3);
  }

  /** Returns y of the voxels with these first two indices, in mm. */
  public double y(int i, int j) {
    Affine map = grid.indexToWorld();
    return (map.get(1, 0) * i + map.get(1, 1) * j) + map.get(1, 3);
  }

  /** Returns z of a plane of voxels, in mm. */
  public double z(int k) {
    return grid.indexToWorld().get(2, 2) * k + grid.indexToWorld().get(2, 3);
  }

  /** Returns z from one plane of voxels to the next, in mm. */
  public double stepZ() {
    return grid.indexToWorld().get(2, 2);
  }

  /** Returns the greatest distance of a voxel's centre from the axis of rotation, in mm. */
  public double radius() {
    double radius = 0;
    for (int i : new int[] {0, grid.nx() - 1}) {
      for (int j : new int[] {0, grid.ny() - 1}) {
        radius = Math.max(radius, StrictMath.hypot(x(i, j), y(i, j)));
      }
    }
    return radius;
  }
}
