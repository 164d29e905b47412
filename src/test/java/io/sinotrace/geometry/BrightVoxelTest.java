package io.sinotrace.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One bright voxel at a known place of the world lights one pixel, which similar triangles give.
 *
 * <p>The places are such that the ray through the voxel's middle meets the middle of a pixel, and
 * the voxel is so small that no other pixel's middle lies in its shadow.
 */
class BrightVoxelTest {
  private static final double SAD = 1000;
  private static final double SDD = 1500;
  private static final double MU = 0.02;

  // Odd, so that a pixel lies in the middle: row 30, column 40.
  private static final Panel PANEL = Panel.flat(61, 81, 1.5);

  private static final double[] ANGLES = {0, 30, 90, 180, 270};

  /**
   * The place {@code a} mm from the axis towards the source, {@code b} mm to the right as seen from
   * the source, at height z. From +x (0 degrees), looking to -x with z up, the right is +y.
   */
  private static Vec3 at(double angle, double a, double b, double z) {
    double h = Math.sqrt(3) / 2;
    return switch ((int) angle) {
      case 0 -> new Vec3(a, b, z);
      case 30 -> new Vec3(h * a - b / 2, a / 2 + h * b, z);
      case 90 -> new Vec3(-b, a, z);
      case 180 -> new Vec3(-a, -b, z);
      case 270 -> new Vec3(b, -a, z);
      default -> throw new IllegalArgumentException("no angle of this test: " + angle);
    };
  }

  /**
   * Asserts that a voxel lights one pixel of a view and how brightly.
   *
   * @param size of the voxel, in mm
   * @param along direction of the ray, of any length
   */
  private static void assertLit(
      Geometry g, int view, Vec3 place, double size, Vec3 along, int row, int column) {
    // Voxel (3, 1, 2) of 5 x 4 x 6 has its centre at the place.
    Vec3 origin = place.minus(new Vec3(3 * size, size, 2 * size));
    VoxelGrid grid = new VoxelGrid(5, 4, 6, Affine.scaling(new Vec3(size, size, size), origin));
    SlabVolume.Writer w = SlabVolume.on(grid);
    w.set(3, 1, 2, MU);
    float[] out = new float[g.detector().rows() * g.detector().columns()];
    try (ScalarProjector projector = new ScalarProjector(w.finish(), g)) {
      projector.project(new Tile(view, view + 1, 0, g.detector().rows()), out);
    }
    List<String> lit = new ArrayList<>();
    for (int i = 0; i < out.length; i++) {
      if (out[i] != 0) {
        lit.add(i / g.detector().columns() + ", " + i % g.detector().columns());
      }
    }
    assertEquals(List.of(row + ", " + column), lit, () -> g.views().get(view).toString());
    // Through its middle a cube is as thick as the steepest component of the ray says.
    double steepest =
        Math.max(Math.abs(along.x()), Math.max(Math.abs(along.y()), Math.abs(along.z())));
    double expected = MU * size * along.norm() / steepest;
    assertEquals(expected, out[row * g.detector().columns() + column], 1e-5 * expected);
  }

  @Test
  void cone() {
    Geometry g = Trajectories.cone(SAD, SDD, PANEL, ANGLES);
    for (int k = 0; k < ANGLES.length; k++) {
      double t = ANGLES[k];
      Vec3 source = at(t, 1000, 0, 0);
      // On the axis 1.5 times as large: 10 mm right is 15 mm, 10 columns; 4 mm down 4 rows.
      Vec3 p = at(t, 0, 10, -4);
      assertLit(g, k, p, 0.4, p.minus(source), 30 - 4, 40 + 10);
      // Half way to the detector twice as large: 6 mm left is 12 mm, 8 columns; 3 mm up 4 rows.
      p = at(t, 250, -6, 3);
      assertLit(g, k, p, 0.4, p.minus(source), 30 + 4, 40 - 8);
      // 125 mm behind the axis 4/3 times as large: 4.5 mm is 6 mm, 9 mm is 12 mm.
      p = at(t, -125, 4.5, 9);
      assertLit(g, k, p, 0.4, p.minus(source), 30 + 8, 40 + 4);
    }
  }

