package io.sinotrace.projector;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import java.util.SplittableRandom;

/** Grids of many shapes and poses, and volumes of random values on them. */
public final class TestGrids {
  /** Greatest magnitude of a voxel of {@link #randomVolume}. */
  public static final double GREATEST = 1;

  private TestGrids() {}

  /**
   * Returns a grid whose box coordinates are the world's, to the bit: the only one on which a point
   * of the world can be an ulp away from a voxel face.
   */
  public static VoxelGrid boxIsWorld(int nx, int ny, int nz) {
    return new VoxelGrid(nx, ny, nz, Affine.scaling(new Vec3(1, 1, 1), new Vec3(0.5, 0.5, 0.5)));
  }

  /** Returns grids: cubes, flat and odd shapes, anisotropic, flipped, oblique and sheared. */
  public static List<VoxelGrid> all() {
    return List.of(
        boxIsWorld(32, 32, 32),
        boxIsWorld(64, 48, 56),
        boxIsWorld(5, 40, 1),
        VoxelGrid.centred(7, 5, 3, new Vec3(0.5, 1.25, 3)),
        VoxelGrid.centred(1, 9, 14, new Vec3(2, 1, 0.7)),
        // Both axes flipped, as from a file in LPS, and far from the isocentre.
        new VoxelGrid(
            24, 33, 17, Affine.ofRows(-0.8, 0, 0, 120, 0, -0.8, 0, 95.5, 0, 0, 1.5, -310.25)),
        // Turned about (1, 2, 2) / 3 by the angle of cosine 0.6, then scaled by 0.9, 1.1, 1.3.
        new VoxelGrid(
            64, 48, 56, oblique(new Vec3(0.9, 1.1, 1.3), new Vec3(-20.5, -31.25, -12.75))),
        // Sheared: axes not at right angles, one of them flipped.
        new VoxelGrid(
            33, 2, 6, Affine.ofRows(1, 0.3, -0.2, 4, 0.1, 1.7, 0.25, -9, 0.05, -0.4, -2.1, 11)));
  }

  private static Affine oblique(Vec3 scale, Vec3 at) {
    double[] k = {1 / 3.0, 2 / 3.0, 2 / 3.0};
    double cos = 0.6;
    double sin = 0.8;
    double[][] r = {
      {cos + k[0] * k[0] * (1 - cos), 0, 0},
      {0, cos + k[1] * k[1] * (1 - cos), 0},
      {0, 0, cos + k[2] * k[2] * (1 - cos)}
    };
    for (int i = 0; i < 3; i++) {
      int j = (i + 1) % 3;
      int o = (i + 2) % 3;
      r[i][j] = k[i] * k[j] * (1 - cos) - k[o] * sin;
      r[j][i] = k[i] * k[j] * (1 - cos) + k[o] * sin;
    }
    double[] rows = new double[12];
    for (int i = 0; i < 3; i++) {
      rows[4 * i] = r[i][0] * scale.x();
      rows[4 * i + 1] = r[i][1] * scale.y();
      rows[4 * i + 2] = r[i][2] * scale.z();
      rows[4 * i + 3] = at.get(i);
    }
    return Affine.ofRows(rows);
  }

  /**
   * Returns a volume of random values up to 1 in magnitude: by {@code kind} all positive, of both
   * signs, or half of them zero.
   */
  public static Volume randomVolume(VoxelGrid grid, int kind, SplittableRandom random) {
    return randomVolume(grid, 1, kind, random);
  }

  /** As above, of several channels, of which each is of the next kind. */
  public static Volume randomVolume(
      VoxelGrid grid, int channels, int kind, SplittableRandom random) {
    SlabVolume.Writer w = SlabVolume.on(grid, channels);
    for (int c = 0; c < channels; c++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            double v = random.nextDouble();
            w.set(
                c,
                x,
                y,
                z,
                switch ((kind + c) % 3) {
                  case 0 -> v;
                  case 1 -> 2 * v - 1;
                  default -> random.nextBoolean() ? v : 0;
                });
          }
        }
      }
    }
    return w.finish();
  }

  /** Returns a volume of ones. */
  public static Volume ones(VoxelGrid grid) {
    SlabVolume.Writer w = SlabVolume.on(grid);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          w.set(x, y, z, 1);
        }
      }
    }
    return w.finish();
  }
}
