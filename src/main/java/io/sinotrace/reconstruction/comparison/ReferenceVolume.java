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
  private final int[] first = new int[3];
  private final int step;

  /**
   * Finds the image's voxels in the volume.
   *
   * @param shares what a unit of each channel adds to the values that are compared
   * @param image its grid
   * @throws InputException if the grids do not fit
   */
  public ReferenceVolume(Volume volume, double[] shares, VoxelGrid image) {
    this.volume = volume;
    this.shares = shares.clone();
    this.image = image;
    Affine toVolume = volume.grid().indexToWorld().inverse();
    Vec3 corner = toVolume.point(image.indexToWorld().point(Vec3.ZERO));
    Vec3 along = toVolume.direction(image.indexToWorld().column(2));
    this.step = image.nz() > 1 ? (int) Math.rint(along.z()) : 1;
    for (int axis = 0; axis < 3; axis++) {
      first[axis] = (int) Math.rint(corner.get(axis));
    }
    for (int end = 0; end < 8; end++) {
      int x = (end & 1) == 0 ? 0 : image.nx() - 1;
      int y = (end & 2) == 0 ? 0 : image.ny() - 1;
      int z = (end & 4) == 0 ? 0 : image.nz() - 1;
      Vec3 there = toVolume.point(image.indexToWorld().point(new Vec3(x, y, z)));
      Vec3 place = new Vec3(first[0] + x, first[1] + y, first[2] + z * step);
      if (!(there.minus(place).norm() < TOLERANCE) || !isInside(place)) {
        throw new InputException(
            "the image's voxels are not voxels of the volume that it is compared with: expected a"
                + " grid without another spacing or size, or a volume on the image's grid");
      }
    }
  }

  private boolean isInside(Vec3 voxel) {
    for (int axis = 0; axis < 3; axis++) {
      if (!(voxel.get(axis) >= 0 && voxel.get(axis) < volume.grid().size(axis))) {
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