  @Test
  void coneWithOffsetsAndStartAngle() {
    // The detector moved 3 mm up and 4.5 mm to the left: all falls 2 rows lower, 3 columns farther.
    Geometry g =
        Trajectories.cone(SAD, SDD, PANEL.withOffset(3, -4.5), Trajectories.angles(12, 30, 720));
    // Views are at 30, 90, 150, 210, 270 ... degrees.
    int[] views = {0, 1, 4};
    double[] angles = {30, 90, 270};
    for (int i = 0; i < 3; i++) {
      Vec3 p = at(angles[i], 0, 10, -4);
      Vec3 along = p.minus(at(angles[i], 1000, 0, 0));
      assertLit(g, views[i], p, 0.4, along, 30 - 4 - 2, 40 + 10 + 3);
    }
  }

  @Test
  void tiltedAboutU() {
    // By 30 degrees: upper rows lean to the source. 30 mm up the detector (20 rows) is 15 mm nearer
    // the source and 30 cos 30 up.
    Geometry g =
        Trajectories.cone(SAD, SDD, PANEL.withTilt(new Panel.Tilt(30, 0, 0)), new double[] {0});
    double t = 1000.0 / (1500 - 15);
    Vec3 p = new Vec3(0, 15 * t, 30 * Math.sqrt(3) / 2 * t);
    assertLit(g, 0, p, 0.4, p.minus(new Vec3(1000, 0, 0)), 30 + 20, 40 + 10);
  }

  @Test
  void tiltedAboutV() {
    // By 30 degrees: columns on the right lean away. 30 mm to the right (20 columns) is 15 mm
    // farther from the source and 30 cos 30 to the right.
    Geometry g =
        Trajectories.cone(SAD, SDD, PANEL.withTilt(new Panel.Tilt(0, 30, 0)), new double[] {0});
    double t = 1000.0 / (1500 + 15);
    Vec3 p = new Vec3(0, 30 * Math.sqrt(3) / 2 * t, -15 * t);
    assertLit(g, 0, p, 0.4, p.minus(new Vec3(1000, 0, 0)), 30 - 10, 40 + 20);
  }

  @Test
  void tiltedAboutN() {
    // By 30 degrees in its plane, the right side up: 30 mm along u is 30 cos 30 right, 15 up, and
    // 15 mm along v is 7.5 left, 15 cos 30 up.
    Geometry g =
        Trajectories.cone(SAD, SDD, PANEL.withTilt(new Panel.Tilt(0, 0, 30)), new double[] {90});
    double h = Math.sqrt(3) / 2;
    Vec3 p = at(90, 0, (30 * h - 7.5) / 1.5, (15 + 15 * h) / 1.5);
    assertLit(g, 0, p, 0.4, p.minus(at(90, 1000, 0, 0)), 30 + 10, 40 + 20);
  }

  @Test
  void helical() {
    // 36 mm a turn; view 4 of 8, at 360 degrees, is at z = 0, the next a quarter turn later at 9.
    double[] angles = Trajectories.angles(8, 0, 720);
    Geometry g = Trajectories.helical(SAD, SDD, PANEL, angles, 36);
    double[] heights = {-36, -27, -18, -9, 0, 9, 18, 27};
    for (int k = 0; k < 8; k++) {
      double t = angles[k] % 360;
      Vec3 p = at(t, 250, -6, heights[k] + 3);
      assertLit(g, k, p, 0.4, p.minus(at(t, 1000, 0, heights[k])), 30 + 4, 40 - 8);
    }
  }

