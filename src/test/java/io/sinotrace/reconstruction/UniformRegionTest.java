package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The mean of uniform regions is their mu, whatever the beam, the detector and the views. */
class UniformRegionTest {
  private static final double MU = 0.02;
  private static final int COLUMNS = 512;
  private static final int VIEWS = 720;
  private static final double SAD = 600;
  private static final double SDD = 1000;

  /** Columns are 0.5 mm apart at the axis of rotation. */
  private static final double PITCH = 0.5;

  /**
   * A way to scan.
   *
   * @param tolerance of means, as a share of mu
   */
  record Way(String name, Geometry geometry, double tolerance) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Panel panel(Panel.Shape shape, double offset) {
    double magnified = PITCH * SDD / SAD;
    return Panel.flat(1, COLUMNS, magnified).withShape(shape).withOffset(0, offset * magnified);
  }

  private static Geometry cone(Panel.Shape shape, double offset, double range) {
    return Trajectories.cone(SAD, SDD, panel(shape, offset), Trajectories.angles(VIEWS, 17, range));
  }

  private static Geometry fan(Panel.Shape shape, double offset, double range) {
    return Trajectories.fan(
        SAD, SDD, panel(shape, offset), new double[] {0}, Trajectories.angles(VIEWS, 17, range));
  }

  private static Geometry parallel(double offset, double range) {
    Panel panel = Panel.flat(1, COLUMNS, PITCH).withOffset(0, offset * PITCH);
    return Trajectories.parallel(panel, Trajectories.angles(VIEWS, 17, range));
  }

  private static Geometry uneven() {
    double[] angles = Trajectories.angles(VIEWS, 0, 360);
    for (int k = 0; k < VIEWS; k++) {
      // Twice as dense on one side as on the other.
      angles[k] += 30 * StrictMath.sin(Math.toRadians(angles[k]));
    }
    return Trajectories.cone(SAD, SDD, panel(Panel.Shape.FLAT, 0), angles);
  }

  static List<Way> ways() {
    Panel.Shape flat = Panel.Shape.FLAT;
    Panel.Shape curved = Panel.Shape.CURVED;
    return List.of(
        new Way("parallel, half a turn", parallel(0, 180), 5e-4),
        new Way("parallel, a turn", parallel(0, 360), 5e-4),
        new Way("parallel, backwards", parallel(0, -180), 5e-4),
        new Way("parallel, offset", parallel(100, 360), 1e-3),
        new Way("fan, flat", fan(flat, 0, 360), 5e-4),
        new Way("fan, curved", fan(curved, 0, 360), 5e-4),
        new Way("cone, flat", cone(flat, 0, 360), 5e-4),
        new Way("cone, curved", cone(curved, 0, 360), 5e-4),
        new Way("cone, two turns", cone(flat, 0, 720), 5e-4),
        new Way("cone, quarter of a column off", cone(flat, 0.25, -360), 5e-4),
        new Way("cone, uneven angles", uneven(), 5e-4),
        new Way("cone, flat, Parker", cone(flat, 0, 205), 1e-3),
        new Way("cone, flat, Parker, backwards", cone(flat, 0, -205), 1e-3),
        new Way("cone, curved, Parker", cone(curved, 0, 205), 1e-3),
        new Way("fan, curved, Silver", fan(curved, 0, 280), 1e-3),
        new Way("cone, flat, Silver", cone(flat, 0, -320), 1e-3),
        new Way("cone, flat, offset", cone(flat, 100, 360), 1e-3),
        new Way("cone, flat, offset to the other side", cone(flat, -150, 360), 1e-3),
        new Way("cone, curved, offset", cone(curved, 140, 360), 1e-3));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void haveTheirMean(Way way) {
    // A disc of water off the axis, with a dense and a hollow one in it; in the plane of the source
    // ellipsoids this long are cylinders.
    Phantom phantom =
        Phantom.of(
            disc(8, -5, 90, MU), disc(-30, 20, 22, MU), disc(45, 10, 20, -MU), disc(0, 70, 6, MU));
    VoxelGrid grid = VoxelGrid.centred(128, 128, 1, new Vec3(1.6, 1.6, 1.6));
    float[] image = Analytic.image(way.geometry(), grid, phantom);
    assertEquals(MU, Analytic.mean(image, grid, 0, 0, -50, 30), way.tolerance() * MU, "water");
    assertEquals(2 * MU, Analytic.mean(image, grid, 0, -30, 20, 18), way.tolerance() * MU, "dense");
    assertEquals(0, Analytic.mean(image, grid, 0, 45, 10, 16), way.tolerance() * MU, "hollow");
  }

  private static Solid disc(double x, double y, double radius, double mu) {
    return Solid.ellipsoid(new Vec3(x, y, 0), new Vec3(radius, radius, 1e5), mu);
  }

  /** By angles and lengths that are no whole ones of views and voxels. */
  @ParameterizedTest
  @CsvSource({"13.37, 0, 0", "77.77, 0.3, -0.45", "200.1, -7.31, 3.9", "-31.4, 0.77, 11.1"})
  void haveTheirMeanHoweverTheObjectLies(double degrees, double dx, double dy) {
    double cos = StrictMath.cos(Math.toRadians(degrees));
    double sin = StrictMath.sin(Math.toRadians(degrees));
    double x = dx - 30 * cos - 20 * sin;
    double y = dy - 30 * sin + 20 * cos;
    Phantom phantom = Phantom.of(disc(dx, dy, 80, MU), disc(x, y, 22, MU));
    VoxelGrid grid = VoxelGrid.centred(128, 128, 1, new Vec3(1.6, 1.6, 1.6));
    float[] image = Analytic.image(cone(Panel.Shape.FLAT, 0.25, 360), grid, phantom);
    assertEquals(2 * MU, Analytic.mean(image, grid, 0, x, y, 18), 1e-3 * MU, "dense");
    assertEquals(MU, Analytic.mean(image, grid, 0, 2 * dx - x, 2 * dy - y, 30), 1e-3 * MU, "water");
  }
}
