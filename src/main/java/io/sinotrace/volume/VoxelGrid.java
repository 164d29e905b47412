package io.sinotrace.volume;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import java.io.Serializable;

/**
 * A grid of voxels in the world.
 *
 * <p>Two coordinate systems belong to it. In <em>index</em> coordinates, those of NIfTI, a voxel's
 * centre is at (i, j, k). In <em>box</em> coordinates, those of the projectors, voxel i fills [i,
 * i+1), so its centre is at i + 1/2.
 *
 * @param nx voxels along the first axis
 * @param ny voxels along the second axis
 * @param nz voxels along the third axis
 * @param indexToWorld from index coordinates to millimetres in the world; any invertible map:
 *     oblique and flipped axes are used as they are
 */
public record VoxelGrid(int nx, int ny, int nz, Affine indexToWorld) implements Serializable {
  /** The most voxels along an axis. */
  public static final int MAX_AXIS = 32_768;

  /**
   * Checks the grid.
   *
   * @throws InputException if an axis has no voxel or more than {@link #MAX_AXIS}, or the affine is
   *     not finite or not invertible
   */
  public VoxelGrid {
    for (int n : new int[] {nx, ny, nz}) {
      if (n < 1 || n > MAX_AXIS) {
        throw new InputException(
            "a volume of %d x %d x %d voxels: each axis must have 1 to %d"
                .formatted(nx, ny, nz, MAX_AXIS));
      }
    }
    if (!indexToWorld.isInvertible()) {
      throw new InputException(
          "the volume's affine cannot be inverted: its voxels have no extent; " + indexToWorld);
    }
  }

  /** Returns a grid along the world's axes whose box has its middle at the origin. */
  public static VoxelGrid centred(int nx, int ny, int nz, Vec3 spacing) {
    return new VoxelGrid(nx, ny, nz, Affine.scaling(spacing, Vec3.ZERO)).centred();
  }

  /** Returns the number of voxels along axis 0, 1 or 2. */
  public int size(int axis) {
    return switch (axis) {
      case 0 -> nx;
      case 1 -> ny;
      case 2 -> nz;
      default -> throw new IndexOutOfBoundsException(axis);
    };
  }

  /** Returns the number of voxels. */
  public long voxels() {
    return (long) nx * ny * nz;
  }

  /** Returns the length of a voxel along each axis, in mm. */
  public Vec3 spacing() {
    return new Vec3(
        indexToWorld.column(0).norm(),
        indexToWorld.column(1).norm(),
        indexToWorld.column(2).norm());
  }

  /** Returns the map from box coordinates to the world. */
  public Affine boxToWorld() {
    return indexToWorld.translated(indexToWorld.direction(new Vec3(-0.5, -0.5, -0.5)));
  }

  /** Returns the map from the world to box coordinates; the half voxel is in its translation. */
  public Affine worldToBox() {
    return indexToWorld.inverse().translated(new Vec3(0.5, 0.5, 0.5));
  }

  /** Returns the middle of the box in the world. */
  public Vec3 middle() {
    return indexToWorld.point(new Vec3((nx - 1) / 2.0, (ny - 1) / 2.0, (nz - 1) / 2.0));
  }

  /**
   * Returns the same grid moved so that the middle of its box is at the origin. The result does not
   * depend on where the box was, to the last bit.
   */
  public VoxelGrid centred() {
    Affine a = indexToWorld;
    Vec3 middle = a.direction(new Vec3((nx - 1) / 2.0, (ny - 1) / 2.0, (nz - 1) / 2.0));
    return new VoxelGrid(
        nx,
        ny,
        nz,
        Affine.ofRows(
            a.get(0, 0),
            a.get(0, 1),
            a.get(0, 2),
            0 - middle.x(),
            a.get(1, 0),
            a.get(1, 1),
            a.get(1, 2),
            0 - middle.y(),
            a.get(2, 0),
            a.get(2, 1),
            a.get(2, 2),
            0 - middle.z()));
  }

  /** Returns the least and the greatest corner of the box's bounds along the world's axes. */
  public Vec3[] worldBounds() {
    Affine box = boxToWorld();
    double[] lo = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] hi = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int corner = 0; corner < 8; corner++) {
      Vec3 p =
          box.point(
              new Vec3(
                  (corner & 1) == 0 ? 0 : nx,
                  (corner & 2) == 0 ? 0 : ny,
                  (corner & 4) == 0 ? 0 : nz));
      for (int k = 0; k < 3; k++) {
        lo[k] = Math.min(lo[k], p.get(k));
        hi[k] = Math.max(hi[k], p.get(k));
      }
    }
    return new Vec3[] {new Vec3(lo[0], lo[1], lo[2]), new Vec3(hi[0], hi[1], hi[2])};
  }
}
