package io.sinotrace.projector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Criterion.Bracket;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the reference itself: by hand, by sampling the definition, and with wrong results. */
class ExactPathTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(7);

  /** 2 x 2 x 1 voxels of 1, 2 (below), 4, 8 (above). */
  private static Volume four() {
    SlabVolume.Writer w = SlabVolume.on(TestGrids.boxIsWorld(2, 2, 1));
    w.set(0, 0, 0, 1);
    w.set(1, 0, 0, 2);
    w.set(0, 1, 0, 4);
    w.set(1, 1, 0, 8);
    return w.finish();
  }

  private static Ray cone(Vec3 source, Vec3 pixel) {
    return new Ray(Beam.CONE, source, pixel);
  }

  @Test
  void pathsWorkedOutByHand() {
    ExactPath path = new ExactPath(four());
    // Along x through the lower two voxels.
    assertEquals(3, path.lineIntegral(cone(new Vec3(-5, 0.3, 0.5), new Vec3(5, 0.3, 0.5))), 1e-14);
    // Slope 1/2 from (0, 3/4): a half in voxel (0, 0), then (0, 1), then (1, 1), all times sqrt
    // 5/4.
    assertEquals(
        (0.5 * 1 + 0.5 * 4 + 8) * Math.sqrt(1.25),
        path.lineIntegral(cone(new Vec3(-1, 0.25, 0.5), new Vec3(3, 2.25, 0.5))),
        1e-13);
    // The segment ends in the middle of voxel (1, 0).
    assertEquals(
        1 + 0.5 * 2,
        path.lineIntegral(cone(new Vec3(-1, 0.5, 0.5), new Vec3(1.5, 0.5, 0.5))),
        1e-14);
    // As a parallel beam it goes on, whatever the length of the direction.
    assertEquals(
        3,
        path.lineIntegral(new Ray(Beam.PARALLEL, new Vec3(-7, 0, 0), new Vec3(9, 0.5, 0.5))),
        1e-14);
    // Down the diagonal through the common corner.
    assertEquals(
        (4 + 2) * Math.sqrt(2),
        path.lineIntegral(cone(new Vec3(-1, 3, 0.5), new Vec3(3, -1, 0.5))),
        1e-13);
    assertEquals(0, path.lineIntegral(cone(new Vec3(1, 1, 0.5), new Vec3(1, 1, 0.5))));
    assertEquals(0, path.lineIntegral(cone(new Vec3(-1, 2.5, 0.5), new Vec3(3, 2.5, 0.5))));
  }

  @Test
  void lengthsAreOfTheWorld() {
    // Box x runs along world -y in steps of 3 mm, box y along world x in steps of 2 mm.
    SlabVolume.Writer w =
        SlabVolume.on(new VoxelGrid(2, 1, 1, Affine.ofRows(0, 2, 0, 10, -3, 0, 0, 20, 0, 0, 1, 0)));
    w.set(0, 0, 0, 1);
    w.set(1, 0, 0, 100);
    ExactPath path = new ExactPath(w.finish());
    // Voxel 1 has its centre at (10, 17, 0): 2 mm wide in x, 3 mm in y.
    assertEquals(200, path.lineIntegral(cone(new Vec3(0, 17, 0), new Vec3(99, 17, 0))), 1e-11);
    assertEquals(303, path.lineIntegral(cone(new Vec3(10, 99, 0), new Vec3(10, 0, 0))), 1e-11);
  }

  /** The definition itself, as a Riemann sum of the value of the voxel that holds each point. */
  @Test
  void agreesWithSamplesOnEveryGrid() {
    SplittableRandom random = SEED.random();
    double[] s = new double[3];
    double[] e = new double[3];
    for (VoxelGrid grid : TestGrids.all()) {
      Volume volume = TestGrids.randomVolume(grid, 0, random);
      ExactPath path = new ExactPath(volume);
      int[] n = {grid.nx(), grid.ny(), grid.nz()};
      for (int i = 0; i < 8; i++) {
        RayClass.RANDOM.draw(random, n, s, e);
        Vec3 from = grid.boxToWorld().point(new Vec3(s[0], s[1], s[2]));
        Vec3 step = grid.boxToWorld().direction(new Vec3(e[0], e[1], e[2]));
        int samples = 100_000;
        double sum = 0;
        for (int k = 0; k < samples; k++) {
          double t = (k + 0.5) / samples;
          int x = (int) Math.floor(s[0] + t * e[0]);
          int y = (int) Math.floor(s[1] + t * e[1]);
          int z = (int) Math.floor(s[2] + t * e[2]);
          if (x >= 0 && x < n[0] && y >= 0 && y < n[1] && z >= 0 && z < n[2]) {
            sum += volume.slab(0, z).get(y * n[0] + x);
          }
        }
        double expected = sum * step.norm() / samples;
        // Each crossing costs at most one sample.
        double tolerance = (n[0] + n[1] + n[2] + 3) * step.norm() / samples;
        assertEquals(expected, path.lineIntegral(cone(from, from.plus(step))), tolerance);
      }
    }
  }

  @Test
  void theCriterionRefusesWrongValues() {
    Criterion criterion = new Criterion(four());
    Bracket inside = criterion.judge(cone(new Vec3(-5, 0.3, 0.5), new Vec3(5, 0.3, 0.5)));
    assertTrue(inside.conditioned());
    assertTrue(inside.excess(3f) <= 1);
    assertTrue(inside.excess(3.00001f) > 1);
    assertTrue(inside.excess(2.99999f) > 1);
    assertTrue(inside.excess(Float.NaN) > 1);
    // On the face between both rows either row is right, and a mixture, but nothing beyond.
    Bracket face = criterion.judge(cone(new Vec3(-5, 1, 0.5), new Vec3(5, 1, 0.5)));
    assertTrue(!face.conditioned());
    assertTrue(face.excess(3f) <= 1);
    assertTrue(face.excess(12f) <= 1);
    assertTrue(face.excess(2.9999f) > 1);
    assertTrue(face.excess(12.0001f) > 1);
  }

  @Test
  void theRigorousBoundIsNoBlankCheque() {
    Criterion criterion = new Criterion(four());
    // Off all faces it is the exact value itself.
    Ray inside = cone(new Vec3(-5, 0.3, 0.5), new Vec3(5, 0.3, 0.5));
    Bracket b = criterion.rigorous(inside, criterion.judge(inside));
    assertEquals(3, b.low(), 1e-12);
    assertEquals(3, b.high(), 1e-12);
    // On the face, each half may lie in either row, and no more.
    Ray face = cone(new Vec3(-5, 1, 0.5), new Vec3(5, 1, 0.5));
    b = criterion.rigorous(face, criterion.judge(face));
    assertEquals(1 + 2, b.low(), 1e-12);
    assertEquals(4 + 8, b.high(), 1e-12);
  }
}
