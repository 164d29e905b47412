package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of helical scans: means, and what is refused. */
class HelicalTest {
  private static final double MU = 0.02;
  private static final double SAD = 570;
  private static final double SDD = 1040;

  /** A way to scan. */
  record Way(String name, Geometry geometry) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Way way(
      Panel.Shape shape, double pitch, double start, double range, int viewsPerTurn) {
    int rows = 16;
    // A quarter of a column off the middle.
    Panel panel = new Panel(rows, 320, 1.5, 1.4, 0, 0.35, Panel.Tilt.NONE, shape);
    int views = (int) Math.round(viewsPerTurn * Math.abs(range) / 360);
    double feed = pitch * rows * 1.5 * SAD / SDD;
    String name =
        "%s, pitch %s, %s degrees, %d a turn".formatted(shape, pitch, range, viewsPerTurn);
    double[] angles = Trajectories.angles(views, start, range);
    return new Way(name, Trajectories.helical(SAD, SDD, panel, angles, feed));
  }

  static List<Way> ways() {
    Panel.Shape flat = Panel.Shape.FLAT;
    Panel.Shape curved = Panel.Shape.CURVED;
    return List.of(
        way(curved, 0.5, 0, 1900, 400),
        way(curved, 1, 33, 1300, 400),
        // No whole number of views to half a turn.
        way(curved, 1, 33, -1300, 411),
        way(flat, -0.9, 70, 1300, 400),
        way(flat, 1, 33, -1300, 400),
        way(curved, -1.6, 33, 1000, 400));
  }

  private static Phantom cylinders() {
    return Phantom.of(
        solid(8, -5, 0, 70, 1e5, MU),
        solid(-30, 20, 0, 18, 1e5, MU),
        solid(35, 10, 0, 16, 1e5, -MU),
        solid(0, 55, 0, 6, 1e5, MU));
  }

  private static Phantom ellipsoids() {
    return Phantom.of(
        solid(8, -5, 1, 70, 40, MU),
        solid(-30, 20, -1, 18, 12, MU),
        solid(35, 10, 2, 16, 12, -MU),
        solid(0, 55, 0, 6, 6, MU));
  }

  /** Every other way has cylinders; the others, ellipsoids. */
  @ParameterizedTest
  @MethodSource("ways")
  void uniformRegionsHaveTheirMean(Way way) {
    boolean even = ways().stream().map(Way::name).toList().indexOf(way.name()) % 2 == 0;
    checkMeans(way, even ? cylinders() : ellipsoids());
  }

  @ParameterizedTest
  @Tag("long")
  @MethodSource("ways")
  void theyHaveItInBothPhantoms(Way way) {
    checkMeans(way, cylinders());
    checkMeans(way, ellipsoids());
  }

  /** Two point spreads away from edges. */
  private static void checkMeans(Way way, Phantom phantom) {
    VoxelGrid grid = VoxelGrid.centred(86, 86, 5, new Vec3(1.8, 1.8, 1.2));
    float[] image = Analytic.image(way.geometry(), grid, phantom);
    for (int z = 0; z < 5; z++) {
      assertEquals(MU, Analytic.mean(image, grid, z, 0, -40, 18), 1e-3 * MU, "water");
      assertEquals(2 * MU, Analytic.mean(image, grid, z, -30, 20, 13), 1e-3 * MU, "dense");
      assertEquals(0, Analytic.mean(image, grid, z, 35, 10, 11), 1e-3 * MU, "hollow");
    }
  }

  /** Up to the first and the last plane that an image may have. */
  @Test
  void planesAtTheEndsAreComplete() {
    Geometry geometry = way(Panel.Shape.CURVED, 1, 33, 700, 400).geometry();
    Phantom cylinder = Phantom.of(solid(8, -5, 0, 70, 1e5, MU));
    int planes = 60;
    while (!isSeen(geometry, planes)) {
      planes--;
    }
    assertTrue(planes > 24, planes + " planes of 0.5 mm");
    VoxelGrid grid = VoxelGrid.centred(86, 86, planes, new Vec3(1.8, 1.8, 0.5));
    float[] image = Analytic.image(geometry, grid, cylinder);
    for (int z : new int[] {0, planes - 1}) {
      for (int side : new int[] {-1, 1}) {
        assertEquals(MU, Analytic.mean(image, grid, z, 8, side * 40 - 5, 18), 3e-3 * MU);
        assertEquals(MU, Analytic.mean(image, grid, z, 8 + side * 40, -5, 18), 3e-3 * MU);
      }
    }
  }

