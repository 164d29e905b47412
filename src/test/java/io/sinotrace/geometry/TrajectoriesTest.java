package io.sinotrace.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Figures of the trajectories that can be worked out without projecting anything. */
class TrajectoriesTest {
  private static void assertClose(double x, double y, double z, Vec3 actual) {
    assertEquals(0, actual.minus(new Vec3(x, y, z)).norm(), 1e-11, actual::toString);
  }

  @Test
  void anglesLeaveTheEndOut() {
    assertArrayEquals(new double[] {0, 90, 180, 270}, Trajectories.angles(4, 0, 360));
    assertArrayEquals(new double[] {30, 75, 120, 165}, Trajectories.angles(4, 30, 180));
    assertArrayEquals(new double[] {10, -20, -50}, Trajectories.angles(3, 10, -90));
  }

  @Test
  void coneAtZeroDegrees() {
    View v =
        Trajectories.cone(1000, 1500, Panel.flat(3, 5, 2).withOffset(7, 11), new double[] {0})
            .views()
            .get(0);
    assertClose(1000, 0, 0, v.source());
    assertClose(-500, 11, 7, v.center());
    assertClose(0, 2, 0, v.u());
    assertClose(0, 0, 2, v.v());
    assertClose(1, 0, 0, v.n());
    assertEquals(0, v.angle());
  }

  @Test
  void rectangularPixels() {
    Panel panel = new Panel(4, 6, 3, 2, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT);
    View v = Trajectories.parallel(panel, new double[] {90}).views().get(0);
    assertClose(-2, 0, 0, v.u());
    assertClose(0, 0, 3, v.v());
    // The rays of a parallel beam travel away from the side of the source.
    assertClose(0, -1, 0, v.source());
  }

  @Test
  void helixRisesAboutItsMiddleView() {
    double[] angles = Trajectories.angles(9, 45, 1080);
    Geometry g = Trajectories.helical(400, 600, Panel.flat(2, 2, 1), angles, 24);
    for (int k = 0; k < 9; k++) {
      // A third of a turn from view to view, so 8 mm.
      assertEquals(8.0 * (k - 4), g.views().get(k).source().z(), 1e-12);
      assertEquals(8.0 * (k - 4), g.views().get(k).center().z(), 1e-12);
    }
    Geometry even = Trajectories.helical(400, 600, Panel.flat(2, 2, 1), new double[] {0, 90}, 24);
    assertEquals(0, even.views().get(1).source().z());
    assertEquals(-6, even.views().get(0).source().z(), 1e-12);
  }

  @Test
  void curvedColumnsAreEquallySpacedInArc() {
    double sad = 500;
    double sdd = 800;
    Panel panel = Panel.flat(3, 41, 12).withOffset(5, 30).withShape(Panel.Shape.CURVED);
    Geometry g = Trajectories.cone(sad, sdd, panel, new double[] {30});
    View v = g.views().get(0);
    Detector d = g.detector();
    for (int c = 0; c < 41; c++) {
      Vec3 pixel = v.center().plus(v.u().times(d.x(c))).plus(v.n().times(d.y(c)));
      Vec3 from = pixel.minus(v.source());
      assertEquals(5, from.z(), 1e-12);
      // In the plane all are SDD away; the angle from the axis is the arc over SDD.
      assertEquals(sdd, Math.hypot(from.x(), from.y()), 1e-9);
      double along = -(from.x() * Math.sqrt(3) / 2 + from.y() / 2);
      double across = -from.x() / 2 + from.y() * Math.sqrt(3) / 2;
      assertEquals((12 * (c - 20) + 30) / sdd, Math.atan2(across, along), 1e-12);
    }
  }

  @Test
  void coverPitchIsTheFormulaOfTheRadiograph() {
    // Volume of 80 x 60 x 50 mm, source 400 above it, detector h = 30 below it: with H = 480 and
    // M pixels over N mm, pitch = H N / ((H - Nz - h) M).
    Vec3 lo = new Vec3(-30, -40, -20);
    Vec3 hi = new Vec3(50, 20, 30);
    double x = 480.0 * 80 / ((480.0 - 50 - 30) * 100);
    double y = 480.0 * 60 / ((480.0 - 50 - 30) * 50);
    assertEquals(y, Trajectories.coverPitch(50, 100, lo, hi, 400, 30), 1e-12);
    assertEquals(x, Trajectories.coverPitch(90, 100, lo, hi, 400, 30), 1e-12);
    // The detector's edge then sees the top face's edge.
    Geometry g = Trajectories.radiograph(Panel.flat(90, 100, x), lo, hi, 400, 30);
    View v = g.views().get(0);
    Vec3 edge = v.center().plus(v.u().times(50));
    double onTop = (edge.x() - v.source().x()) * 400 / 480 + v.source().x();
    assertEquals(50, onTop, 1e-9);
    assertClose(10, -10, 430, v.source());
    assertClose(10, -10, -50, v.center());
  }

  @Test
  void tiltsTurnAboutNThenVThenU() {
    // At angle 0: u = y, v = z, n = x.
    Panel panel = Panel.flat(1, 1, 2);
    double[] zero = {0};
    View n = Trajectories.cone(1, 2, panel.withTilt(new Panel.Tilt(0, 0, 90)), zero).views().get(0);
    assertClose(0, 0, 2, n.u());
    assertClose(0, -2, 0, n.v());
    assertClose(1, 0, 0, n.n());
    View v = Trajectories.cone(1, 2, panel.withTilt(new Panel.Tilt(0, 90, 0)), zero).views().get(0);
    assertClose(-2, 0, 0, v.u());
    assertClose(0, 0, 2, v.v());
    assertClose(0, 1, 0, v.n());
    View u = Trajectories.cone(1, 2, panel.withTilt(new Panel.Tilt(90, 0, 0)), zero).views().get(0);
    assertClose(0, 2, 0, u.u());
    assertClose(2, 0, 0, u.v());
    assertClose(0, 0, -1, u.n());
    // First about n: u to z, v to -y. Then about v (z): z stays, -y to x. Then about u (y): z to x,
    // x to -z.
    View all =
        Trajectories.cone(1, 2, panel.withTilt(new Panel.Tilt(90, 90, 90)), zero).views().get(0);
    assertClose(2, 0, 0, all.u());
    assertClose(0, 0, -2, all.v());
  }

  @Test
  void impossibleOnesAreRefused() {
    double[] one = {0};
    Panel flat = Panel.flat(2, 2, 1);
    Panel curved = flat.withShape(Panel.Shape.CURVED);
    Panel tilted = flat.withTilt(new Panel.Tilt(1, 0, 0));
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertThrows(bad, () -> Trajectories.cone(0, 1500, flat, one));
    assertThrows(bad, () -> Trajectories.cone(1000, Double.NaN, flat, one));
    assertThrows(bad, () -> Trajectories.parallel(curved, one));
    assertThrows(bad, () -> Trajectories.parallel(tilted, new double[] {0}, one));
    assertThrows(bad, () -> Trajectories.fan(10, 20, tilted, new double[] {0}, one));
    assertThrows(bad, () -> Trajectories.fan(10, 20, flat.withOffset(1, 0), new double[] {0}, one));
    assertThrows(bad, () -> curved.withTilt(new Panel.Tilt(0, 1, 0)));
    assertThrows(bad, () -> Panel.flat(0, 2, 1));
    assertThrows(bad, () -> Panel.flat(2, 2, 0));
    assertThrows(bad, () -> Panel.flat(2, 2, Double.NaN));
  }
}
