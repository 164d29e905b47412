package io.sinotrace.projector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where grids lie, and how far away a source may be. */
class GridPlaceTest {
  private static void assertClose(double x, double y, double z, Vec3 actual) {
    assertEquals(0, actual.minus(new Vec3(x, y, z)).norm(), 1e-12, actual::toString);
  }

  @Test
  void centredBoxHasItsMiddleAtTheOrigin() {
    VoxelGrid g = VoxelGrid.centred(4, 3, 1, new Vec3(2, 1, 5));
    // Voxel centres at -3, -1, 1, 3 and -1, 0, 1 and 0.
    assertClose(-3, -1, 0, g.indexToWorld().point(Vec3.ZERO));
    assertClose(3, 1, 0, g.indexToWorld().point(new Vec3(3, 2, 0)));
    assertClose(-4, -1.5, -2.5, g.worldBounds()[0]);
    assertClose(4, 1.5, 2.5, g.worldBounds()[1]);
    assertClose(0, 0, 0, g.middle());
    assertClose(-4, -1.5, -2.5, g.boxToWorld().point(Vec3.ZERO));
    assertClose(0, 0, 0, g.worldToBox().point(new Vec3(-4, -1.5, -2.5)));
    assertClose(0.5, 0.5, 0.5, g.worldToBox().point(new Vec3(-3, -1, 0)));
  }

  @Test
  void centringKeepsTurnsAndFlips() {
    Affine a = Affine.ofRows(0, -2, 0, 10, -3, 0, 0, 20, 0, 0, 4, 30);
    VoxelGrid g = new VoxelGrid(2, 5, 3, a);
    // Index (0, 0, 0) at (10, 20, 30), (1, 4, 2) at (2, 17, 38); half a voxel more each way.
    assertClose(6, 18.5, 34, g.middle());
    assertClose(1, 15.5, 28, g.worldBounds()[0]);
    assertClose(11, 21.5, 40, g.worldBounds()[1]);
    assertClose(3, 2, 4, g.spacing());
    VoxelGrid c = g.centred();
    assertClose(0, 0, 0, c.middle());
    assertClose(4, 1.5, -4, c.indexToWorld().translation());
    for (int k = 0; k < 3; k++) {
      assertEquals(a.column(k), c.indexToWorld().column(k));
    }
  }

  @Test
  void impossibleGridsAreRefused() {
    Affine unit = Affine.scaling(new Vec3(1, 1, 1), Vec3.ZERO);
    assertThrows(InputException.class, () -> new VoxelGrid(0, 1, 1, unit));
    assertThrows(InputException.class, () -> new VoxelGrid(1, 32_769, 1, unit));
    assertThrows(
        InputException.class,
        () -> new VoxelGrid(1, 1, 1, Affine.scaling(new Vec3(1, 0, 1), Vec3.ZERO)));
    assertThrows(
        InputException.class,
        () -> new VoxelGrid(1, 1, 1, Affine.scaling(new Vec3(1, Double.NaN, 1), Vec3.ZERO)));
    assertThrows(
        InputException.class,
        () -> VoxelGrid.centred(1, 1, 1, new Vec3(1, Double.POSITIVE_INFINITY, 1)));
  }

  @Test
  void posesBeyondTenMillionVoxelsAreRefused() {
    VoxelGrid grid = VoxelGrid.centred(8, 8, 8, new Vec3(0.5, 0.5, 0.5));
    for (double far : new double[] {5.1e6, -5.1e6, Double.NaN, Double.POSITIVE_INFINITY}) {
      Vec3 away = new Vec3(0, far, 0);
      assertThrows(InputException.class, () -> box(grid, away, Vec3.ZERO));
      assertThrows(InputException.class, () -> box(grid, Vec3.ZERO, away));
    }
    box(grid, new Vec3(0, 4.9e6, 0), Vec3.ZERO);
  }

  private static void box(VoxelGrid grid, Vec3 source, Vec3 center) {
    View view = View.of(0, source, center, new Vec3(1, 0, 0), new Vec3(0, 1, 0));
    Geometry geometry = new Geometry(Beam.CONE, Detector.flat(1, 1), List.of(view));
    assertEquals(1, new BoxGeometry(grid, geometry).views());
  }
}
