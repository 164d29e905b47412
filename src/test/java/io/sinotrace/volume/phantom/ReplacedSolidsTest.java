package io.sinotrace.volume.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.Channels;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Solid.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Solids that replace others, that are clipped, and cylinders: lengths worked out by hand. */
class ReplacedSolidsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(3);

  private static final List<Shape> SHAPES = List.of(Shape.ELLIPSOID, Shape.BOX, Shape.CYLINDER);
  private static final Vec3 X = new Vec3(1, 0, 0);

  private static Solid ball(double radius, double mu) {
    return Solid.ellipsoid(Vec3.ZERO, new Vec3(radius, radius, radius), mu);
  }

  @Test
  void whatReplacesTakesThePlaceOfAllBefore() {
    Phantom nested =
        Phantom.of(
            ball(10, 1),
            ball(8, 5),
            ball(6, 2).replacing(),
            Solid.box(Vec3.ZERO, new Vec3(1, 1, 1), 100),
            ball(3, 0).replacing());
    // From outside: 2 mm of 1, 2 of 1 + 5, 3 of 2, 6 of nothing, and the same back.
    assertEquals(2 * (2 + 12 + 6), nested.lineIntegralThrough(Vec3.ZERO, X), 1e-13);
    assertEquals(2 + 12 + 6, nested.lineIntegral(Vec3.ZERO, X.times(50)), 1e-13);
    // At 7 mm beside the middle the inner ones are missed.
    double all = 2 * Math.sqrt(100 - 49);
    double second = 2 * Math.sqrt(64 - 49);
    Vec3 beside = new Vec3(0, 7, 0);
    assertEquals(all + 5 * second, nested.lineIntegralThrough(beside, X), 1e-12);
    assertEquals(0, nested.mu(new Vec3(0.5, 0, 0)));
    assertEquals(2, nested.mu(new Vec3(0, 4, 0)));
    assertEquals(6, nested.mu(new Vec3(0, 0, 7)));
    // Two that replace the same part count once.
    Phantom twice = Phantom.of(ball(10, 1), ball(6, 2).replacing(), ball(7, 3).replacing());
    assertEquals(2 * (3 + 7 * 3), twice.lineIntegralThrough(Vec3.ZERO, X), 1e-13);
  }

  @Test
  void cylinders() {
    Solid upright = Solid.of(Shape.CYLINDER, new Vec3(2, 3, 4), new Vec3(5, 5, 9), 1);
    Phantom phantom = Phantom.of(upright);
    assertEquals(18, phantom.lineIntegralThrough(new Vec3(6, 3, 0), Vec3.UNIT_Z), 1e-13);
    assertEquals(0, phantom.lineIntegralThrough(new Vec3(7.1, 3, 0), Vec3.UNIT_Z));
    // 3 mm beside the axis a chord of 8; inclined by 3 : 4 longer by 5 / 4.
    assertEquals(8, phantom.lineIntegralThrough(new Vec3(0, 6, 0), X), 1e-13);
    assertEquals(10, phantom.lineIntegralThrough(new Vec3(2, 6, 4), new Vec3(4, 0, 3)), 1e-13);
    assertEquals(0, phantom.lineIntegralThrough(new Vec3(0, 6, 14), X));
    // Through a cap: from the axis of the middle outwards along 1 : 3, 9 mm up.
    Vec3 steep = new Vec3(1, 0, 3);
    assertEquals(
        9 * Math.sqrt(10) / 3,
        phantom.lineIntegral(new Vec3(2, 3, 4), new Vec3(2, 3, 4).plus(steep.times(99))),
        1e-12);
    // Along x, elliptic: 2 a sqrt(1 - (y / b)^2).
    Solid lying =
        Solid.of(Shape.CYLINDER, Vec3.ZERO, new Vec3(5, 3, 9), 1).turned(new Vec3(0, 1, 0), 90);
    assertEquals(18, Phantom.of(lying).lineIntegralThrough(new Vec3(0, 2, 0), X), 1e-13);
    assertEquals(
        10 * Math.sqrt(1 - 4 / 9.0),
        Phantom.of(lying).lineIntegralThrough(new Vec3(0, 2, 0), Vec3.UNIT_Z),
        1e-13);
    assertTrue(lying.contains(new Vec3(8.9, 0, 4.9)));
  }

  @Test
  void halfSpacesCutOff() {
    HalfSpace below = new HalfSpace(Vec3.UNIT_Z.times(2), 2 * 4);
    Phantom cap = Phantom.of(ball(10, 1).clipped(below));
    assertEquals(14, cap.lineIntegralThrough(Vec3.ZERO, Vec3.UNIT_Z), 1e-13);
    assertEquals(14, cap.lineIntegralThrough(Vec3.ZERO, Vec3.UNIT_Z.times(-3)), 1e-13);
    assertEquals(20, cap.lineIntegralThrough(Vec3.ZERO, X), 1e-13);
    assertEquals(0, cap.lineIntegralThrough(new Vec3(0, 0, 5), X));
    assertEquals(1, cap.mu(new Vec3(0, 0, 3.9)));
    assertEquals(0, cap.mu(new Vec3(0, 0, 4.1)));
    // A wedge of two.
    Phantom wedge = Phantom.of(ball(10, 1).clipped(below).clipped(new HalfSpace(X.times(-1), 3)));
    assertEquals(13, wedge.lineIntegralThrough(Vec3.ZERO, X), 1e-13);
    assertEquals(7, cap.scaled(0.5).lineIntegralThrough(Vec3.ZERO, Vec3.UNIT_Z), 1e-13);
  }

  private static Phantom random(SplittableRandom random, int channels) {
    List<Solid> solids = new ArrayList<>();
    for (int k = 0; k < 8; k++) {
      Solid solid =
          Solid.of(
                  SHAPES.get(random.nextInt(3)),
                  point(random, 20),
                  point(random, 8).plus(new Vec3(13, 14, 15)),
                  random.nextDouble(-0.02, 0.04))
              .turned(point(random, 1), random.nextDouble(360))
              .ofChannel(random.nextInt(channels));
      if (random.nextBoolean()) {
        solid = solid.clipped(new HalfSpace(point(random, 1), random.nextDouble(20)));
      }
      solids.add(random.nextInt(3) == 0 ? solid.replacing() : solid);
    }
    List<String> names = List.of("a", "b", "c").subList(0, channels);
    return new Phantom(new Channels(names, names.stream().map(name -> 1.0).toList()), solids);
  }

  private static Vec3 point(SplittableRandom random, double reach) {
    return new Vec3(
        random.nextDouble(-reach, reach),
        random.nextDouble(-reach, reach),
        random.nextDouble(-reach, reach));
  }

  /**
   * The midpoint rule of step h errs at each jump by at most half a step times the jump: at the two
   * ends of a solid by what is inside and outside, of which each is at most the sum of all |mu|.
   */
  @Test
  void lineIntegralsAreTheQuadratureOfThePointValues() {
    SplittableRandom random = SEED.random();
    int hits = 0;
    for (int k = 0; k < 100; k++) {
      Phantom phantom = random(random, 3);
      Vec3 from = point(random, 50);
      Vec3 to = point(random, 50);
      double[] exact = new double[3];
      phantom.lineIntegrals(from, to, exact);
      int steps = 10_000;
      double h = to.minus(from).norm() / steps;
      double most = phantom.solids().stream().mapToDouble(s -> Math.abs(s.mu())).sum();
      for (int channel = 0; channel < 3; channel++) {
        double sum = 0;
        for (int i = 0; i < steps; i++) {
          Vec3 p = from.plus(to.minus(from).times((i + 0.5) / steps));
          sum += phantom.value(channel, p);
        }
        hits += exact[channel] == 0 ? 0 : 1;
        assertEquals(sum * h, exact[channel], 2 * phantom.solids().size() * most * h);
      }
    }
    assertTrue(hits > 50, "only " + hits + " met anything");
  }

  @Test
  void voxelsAreThePointValues() {
    SplittableRandom random = SEED.random();
    VoxelGrid grid = VoxelGrid.centred(21, 17, 13, new Vec3(3, 3.5, 4));
    for (int trial = 0; trial < 5; trial++) {
      Phantom phantom = random(random, 2);
      Volume volume = Voxelizer.voxelize(phantom, grid, 1);
      assertEquals(2, volume.channels());
      for (int channel = 0; channel < 2; channel++) {
        for (int i = 0; i < 21 * 17 * 13; i++) {
          int z = i / (21 * 17);
          Vec3 p = grid.indexToWorld().point(new Vec3(i % 21, i / 21 % 17, z));
          float voxel = volume.slab(channel, z).get(i % (21 * 17));
          assertEquals((float) phantom.value(channel, p), voxel);
        }
      }
    }
  }
}
