package io.sinotrace.volume.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Vec3;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhantomTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20_260_101);

  @Test
  void holesAreSolidsOfNegativeMu() {
    Phantom shell =
        Phantom.of(
            Solid.ellipsoid(Vec3.ZERO, new Vec3(10, 10, 10), 0.02),
            Solid.ellipsoid(Vec3.ZERO, new Vec3(5, 5, 5), -0.02));
    // 20 mm less 10 mm; at 6 mm beside the middle 16 mm, and the hole is missed.
    assertEquals(0.2, shell.lineIntegralThrough(Vec3.ZERO, new Vec3(1, 1, 0)), 1e-15);
    assertEquals(0.32, shell.lineIntegralThrough(new Vec3(0, 0, 6), new Vec3(1, 0, 0)), 1e-15);
    assertEquals(0, shell.mu(new Vec3(0, 4, 0)), 0);
    assertEquals(0.02, shell.mu(new Vec3(0, 7, 0)), 0);
  }

  @Test
  void scalingScalesLengthsAndKeepsMu() {
    Phantom head = Head.lifeSize();
    Vec3 a = new Vec3(-300, 20, 7);
    Vec3 b = new Vec3(250, -40, 31);
    double once = head.lineIntegral(a, b);
    assertTrue(once > 1, "the line must pass through the head");
    assertEquals(0.25 * once, head.scaled(0.25).lineIntegral(a.times(0.25), b.times(0.25)), 1e-14);
  }

  /**
   * Along a line mu is constant but for jumps, and the midpoint rule of step h errs at a jump by at
   * most half a step times the jump: two jumps a solid make sum |mu| h in all.
   */
  @ParameterizedTest
  @EnumSource(NamedPhantom.class)
  void lineIntegralIsTheQuadratureOfThePointValues(NamedPhantom name) {
    SplittableRandom random = SEED.random();
    Phantom phantom = name.fitting(new Vec3(180, 210, 170));
    // A few solids in general position on top: the named ones turn about z only.
    Phantom turned =
        Phantom.of(
            Solid.box(new Vec3(10, -20, 5), new Vec3(30, 8, 50), 0.03)
                .turned(new Vec3(1, 2, 3), 37),
            Solid.ellipsoid(new Vec3(-20, 10, 0), new Vec3(9, 40, 25), -0.01)
                .turned(new Vec3(-2, 1, 0.5), 121));
    int hits = 0;
    for (int k = 0; k < 60; k++) {
      Vec3 from = point(random, 130);
      Vec3 to = point(random, 130);
      for (Phantom p : new Phantom[] {phantom, turned}) {
        double exact = p.lineIntegral(from, to);
        hits += exact != 0 ? 1 : 0;
        assertQuadrature(p, from, to, exact);
      }
    }
    assertTrue(hits > 30, "only " + hits + " rays met a solid");
  }

  private static void assertQuadrature(Phantom phantom, Vec3 from, Vec3 to, double exact) {
    int steps = 20_000;
    Vec3 d = to.minus(from);
    double h = d.norm() / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      sum += phantom.mu(from.plus(d.times((i + 0.5) / steps)));
    }
    double bound = phantom.solids().stream().mapToDouble(s -> Math.abs(s.mu())).sum() * h;
    assertEquals(sum * h, exact, bound, () -> from + " to " + to);
  }

  @Test
  void aWholeLineIsALongSegment() {
    SplittableRandom random = SEED.random();
    Phantom head = Head.lifeSize();
    for (int k = 0; k < 200; k++) {
      Vec3 p = point(random, 90);
      Vec3 d = point(random, 1);
      Vec3 far = d.unit().times(500);
      assertEquals(
          head.lineIntegral(p.minus(far), p.plus(far)), head.lineIntegralThrough(p, d), 1e-11);
    }
  }

  private static Vec3 point(SplittableRandom random, double reach) {
    return new Vec3(
        random.nextDouble(-reach, reach),
        random.nextDouble(-reach, reach),
        random.nextDouble(-reach, reach));
  }

  @Test
  void namesAreListedWhenOneIsUnknown() {
    InputException e = assertThrows(InputException.class, () -> NamedPhantom.of("brain"));
    assertEquals(
        "no phantom is called 'brain': expected one of shepp-logan, head, box, sphere, or a"
            + " file of solids whose name ends in .yaml",
        e.getMessage());
    assertEquals(NamedPhantom.SHEPP_LOGAN, NamedPhantom.of("shepp-logan"));
  }
}