  private static boolean isSeen(Geometry geometry, int planes) {
    try {
      VoxelGrid grid = VoxelGrid.centred(86, 86, planes, new Vec3(1.8, 1.8, 0.5));
      return Reconstruction.of(geometry, grid, Analytic.RAM_LAK).viewsOfVoxel() > 0;
    } catch (InputException e) {
      return false;
    }
  }

  private static Solid solid(
      double x, double y, double z, double radius, double height, double mu) {
    return Solid.ellipsoid(new Vec3(x, y, z), new Vec3(radius, radius, height), mu);
  }

  @Test
  void planesThatAreNotSeenFromAllSidesAreNamed() {
    Way way = way(Panel.Shape.CURVED, 1, 0, 720, 90);
    // Two turns of 13.2 mm: beyond a quarter of a turn from either end, and the fan, voxels near
    // the source's side are seen up to 0.9 of the detector's half height from the middle.
    refused(way.geometry(), VoxelGrid.centred(9, 9, 26, new Vec3(9, 9, 1)), "of the image's 26");
    refused(way.geometry(), at(40), "no plane of the image is there");
    VoxelGrid seen = VoxelGrid.centred(9, 9, 9, new Vec3(9, 9, 1));
    assertEquals(45, Reconstruction.of(way.geometry(), seen, Analytic.RAM_LAK).viewsOfVoxel());
  }

  /** Other planes of the image need not be seen. */
  @Test
  void planesThatAreNotWantedAreNotRefused() {
    Geometry geometry = way(Panel.Shape.CURVED, 1, 0, 720, 90).geometry();
    VoxelGrid grid = VoxelGrid.centred(9, 9, 26, new Vec3(9, 9, 1));
    Reconstruction how = Reconstruction.of(geometry, grid, Analytic.RAM_LAK, 9, 17);
    assertEquals(45, how.viewsOfVoxel());
    for (int[] some : new int[][] {{0, 17}, {9, 26}, {0, 1}, {25, 26}}) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> Reconstruction.of(geometry, grid, Analytic.RAM_LAK, some[0], some[1]));
      assertTrue(e.getMessage().contains("of the image's 26"), e.getMessage());
    }
  }

  private static VoxelGrid at(double z) {
    return new VoxelGrid(9, 9, 3, Affine.ofRows(9, 0, 0, -36, 0, 9, 0, -36, 0, 0, 1, z));
  }

  @Test
  void whatHasGapsIsRefused() {
    VoxelGrid grid = VoxelGrid.centred(9, 9, 3, new Vec3(9, 9, 1));
    refused(
        way(Panel.Shape.CURVED, 2.6, 0, 1440, 90).geometry(),
        grid,
        "a feed of 34.20 mm a turn (pitch 2.60) leaves gaps");
    refused(way(Panel.Shape.FLAT, 1, 0, 190, 90).geometry(), grid, "half a turn and the fan angle");
    refused(
        way(Panel.Shape.FLAT, 1.9, 0, 215, 90).geometry(), grid, "sees no plane from all sides");
    Panel aside = Panel.flat(16, 320, 1.5).withOffset(0, 60);
    refused(
        Trajectories.helical(SAD, SDD, aside, Trajectories.angles(360, 0, 1440), 13),
        grid,
        "longer on one side of the axis");
    double[] uneven = Trajectories.angles(360, 0, 1440);
    uneven[8] += 0.5;
    refused(
        Trajectories.helical(SAD, SDD, Panel.flat(16, 320, 1.5), uneven, 13),
        grid,
        "view 8: its source is 3.3 pixels from where even steps along a helix have it");
  }

  private static void refused(Geometry geometry, VoxelGrid grid, String words) {
    InputException e =
        assertThrows(
            InputException.class, () -> Reconstruction.of(geometry, grid, Analytic.RAM_LAK));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
