package io.sinotrace.reconstruction.comparison;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;

/** A volume whose voxels are, or contain, those of an image. */
public final class ReferenceVolume {
  /** How far, in voxels, one may be from its place. */
  private static final double TOLERANCE = 1e-3;

  private final Volume volume;
  private final double[] shares;
  private final VoxelGrid image;
  private final int[] first;
  private final int step;

  /**
   * Finds the image's voxels in the volume.
   *
   * @param shares what a unit of each channel adds to the values that are compared
   * @param image its grid
   * @throws InputException if the grids do not fit
   */
  public ReferenceVolume(Volume volume, double[] shares, VoxelGrid image) {
    check(volume.grid(), image);
    this.volume = volume;
    this.shares = shares.clone();
    this.image = image;
    this.step = step(volume.grid(), image);
    this.first = first(volume.grid(), image);
  }

  /**
   * Checks that the voxels of an image are voxels of a volume.
   *
   * @throws InputException if not
   */
  public static void check(VoxelGrid volume, VoxelGrid image) {
    Affine toVolume = volume.indexToWorld().inverse();
    int step = step(volume, image);
    int[] first = first(volume, image);
    for (int end = 0; end < 8; end++) {
      int x = (end & 1) == 0 ? 0 : image.nx() - 1;
      int y = (end & 2) == 0 ? 0 : image.ny() - 1;
      int z = (end & 4) == 0 ? 0 : image.nz() - 1;
      Vec3 there = toVolume.point(image.indexToWorld().point(new Vec3(x, y, z)));
      Vec3 place = new Vec3(first[0] + x, first[1] + y, first[2] + z * step);
      if (!(there.minus(place).norm() < TOLERANCE) || !isInside(place, volume)) {
        throw new InputException(
            "the image's voxels are not voxels of the volume that it is compared with: expected a"
                + " grid without another spacing or size, or a volume on the image's grid");
      }
    }
  }

  /** Returns the voxel in which the image's first one is. */
  private static int[] first(VoxelGrid volume, VoxelGrid image) {
    Vec3 corner = volume.indexToWorld().inverse().point(image.indexToWorld().point(Vec3.ZERO));
    return new int[] {
      (int) Math.rint(corner.x()), (int) Math.rint(corner.y()), (int) Math.rint(corner.z())
    };
  }

  /** Returns how many planes of the volume are from one of the image to the next. */
  private static int step(VoxelGrid volume, VoxelGrid image) {
    Vec3 along = volume.indexToWorld().inverse().direction(image.indexToWorld().column(2));
    return image.nz() > 1 ? (int) Math.rint(along.z()) : 1;
  }

  private static boolean isInside(Vec3 voxel, VoxelGrid volume) {
    for (int axis = 0; axis < 3; axis++) {
      if (!(voxel.get(axis) >= 0 && voxel.get(axis) < volume.size(axis))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the grid of the image. */
  VoxelGrid grid() {
    return image;
  }

  /** Returns the volume's values in plane z of the image. */
  public float[] plane(int z) {
    float[] plane = new float[image.nx() * image.ny()];
    float[] whole = whole(first[2] + z * step);
    for (int y = 0; y < image.ny(); y++) {
      int from = (first[1] + y) * volume.grid().nx() + first[0];
      System.arraycopy(whole, from, plane, y * image.nx(), image.nx());
    }
    return plane;
  }

  /** Returns a whole plane of the volume. */
  private float[] whole(int z) {
    int nx = volume.grid().nx();
    float[] plane = new float[nx * volume.grid().ny()];
    if (shares.length == 1 && shares[0] == 1) {
      volume.slab(0, z).get(0, plane);
      return plane;
    }
    double[] sums = new double[plane.length];
    for (int channel = 0; channel < shares.length; channel++) {
      FloatBuffer slab = volume.slab(channel, z);
      for (int i = 0; i < plane.length && shares[channel] != 0; i++) {
        sums[i] += shares[channel] * slab.get(i);
      }
    }
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) sums[i];
    }
    return plane;
  }

  /**
   * Returns of what each voxel of plane z of the image is, after erosion: the class that it shares
   * with all 26 neighbours in the volume, those that there are; else {@link Tissue#NONE}.
   *
   * @param muWater mu of water, by which values are CT numbers
   */
  byte[] tissues(int z, double muWater) {
    int nx = volume.grid().nx();
    int ny = volume.grid().ny();
    int middle = first[2] + z * step;
    byte[] same = Tissue.of(whole(middle), muWater);
    byte[] own = same.clone();
    for (int near = Math.max(0, middle - 1);
        near <= Math.min(volume.grid().nz() - 1, middle + 1);
        near++) {
      byte[] others = near == middle ? own : Tissue.of(whole(near), muWater);
      for (int y = 0; y < ny; y++) {
        for (int x = 0; x < nx; x++) {
          if (!alike(others, own[y * nx + x], x, y, nx, ny)) {
            same[y * nx + x] = Tissue.NONE;
          }
        }
      }
    }
    byte[] tissues = new byte[image.nx() * image.ny()];
    for (int y = 0; y < image.ny(); y++) {
      int from = (first[1] + y) * nx + first[0];
      System.arraycopy(same, from, tissues, y * image.nx(), image.nx());
    }
    return tissues;
  }

  private static boolean alike(byte[] plane, byte tissue, int x, int y, int nx, int ny) {
    for (int j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
        if (plane[j * nx + i] != tissue) {
          return false;
        }
      }
    }
    return true;
  }
}
