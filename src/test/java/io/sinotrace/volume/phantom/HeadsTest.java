package io.sinotrace.volume.phantom;

import static io.sinotrace.volume.phantom.MuAt60Kev.ALUMINIUM;
import static io.sinotrace.volume.phantom.MuAt60Kev.BONE;
import static io.sinotrace.volume.phantom.MuAt60Kev.BRAIN;
import static io.sinotrace.volume.phantom.MuAt60Kev.CEREBROSPINAL_FLUID;
import static io.sinotrace.volume.phantom.MuAt60Kev.SOFT_TISSUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Vec3;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of the two heads at points picked by hand. */
class HeadsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(7);

  private static final double[] MATERIALS = {
    0, SOFT_TISSUE, BONE, BRAIN, CEREBROSPINAL_FLUID, ALUMINIUM
  };

  private static double head(double x, double y, double z) {
    return Head.lifeSize().mu(new Vec3(x, y, z));
  }

  /** Contrast by place, in halves of the edge; from the table of Shepp and Logan with Toft's. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.9, 0, 1.0", // skull, in front
    "0, -0.91, 0, 1.0", // and behind
    "0.68, 0, 0, 1.0", // and beside
    "0, 0, 0.8, 1.0", // and above
    "0, -0.3, 0, 0.2", // brain
    "0.22, 0, 0, 0", // the dark ellipsoids
    "-0.22, 0, 0, 0",
    "-0.36, 0, 0, 0", // only the one at negative x is so wide
    "0.36, 0, 0, 0.2",
    "0.143, -0.238, 0, 0", // they lean outwards at the top
    "0.297, -0.238, 0, 0.2",
    "0.297, 0.238, 0, 0",
    "0, 0.35, -0.15, 0.3", // the lighter ones
    "0, 0.1, 0.25, 0.3",
    "0, -0.1, 0.25, 0.3",
    "0, 0.2, -0.25, 0.3", // the big light one reaches lower than high
    "0, 0.2, 0.25, 0.2",
    "0, -0.1, -0.25, 0.2",
    "-0.08, -0.605, 0, 0.3",
    "0, -0.606, 0, 0.3",
    "0.06, -0.605, 0, 0.3",
    "0.08, -0.605, 0.03, 0.2",
    "0.7, 0, 0, 0", // air
    "0, 0.93, 0, 0",
    "0.68, 0.91, 0, 0",
  })
  void sheppLogan(double x, double y, double z, double contrast) {
    Phantom phantom = SheppLogan.of(200, 0.05);
    assertEquals(0.05 * contrast, phantom.mu(new Vec3(x, y, z).times(100)), 1e-14);
  }

  @Test
  void theDarkEllipsoidsOfSheppLoganHoldExactlyNothing() {
    assertEquals(0.0, SheppLogan.of(200, MuAt60Kev.WATER).mu(new Vec3(-22, 0, 0)), 0);
  }

  @Test
  void noseIsInFront() {
    assertEquals(SOFT_TISSUE, head(0, 104, -14), 0);
    assertEquals(0, head(0, -104, -14), 0);
    assertEquals(0, head(0, 104, 14), 0);
  }

  @Test
  void jawIsBelowAndInFront() {
    assertEquals(BONE, head(0, 50, -64), 1e-12);
    assertEquals(SOFT_TISSUE, head(0, -50, -64), 0);
    assertEquals(BRAIN, head(0, 50, 30), 1e-12);
    assertEquals(BONE, head(0, 50, -46), 1e-12);
  }

  @Test
  void markerIsOnTheRight() {
    assertEquals(ALUMINIUM, head(79, -4, 0), 0);
    assertEquals(0, head(-79, -4, 0), 0);
  }

  @Test
  void rightSideOfTheJawIsLonger() {
    assertEquals(BONE, head(39.2, -13.4, -60), 1e-12);
    assertEquals(SOFT_TISSUE, head(-39.2, -13.4, -60), 0);
    // Both reach forward.
    assertEquals(BONE, head(24, 28, -60), 1e-12);
    assertEquals(BONE, head(-24, 34, -60), 1e-12);
  }

  @Test
  void rightVentricleIsLarger() {
    assertEquals(CEREBROSPINAL_FLUID, head(13, -10, 28), 1e-12);
    assertEquals(CEREBROSPINAL_FLUID, head(-13, -10, 28), 1e-12);
    assertEquals(CEREBROSPINAL_FLUID, head(17.8, 12.5, 28), 1e-12);
    assertEquals(BRAIN, head(-17.8, 12.5, 28), 1e-12);
  }

  @Test
  void skullIsAShell() {
    // Its middle is (0, -12, 18): bone from 68 to 75 mm behind it, brain inside, tissue outside.
    assertEquals(BRAIN, head(0, -78, 18), 1e-12);
    assertEquals(BONE, head(0, -84, 18), 1e-12);
    assertEquals(SOFT_TISSUE, head(0, -90, 18), 1e-12);
    assertEquals(BONE, head(0, -12, 75), 1e-12);
  }

  /** Parts that overlap, or stick out of what holds them, would show as a mu of no material. */
  @Test
  void everyPointOfTheHeadIsOneMaterial() {
    SplittableRandom random = SEED.random();
    Phantom head = Head.lifeSize();
    Vec3 box = Head.LIFE_SIZE;
    for (int k = 0; k < 1_000_000; k++) {
      Vec3 p =
          new Vec3(
              box.x() * (random.nextDouble() - 0.5),
              box.y() * (random.nextDouble() - 0.5),
              box.z() * (random.nextDouble() - 0.5));
      double mu = head.mu(p);
      assertTrue(
          DoubleStream.of(MATERIALS).anyMatch(m -> Math.abs(mu - m) < 1e-12),
          () -> "mu " + mu + " at " + p);
    }
  }

  @Test
  void headKeepsOffTheWallsOfItsBox() {
    Vec3 wall = Head.LIFE_SIZE.times(0.5);
    Phantom head = Head.lifeSize();
    for (int k = -120; k <= 120; k++) {
      for (int side = -1; side <= 1; side += 2) {
        Vec3 y = new Vec3(0, 1, 0);
        Vec3 x = new Vec3(1, 0, 0);
        assertEquals(0, head.lineIntegralThrough(new Vec3(side * wall.x(), 0, k), y), 0);
        assertEquals(0, head.lineIntegralThrough(new Vec3(0, side * wall.y(), k), x), 0);
        assertEquals(0, head.lineIntegralThrough(new Vec3(0, k, side * wall.z()), x), 0);
      }
    }
  }
}
