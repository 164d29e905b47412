package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.SheppLogan;
import io.sinotrace.volume.phantom.Solid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is right of images from cone beams away from the plane of the source: L. A. Feldkamp, L. C.
 * Davis and J. W. Kress, Practical cone-beam algorithm, J. Opt. Soc. Am. A 1 (1984) 612, say that
 * objects that do not change along the axis come out as they are, and that of all objects the
 * integrals along the axis do. Nothing else is: what is far from that plane fades.
 */
class FeldkampTest {
  private static final double SAD = 300;
  private static final double SDD = 450;
  private static final double MU = 0.02;

  /** Rows enough for cones of 11 degrees and more. */
  private static Geometry cone(Panel.Shape shape) {
    Panel panel = Panel.flat(192, 160, 1).withShape(shape);
    return Trajectories.cone(SAD, SDD, panel, Trajectories.angles(360, 11, 360));
  }

  @ParameterizedTest
  @EnumSource(Panel.Shape.class)
  void whatDoesNotChangeAlongTheAxisIsRightInAllPlanes(Panel.Shape shape) {
    Phantom rods =
        Phantom.of(
            Solid.ellipsoid(new Vec3(4, -3, 0), new Vec3(40, 40, 1e5), MU),
            Solid.ellipsoid(new Vec3(-14, 10, 0), new Vec3(12, 12, 1e5), MU));
    VoxelGrid grid = VoxelGrid.centred(90, 90, 3, new Vec3(1, 1, 46));
    float[] image = Analytic.image(cone(shape), grid, rods);
    for (int z = 0; z < 3; z++) {
      assertEquals(MU, Analytic.mean(image, grid, z, 15, -15, 9), 2e-3 * MU, "plane " + z);
      assertEquals(2 * MU, Analytic.mean(image, grid, z, -14, 10, 7), 2e-3 * MU, "plane " + z);
    }
  }

  @ParameterizedTest
  @EnumSource(Panel.Shape.class)
  void integralsAlongTheAxisAreKept(Panel.Shape shape) {
    // A flat lens, seen from the source 7 to 10 degrees above its plane: it fades most.
    Vec3 middle = new Vec3(6, -4, 42);
    double across = 30;
    double height = 4;
    Solid lens = Solid.ellipsoid(middle, new Vec3(across, across, height), MU);
    VoxelGrid grid = VoxelGrid.centred(64, 64, 128, new Vec3(1, 1, 1));
    float[] image = Analytic.image(cone(shape), grid, Phantom.of(lens));
    double sums = 0;
    double integrals = 0;
    double brightest = 0;
    for (int y = 0; y < grid.ny(); y++) {
      for (int x = 0; x < grid.nx(); x++) {
        Vec3 place = grid.indexToWorld().point(new Vec3(x, y, 0));
        double share = Math.hypot(place.x() - middle.x(), place.y() - middle.y()) / across;
        if (share < 0.5) {
          for (int z = 0; z < grid.nz(); z++) {
            float value = image[(z * grid.ny() + y) * grid.nx() + x];
            sums += value;
            brightest = Math.max(brightest, value);
          }
          integrals += 2 * height * MU * Math.sqrt(1 - share * share);
        }
      }
    }
    assertEquals(1, sums / integrals, 2e-3);
    assertTrue(brightest < 0.9 * MU, "fades to " + brightest / MU);
  }

  /** Within 2 degrees of the plane of the source. */
  @Test
  void theInsideOfTheSheppLoganHeadIsRight() {
    double edge = 120;
    double skull = 0.05;
    Phantom head = SheppLogan.of(edge, skull);
    Panel panel = Panel.flat(56, 256, 1);
    Geometry geometry = Trajectories.cone(300, 500, panel, Trajectories.angles(360, 5, 360));
    VoxelGrid grid = VoxelGrid.centred(72, 100, 5, new Vec3(1, 1, 5));
    float[] image = Analytic.image(geometry, grid, head);
    int compared = 0;
    for (int z = 0; z < grid.nz(); z++) {
      for (double share : new double[] {0, 0.2, 0.3}) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            Vec3 place = grid.indexToWorld().point(new Vec3(x, y, z));
            if (Math.hypot(place.x() / 0.66, place.y() / 0.87) < 0.45 * edge
                && isWithin(head, place, share * skull)) {
              sum += image[(z * grid.ny() + y) * grid.nx() + x];
              count++;
            }
          }
        }
        if (count > 0) {
          assertEquals(
              share, sum / count / skull, 4e-4, "%s of the skull in plane %d".formatted(share, z));
          compared++;
        }
      }
    }
    // The last plane is beyond the brightest part.
    assertEquals(3 * grid.nz() - 1, compared);
  }

  /** Returns whether mu is the same all around a place, so that no edge blurs it. */
  private static boolean isWithin(Phantom head, Vec3 place, double mu) {
    for (double dx : new double[] {-3, 0, 3}) {
      for (double dy : new double[] {-3, 0, 3}) {
        for (double dz : new double[] {-4, 0, 4}) {
          if (Math.abs(head.mu(place.plus(new Vec3(dx, dy, dz))) - mu) > 1e-9) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
