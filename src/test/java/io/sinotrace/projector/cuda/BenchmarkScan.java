package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.MuAt60Kev;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.SheppLogan;
import io.sinotrace.volume.phantom.Voxelizer;

/**
 * What is traced on a GPU to measure and to try it: a volume and a geometry.
 *
 * @param name as figures are listed under
 */
public record BenchmarkScan(String name, Volume volume, Geometry geometry) {
  private static final double SAD = 1000;
  private static final double SDD = 1500;

  /** Edge of the cube that scans are of, in mm: 512 voxels of 0.5 mm. */
  static final double EDGE = 256;

  /** Returns the Shepp-Logan head on a cube of 256 mm, n x n x n voxels. */
  static Volume sheppLogan(int n) {
    double voxel = EDGE / n;
    return Voxelizer.voxelize(
        SheppLogan.of(EDGE, MuAt60Kev.WATER),
        VoxelGrid.centred(n, n, n, new Vec3(voxel, voxel, voxel)),
        1);
  }

  /** Returns the head on a grid of 1 mm voxels. */
  static Volume head(int nx, int ny, int nz) {
    return Voxelizer.voxelize(
        NamedPhantom.HEAD.fitting(new Vec3(nx, ny, nz)),
        VoxelGrid.centred(nx, ny, nz, new Vec3(1, 1, 1)),
        1);
  }

  /** Returns a circular cone scan of {@link #sheppLogan}, SAD 1000 mm and SDD 1500 mm. */
  static BenchmarkScan cone(Volume cube, int pixels, int views) {
    return new BenchmarkScan(
        "cone %d^3".formatted(cube.grid().nx()),
        cube,
        Trajectories.cone(SAD, SDD, panel(pixels), Trajectories.angles(views, 0, 360)));
  }

  /** Returns a helical scan of three turns that rises by half the height of the cube a turn. */
  static BenchmarkScan helical(Volume cube, int pixels, int views) {
    double[] angles = Trajectories.angles(views, 0, 1080);
    return new BenchmarkScan(
        "helical %d^3".formatted(cube.grid().nx()),
        cube,
        Trajectories.helical(SAD, SDD, panel(pixels), angles, EDGE / 2));
  }

  /**
   * Returns a radiograph from above, the source 600 mm above the volume and the detector 2 mm below
   * it, with pixels that the volume's top face just covers.
   */
  static BenchmarkScan radiograph(Volume volume, int pixels) {
    Vec3[] bounds = volume.grid().worldBounds();
    double pitch = Trajectories.coverPitch(pixels, pixels, bounds[0], bounds[1], 600, 2);
    return new BenchmarkScan(
        "radiograph %d^2".formatted(pixels),
        volume,
        Trajectories.radiograph(Panel.flat(pixels, pixels, pitch), bounds[0], bounds[1], 600, 2));
  }

  /** Square, with square pixels; the cube's shadow just fits at every angle. */
  private static Panel panel(int pixels) {
    return Panel.flat(pixels, pixels, width(EDGE) / pixels);
  }

  /**
   * Returns the width of the detector on which the shadow of a cube just fits at all angles, in mm:
   * across, the rays that touch the circle about the cube; along the axis, the edge that comes
   * nearest to the source.
   */
  static double width(double edge) {
    double radius = edge / Math.sqrt(2);
    double across = 2 * SDD * Math.tan(Math.asin(radius / SAD));
    double along = edge * SDD / (SAD - radius);
    return Math.max(across, along);
  }
}
