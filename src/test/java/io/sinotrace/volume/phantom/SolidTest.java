package io.sinotrace.volume.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

/** Chords against lengths worked out by hand. mu is 1, so a line integral is a length in mm. */
class SolidTest {
  private static final Vec3 X = new Vec3(1, 0, 0);
  private static final Vec3 Y = new Vec3(0, 1, 0);

  private static Phantom ball(Vec3 center, double radius) {
    return Phantom.of(Solid.ellipsoid(center, new Vec3(radius, radius, radius), 1));
  }

  private static Phantom box(Vec3 halfAxes) {
    return Phantom.of(Solid.box(Vec3.ZERO, halfAxes, 1));
  }

  @Test
  void ballThroughItsCentreIsItsDiameter() {
    Vec3 center = new Vec3(1, 2, 3);
    assertEquals(20, ball(center, 10).lineIntegralThrough(center, new Vec3(1, 2, -2)), 1e-13);
  }

  @Test
  void ballAtAnImpactParameterFollowsPythagoras() {
    // 2 sqrt(10^2 - 6^2) = 16
    Phantom ball = ball(new Vec3(0, 0, 5), 10);
    assertEquals(16, ball.lineIntegralThrough(new Vec3(3, 6, 5), X), 1e-13);
    assertEquals(16, ball.lineIntegralThrough(new Vec3(6, -70, 5), Y.times(-0.01)), 1e-13);
  }

  @Test
  void ballSeenFromAKilometreAwayLosesNoDigits() {
    Phantom ball = ball(Vec3.ZERO, 10);
    assertEquals(16, ball.lineIntegral(new Vec3(-1e6, 6, 0), new Vec3(1e6, 6, 0)), 1e-8);
    // A slanted one: the segment's middle is the point (3.6, 4.8, 0) nearest to the centre.
    Vec3 near = new Vec3(3.6, 4.8, 0);
    Vec3 far = new Vec3(0.8, -0.6, 0).times(1e6);
    assertEquals(16, ball.lineIntegral(near.minus(far), near.plus(far)), 1e-7);
  }

  @Test
  void tangentOfABallIsNothingAndJustInsideFollowsTheSquareRoot() {
    Phantom ball = ball(Vec3.ZERO, 10);
    assertEquals(0, ball.lineIntegralThrough(new Vec3(0, 10, 0), X), 1e-6);
    assertEquals(0, ball.lineIntegralThrough(new Vec3(0, 10.000001, 0), X), 0);
    // 2 sqrt(2 r h - h^2) with h = 1e-6
    double chord = 2 * Math.sqrt(20e-6 - 1e-12);
    assertEquals(chord, ball.lineIntegralThrough(new Vec3(0, 10 - 1e-6, 0), X), 1e-11);
  }

  @Test
  void whatGoesBeyondTheGridIsTold() {
    // From -10 to 10 along x and y, from -20 to 20 along z.
    VoxelGrid grid = VoxelGrid.centred(20, 10, 40, new Vec3(1, 2, 1));
    Vec3 z = new Vec3(0, 0, 1);
    // Half a diagonal of 6 x 8, turned so that it lies along x, reaches 5.
    Solid box = Solid.box(new Vec3(5, 0, 0), new Vec3(3, 4, 20), 1);
    double turn = Math.toDegrees(Math.atan2(4, 3));
    // Half axes 6 and 8, turned by 45 degrees, reach sqrt((36 + 64) / 2) = 7.07 along x and y.
    Solid ball = Solid.ellipsoid(new Vec3(0, 3.5, 0), new Vec3(6, 8, 1), 1).turned(z, 45);
    // A disc of radius 4 and half height 3 whose axis lies along x.
    Solid disc = Solid.of(Solid.Shape.CYLINDER, new Vec3(6.5, 0, 0), new Vec3(4, 4, 3), 1);
    Solid clipped =
        Solid.box(Vec3.ZERO, new Vec3(99, 9, 9), 1).clipped(new HalfSpace(new Vec3(1, 0, 0), 9));
    Solid hole = Solid.box(Vec3.ZERO, new Vec3(99, 99, 99), 0).replacing();
    assertNull(Phantom.of(box.turned(z, -turn), disc.turned(Y, 90), clipped, hole).cutOff(grid));
    assertEquals(
        "solids-cut: 2 of 3 solids of the phantom go beyond its grid, by up to 0.571 mm: what is"
            + " outside is in no voxel",
        Phantom.of(box, ball, disc).cutOff(grid));
  }

  @Test
  void boxAlongItsDiagonals() {
    Phantom box = box(new Vec3(1, 2, 3));
    assertEquals(2 * Math.sqrt(14), box.lineIntegralThrough(Vec3.ZERO, new Vec3(1, 2, 3)), 1e-14);
    assertEquals(2 * Math.sqrt(14), box.lineIntegralThrough(Vec3.ZERO, new Vec3(1, -2, 3)), 1e-14);
    assertEquals(
        2 * Math.sqrt(5), box.lineIntegralThrough(new Vec3(0, 0, 2.5), new Vec3(1, 2, 0)), 1e-14);
    // Cuts the corner (1, 2): from (1, 1.5) to (0.5, 2).
    assertEquals(
        Math.sqrt(0.5), box.lineIntegralThrough(new Vec3(1, 1.5, 0), new Vec3(-1, 1, 0)), 1e-14);
  }

