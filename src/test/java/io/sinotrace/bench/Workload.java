package io.sinotrace.bench;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RayVoxels;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.NamedPhantom;
import io.sinotrace.volume.phantom.Voxelizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is traced: a phantom on a grid, and a geometry.
 *
 * @param name as it is asked for
 * @param about what it is, in a few words
 * @param phantom that the volume shows
 * @param noisy whether the volume has noise everywhere, so that no voxel is 0
 * @param sample how many views are traced of it by a tracer too slow for all of them
 */
record Workload(
    String name,
    String about,
    NamedPhantom phantom,
    boolean noisy,
    VoxelGrid grid,
    Geometry geometry,
    int sample) {

  /** All names, in the order of the tables. */
  static final List<String> NAMES =
      List.of(
          "W1",
          "W1b",
          "W2",
          "W3",
          "W4",
          "oblique",
          "oblique4",
          "obliqueb",
          "turned",
          "poses",
          "curved");

  /** Pixels along each side of W2's detector. */
  static final int W2_PIXELS = 500;

  private static final double SOURCE_ABOVE = 600;
  private static final double GAP = 2;
  private static final int STRIP = 24;
  private static final Panel.Tilt TILT = new Panel.Tilt(3, 0, 2);

  /**
   * Returns a workload.
   *
   * @param name one of {@link #NAMES}
   * @param shrink by what voxels and pixels are coarser than they should be; 1 to measure
   * @throws InputException if there is none of that name
   */
  static Workload of(String name, int shrink) {
    return switch (name) {
      case "W1" -> scan(name, "Shepp-Logan, cone beam", 256, false, cone(384, 90, shrink), shrink);
      case "W1b" -> scan(name, "W1 twice as fine", 512, false, cone(768, 12, shrink), shrink);
      case "W2" -> radiograph(W2_PIXELS / shrink, shrink);
      case "W3" -> scan(name, "W1 with a parallel beam", 256, false, parallel(shrink), shrink);
      case "W4" -> scan(name, "W1 of a noisy head", 256, true, cone(384, 90, shrink), shrink);
      case "oblique" ->
          scan(name, "W1 with a tilted detector", 256, false, tilted(384, 20, shrink), shrink);
      case "oblique4" ->
          scan(name, "W4 with a tilted detector", 256, true, tilted(384, 20, shrink), shrink);
      case "obliqueb" ->
          scan(name, "oblique twice as fine", 512, false, tilted(768, 8, shrink), shrink);
      case "turned" -> turned(name, shrink);
      case "poses" -> scan(name, "W4 in random poses", 256, true, poses(shrink), shrink);
      case "curved" ->
          scan(
              name,
              "W4 with a curved detector, its axis tilted",
              256,
              true,
              curved(shrink),
              shrink);
      default ->
          throw new InputException(
              "'%s' is no workload: expected one of %s".formatted(name, NAMES));
    };
  }

  /** Returns W2, a radiograph of a head from above, with {@code pixels} x {@code pixels} pixels. */
  static Workload radiograph(int pixels, int shrink) {
    VoxelGrid grid = grid(208 / shrink, 256 / shrink, 225 / shrink, shrink);
    Vec3[] bounds = grid.worldBounds();
    double pitch = Trajectories.coverPitch(pixels, pixels, bounds[0], bounds[1], SOURCE_ABOVE, GAP);
    Panel panel = Panel.flat(pixels, pixels, pitch);
    Geometry geometry = Trajectories.radiograph(panel, bounds[0], bounds[1], SOURCE_ABOVE, GAP);
    return new Workload("W2", "radiograph of a head", NamedPhantom.HEAD, false, grid, geometry, 1);
  }

  private static Workload scan(
      String name, String about, int voxels, boolean noisy, Geometry geometry, int shrink) {
    int n = voxels / shrink;
    return new Workload(
        name,
        about,
        noisy ? NamedPhantom.HEAD : NamedPhantom.SHEPP_LOGAN,
        noisy,
        grid(n, n, n, 256.0 / n),
        geometry,
        voxels > 256 ? 2 : 4);
  }

  private static Geometry cone(int pixels, int views, int shrink) {
    return Trajectories.cone(1000, 1500, panel(pixels, shrink), angles(views, shrink));
  }

  private static Geometry parallel(int shrink) {
    return Trajectories.parallel(panel(384, shrink), angles(90, shrink));
  }

  private static Geometry tilted(int pixels, int views, int shrink) {
    return Trajectories.cone(
        1000, 1500, panel(pixels, shrink).withTilt(TILT), angles(views, shrink));
  }

  /** Returns a curved detector that goes round an axis 3 degrees off z. */
  private static Geometry curved(int shrink) {
    Panel panel = panel(384, shrink).withShape(Panel.Shape.CURVED);
    Geometry upright = Trajectories.cone(1000, 1500, panel, angles(20, shrink));
    List<View> views =
        upright.views().stream().map(v -> turned(v, new Vec3(0.8, 0.6, 0), 0.05)).toList();
    return new Geometry(upright.beam(), upright.detector(), views);
  }

  /** Returns a cone beam's views, each turned about an axis of its own. */
  private static Geometry poses(int shrink) {
    Geometry cone = cone(384, 20, shrink);
    SplittableRandom random = new SplittableRandom(1);
    List<View> views = new ArrayList<>();
    for (View view : cone.views()) {
      double[] q = random.doubles(4, -1, 1).toArray();
      views.add(turned(view, new Vec3(q[0], q[1], q[2]).unit(), Math.PI * q[3]));
    }
    return new Geometry(cone.beam(), cone.detector(), views);
  }

  private static View turned(View view, Vec3 axis, double radians) {
    return new View(
        view.angle(),
        turned(view.source(), axis, radians),
        turned(view.center(), axis, radians),
        turned(view.u(), axis, radians),
        turned(view.v(), axis, radians),
        turned(view.n(), axis, radians));
  }

  /** Returns W4's scan with the voxels' axes turned by 23 degrees, and none left upright. */
  private static Workload turned(String name, int shrink) {
    Workload straight =
        scan(name, "W4 of an oblique volume", 256, true, cone(384, 20, shrink), shrink);
    VoxelGrid g = straight.grid();
    Vec3 axis = new Vec3(0.6, 0.64, 0.48);
    Vec3 x = turned(g.indexToWorld().column(0), axis, 0.4);
    Vec3 y = turned(g.indexToWorld().column(1), axis, 0.4);
    Vec3 z = turned(g.indexToWorld().column(2), axis, 0.4);
    Affine affine =
        Affine.ofRows(x.x(), y.x(), z.x(), 0, x.y(), y.y(), z.y(), 0, x.z(), y.z(), z.z(), 0);
    return new Workload(
        name,
        straight.about(),
        straight.phantom(),
        true,
        new VoxelGrid(g.nx(), g.ny(), g.nz(), affine).centred(),
        straight.geometry(),
        straight.sample());
  }

  /** Returns a vector turned about an axis of length 1 (Rodrigues 1840). */
  private static Vec3 turned(Vec3 v, Vec3 axis, double radians) {
    double cos = Math.cos(radians);
    return v.times(cos)
        .plus(axis.cross(v).times(Math.sin(radians)))
        .plus(axis.times(axis.dot(v) * (1 - cos)));
  }

  /** Returns a panel 576 mm wide. */
  private static Panel panel(int pixels, int shrink) {
    return Panel.flat(pixels / shrink, pixels / shrink, 576.0 / pixels * shrink);
  }

  private static double[] angles(int views, int shrink) {
    return Trajectories.angles(Math.max(4, views / shrink), 0, 360);
  }

  private static VoxelGrid grid(int nx, int ny, int nz, double spacing) {
    return VoxelGrid.centred(nx, ny, nz, new Vec3(spacing, spacing, spacing));
  }

  /** Makes the volume; each call makes another. */
  Volume volume() {
    Volume clean = Voxelizer.voxelize(phantom.fitting(extent()), grid, 1);
    return noisy ? withNoise(clean) : clean;
  }

  private static Volume withNoise(Volume clean) {
    VoxelGrid grid = clean.grid();
    SlabVolume.Writer writer = SlabVolume.on(grid);
    SplittableRandom random = new SplittableRandom(1);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          double noise = 1e-4 + 1e-3 * random.nextDouble();
          writer.set(x, y, z, clean.slab(0, z).get(y * grid.nx() + x) + noise);
        }
      }
    }
    return writer.finish();
  }

  private Vec3 extent() {
    Vec3 mm = grid.spacing();
    return new Vec3(grid.nx() * mm.x(), grid.ny() * mm.y(), grid.nz() * mm.z());
  }

  /** Returns about how many voxels a ray meets, in the mean over all rays. */
  double voxelsPerRay() {
    BoxGeometry box = new BoxGeometry(grid, geometry);
    int views = geometry.views().size();
    int rows = geometry.detector().rows();
    double voxels = 0;
    // In strips, of which every detector row is looked at.
    for (int row = 0; row < rows; row += STRIP) {
      voxels += RayVoxels.estimate(box, new Tile(0, views, row, Math.min(rows, row + STRIP)));
    }
    return voxels / geometry.rays();
  }
}