  @Test
  void curvedConeAndHelical() {
    // Pixels of 15 mm: 30 columns are 450 mm of arc, 0.3 rad. Flat, they would be 15 mm off.
    Panel panel = Panel.flat(61, 81, 15).withShape(Panel.Shape.CURVED);
    Geometry cone = Trajectories.cone(SAD, SDD, panel, ANGLES);
    Geometry helical = Trajectories.helical(SAD, SDD, panel, ANGLES, 100);
    for (int k = 0; k < ANGLES.length; k++) {
      double t = ANGLES[k];
      // 900 mm from the source; 60 mm on the detector (4 rows) are 36 mm there.
      Vec3 p = at(t, 1000 - 900 * Math.cos(0.3), 900 * Math.sin(0.3), -36);
      Vec3 along = p.minus(at(t, 1000, 0, 0));
      assertLit(cone, k, p, 4, along, 30 - 4, 40 + 30);
      Vec3 up = new Vec3(0, 0, 100 * (t - 90) / 360);
      assertLit(helical, k, p.plus(up), 4, along, 30 - 4, 40 + 30);
    }
    // An offset of 4 columns along the arc.
    Geometry moved = Trajectories.cone(SAD, SDD, panel.withOffset(15, 60), ANGLES);
    Vec3 p = at(30, 1000 - 900 * Math.cos(0.3), 900 * Math.sin(0.3), -36);
    assertLit(moved, 1, p, 4, p.minus(at(30, 1000, 0, 0)), 30 - 4 - 1, 40 + 30 - 4);
  }

  @Test
  void fanOfSlices() {
    double[] slices = {-7, 2, 11, 400};
    Geometry g = Trajectories.fan(SAD, SDD, PANEL.withOffset(0, 3), slices, ANGLES);
    Panel wide = Panel.flat(1, 81, 15).withShape(Panel.Shape.CURVED);
    Geometry curved = Trajectories.fan(SAD, SDD, wide, slices, ANGLES);
    for (int k = 0; k < ANGLES.length; k++) {
      double t = ANGLES[k];
      for (int row = 0; row < slices.length; row++) {
        // Each row has its source in its slice: no ray leaves it. 3 mm of offset are 2 columns.
        Vec3 p = at(t, 250, -6, slices[row]);
        assertLit(g, k, p, 0.4, p.minus(at(t, 1000, 0, slices[row])), row, 40 - 8 - 2);
        Vec3 q = at(t, 1000 - 900 * Math.cos(0.3), -900 * Math.sin(0.3), slices[row]);
        assertLit(curved, k, q, 4, q.minus(at(t, 1000, 0, slices[row])), row, 40 - 30);
      }
    }
  }

  @Test
  void parallelOfRows() {
    // No magnification: 15 mm are 10 columns; the detector 6 mm up and 3 mm right of the axis.
    Geometry g = Trajectories.parallel(PANEL.withOffset(6, 3), ANGLES);
    for (int k = 0; k < ANGLES.length; k++) {
      double t = ANGLES[k];
      for (double a : new double[] {-3000, 0, 700}) {
        assertLit(g, k, at(t, a, 15, -9), 1, at(t, -1, 0, 0), 30 - 6 - 4, 40 + 10 - 2);
      }
    }
  }

  @Test
  void parallelOfSlices() {
    double[] slices = {-7, 2, 11};
    Geometry g = Trajectories.parallel(PANEL.withOffset(0, 3), slices, ANGLES);
    for (int k = 0; k < ANGLES.length; k++) {
      for (int row = 0; row < slices.length; row++) {
        Vec3 p = at(ANGLES[k], 80, -15, slices[row]);
        assertLit(g, k, p, 1, at(ANGLES[k], -1, 0, 0), row, 40 - 10 - 2);
      }
    }
  }

  @Test
  void radiograph() {
    // The volume's middle is at (10, -10), its top at 10, its bottom at -50: the source is at
    // (10, -10, 410), the detector at -150, 560 mm below. At z = 130 all is twice as large.
    Vec3 lo = new Vec3(-30, -40, -50);
    Vec3 hi = new Vec3(50, 20, 10);
    Vec3 source = new Vec3(10, -10, 410);
    Vec3 p = new Vec3(10 + 6, -10 - 9, 130);
    Geometry g = Trajectories.radiograph(PANEL, lo, hi, 400, 100);
    assertLit(g, 0, p, 0.4, p.minus(source), 30 - 12, 40 + 8);
    Geometry moved = Trajectories.radiograph(PANEL.withOffset(-3, 4.5), lo, hi, 400, 100);
    assertLit(moved, 0, p, 0.4, p.minus(source), 30 - 12 + 2, 40 + 8 - 3);
  }
}