  @Test
  void boxAlongItsFacesIsHalfOpen() {
    Phantom box = box(new Vec3(1, 2, 3));
    assertEquals(2, box.lineIntegralThrough(new Vec3(0, -2, 0), X), 0);
    assertEquals(0, box.lineIntegralThrough(new Vec3(0, 2, 0), X), 0);
    Phantom two =
        Phantom.of(Solid.box(Vec3.ZERO, new Vec3(1, 1, 1), 1), Solid.box(Y.times(2), ones(), 1));
    assertEquals(2, two.lineIntegralThrough(Y, X), 0);
    assertEquals(1, two.mu(Y), 0);
    assertEquals(4, two.lineIntegralThrough(Vec3.ZERO, Y), 1e-14);
  }

  private static Vec3 ones() {
    return new Vec3(1, 1, 1);
  }

  @Test
  void turnedEllipsoid() {
    Solid solid =
        Solid.ellipsoid(new Vec3(5, 0, 0), new Vec3(30, 10, 5), 1).turned(Vec3.UNIT_Z, 30);
    Phantom phantom = Phantom.of(solid);
    Vec3 longAxis = new Vec3(Math.sqrt(0.75), 0.5, 0);
    Vec3 shortAxis = new Vec3(-0.5, Math.sqrt(0.75), 0);
    assertEquals(60, phantom.lineIntegralThrough(solid.center(), longAxis), 1e-12);
    assertEquals(20, phantom.lineIntegralThrough(solid.center(), shortAxis), 1e-12);
    assertEquals(10, phantom.lineIntegralThrough(solid.center(), Vec3.UNIT_Z), 1e-12);
    // Along x: 1/r^2 = cos^2 30 / 30^2 + sin^2 30 / 10^2 = 1/300.
    assertEquals(2 * Math.sqrt(300), phantom.lineIntegralThrough(solid.center(), X), 1e-12);
    assertTrue(solid.contains(solid.center().plus(longAxis.times(29.9))));
    assertFalse(solid.contains(solid.center().plus(longAxis.times(30.1))));
    assertFalse(solid.contains(new Vec3(5 + 18, 0, 0)));
  }

  @Test
  void turnedBoxIsCutAtItsTurnedFaces() {
    // A cube turned by 45 degrees: its diagonal lies along x.
    Phantom cube = Phantom.of(Solid.box(Vec3.ZERO, ones(), 1).turned(Vec3.UNIT_Z, 45));
    assertEquals(2 * Math.sqrt(2), cube.lineIntegralThrough(Vec3.ZERO, X), 1e-14);
    assertEquals(2 * Math.sqrt(2) - 1, cube.lineIntegralThrough(Y.times(0.5), X), 1e-14);
    // About x, y goes to z.
    Solid rod = Solid.box(Vec3.ZERO, new Vec3(1, 9, 1), 1).turned(X, 90);
    assertEquals(18, Phantom.of(rod).lineIntegralThrough(Vec3.ZERO, Vec3.UNIT_Z), 1e-13);
  }

  @Test
  void onlyTheSegmentCounts() {
    Phantom ball = ball(Vec3.ZERO, 10);
    assertEquals(10, ball.lineIntegral(Vec3.ZERO, X.times(100)), 1e-13);
    assertEquals(10, ball.lineIntegral(X.times(100), Vec3.ZERO), 1e-13);
    assertEquals(7, ball.lineIntegral(X.times(-3), X.times(4)), 1e-13);
    assertEquals(0, ball.lineIntegral(X.times(11), X.times(50)), 0);
    assertEquals(0, ball.lineIntegral(X.times(-50), X.times(-11)), 0);
    assertEquals(0, ball.lineIntegral(X, X), 0);
    assertEquals(1.5, box(new Vec3(1, 2, 3)).lineIntegral(X.times(-0.5), X.times(9)), 1e-14);
  }

  @Test
  void disjointLinesMiss() {
    assertEquals(0, ball(Vec3.ZERO, 10).lineIntegralThrough(new Vec3(0, 8, 8), X), 0);
    assertEquals(0, box(ones()).lineIntegralThrough(new Vec3(0, 3, 0), X), 0);
    assertEquals(0, box(ones()).lineIntegralThrough(new Vec3(0, 3, 0), new Vec3(1, -1, 0)), 0);
  }

  @Test
  void impossibleSolidsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Solid.box(Vec3.ZERO, new Vec3(1, 0, 1), 1));
    assertThrows(
        IllegalArgumentException.class, () -> Solid.ellipsoid(Vec3.ZERO, ones(), Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Frame(X, X, Vec3.UNIT_Z));
  }
}
