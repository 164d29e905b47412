package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.ExactPath;
import io.sinotrace.projector.Ray;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Volume and views turned or mirrored together, which must leave the line integrals as they are.
 *
 * <p>How far depends on the arithmetic. Exchanging axes exchanges operands that are treated alike:
 * the bits stay, but for ties. Mirroring an axis rounds other numbers and reverses sums: float32
 * tolerance. Where every operation is exact, all 48 symmetries of the cube keep every bit.
 */
class SymmetryTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(11);

  /**
   * A symmetry of the cube: new axis k is old axis {@code from[k]}, mirrored where {@code sign[k]}
   * is -1.
   */
  private record Symmetry(int[] from, int[] sign) {
    static Symmetry of(int x, int y, int z, int sx, int sy, int sz) {
      return new Symmetry(new int[] {x, y, z}, new int[] {sx, sy, sz});
    }

    static List<Symmetry> all() {
      List<Symmetry> all = new ArrayList<>();
      int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
      for (int[] o : orders) {
        for (int m = 0; m < 8; m++) {
          all.add(of(o[0], o[1], o[2], 1 - 2 * (m & 1), 1 - (m & 2), 1 - (m & 4) / 2));
        }
      }
      return all;
    }

    Vec3 apply(Vec3 v) {
      return new Vec3(sign[0] * v.get(from[0]), sign[1] * v.get(from[1]), sign[2] * v.get(from[2]));
    }

    Geometry apply(Geometry g) {
      List<View> views = new ArrayList<>();
      for (View v : g.views()) {
        views.add(
            new View(
                v.angle(),
                apply(v.source()),
                apply(v.center()),
                apply(v.u()),
                apply(v.v()),
                apply(v.n())));
      }
      return new Geometry(g.beam(), g.detector(), views);
    }

    /** Applies it to a volume on a grid whose box has its middle at the origin. */
    Volume apply(Volume volume) {
      VoxelGrid g = volume.grid();
      Vec3 h = g.spacing();
      VoxelGrid turned =
          VoxelGrid.centred(
              g.size(from[0]),
              g.size(from[1]),
              g.size(from[2]),
              new Vec3(h.get(from[0]), h.get(from[1]), h.get(from[2])));
      SlabVolume.Writer w = SlabVolume.on(turned);
      int[] to = new int[3];
      for (int z = 0; z < g.nz(); z++) {
        for (int y = 0; y < g.ny(); y++) {
          for (int x = 0; x < g.nx(); x++) {
            for (int k = 0; k < 3; k++) {
              int old = from[k] == 0 ? x : from[k] == 1 ? y : z;
              to[k] = sign[k] < 0 ? g.size(from[k]) - 1 - old : old;
            }
            w.set(to[0], to[1], to[2], volume.slab(0, z).get(y * g.nx() + x));
          }
        }
      }
      return w.finish();
    }
  }

  private static final Symmetry SWAP = Symmetry.of(1, 0, 2, 1, 1, 1);
  private static final Symmetry CYCLE = Symmetry.of(1, 2, 0, 1, 1, 1);
  private static final Symmetry QUARTER = Symmetry.of(1, 0, 2, -1, 1, 1);
  private static final Symmetry HALF = Symmetry.of(0, 1, 2, -1, -1, 1);
  private static final Symmetry THREE_QUARTERS = Symmetry.of(1, 0, 2, 1, -1, 1);

  private static float[] project(Volume volume, Geometry g) {
    float[] out = new float[(int) g.rays()];
    try (ScalarProjector projector = new ScalarProjector(volume, g)) {
      projector.project(g.all(), out);
    }
    return out;
  }

  /** Random rays of some classes in turn, one view each, about a centred grid. */
  private static Geometry rays(
      VoxelGrid grid, Beam beam, int count, SplittableRandom random, RayClass... kinds) {
    int[] n = {grid.nx(), grid.ny(), grid.nz()};
    double[][] se = new double[2][3];
    List<View> views = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kinds[i % kinds.length].draw(random, n, se[0], se[1]);
      Vec3 source = grid.boxToWorld().point(new Vec3(se[0][0], se[0][1], se[0][2]));
      Vec3 step = grid.boxToWorld().direction(new Vec3(se[1][0], se[1][1], se[1][2]));
      views.add(
          View.of(
              Double.NaN,
              beam == Beam.PARALLEL ? step : source,
              source.plus(step),
              new Vec3(1, 0, 0),
              new Vec3(0, 1, 0)));
    }
    return new Geometry(beam, Detector.flat(1, 1), views);
  }

  @Test
  void exchangingAxesKeepsTheBits() {
    SplittableRandom random = SEED.random();
    // Powers of two, so that the exchanged products in the affine's inverse round alike.
    VoxelGrid grid = VoxelGrid.centred(31, 24, 18, new Vec3(0.5, 2, 1.25));
    Volume volume = TestGrids.randomVolume(grid, 1, random);
    for (Beam beam : List.of(Beam.CONE, Beam.PARALLEL)) {
      Geometry g = rays(grid, beam, 60_000, random, RayClass.RANDOM);
      float[] expected = project(volume, g);
      float[] swapped = project(SWAP.apply(volume), SWAP.apply(g));
      float[] cycled = project(CYCLE.apply(volume), CYCLE.apply(g));
      for (int i = 0; i < expected.length; i++) {
        int ray = i;
        assertEquals(
            Float.floatToRawIntBits(expected[i]),
            Float.floatToRawIntBits(swapped[i]),
            () -> "x and y exchanged: " + g.views().get(ray));
        // The squares of the length are summed in another order: at most its last bit.
        assertEquals(
            expected[i],
            cycled[i],
            Math.ulp(expected[i]),
            () -> "x, y, z to y, z, x: " + g.views().get(ray));
      }
    }
    // With an end inside, both shares of its slab are often cut to the same: a tie, which the
    // order of the axes decides.
    Geometry ends =
        rays(
            grid,
            Beam.CONE,
            60_000,
            random,
            RayClass.SOURCE_INSIDE,
            RayClass.PIXEL_INSIDE,
            RayClass.BOTH_INSIDE);
    float[] expected = project(volume, ends);
    for (Symmetry s : List.of(SWAP, CYCLE)) {
      float[] turned = project(s.apply(volume), s.apply(ends));
      int same = 0;
      for (int i = 0; i < expected.length; i++) {
        same += expected[i] == turned[i] ? 1 : 0;
        assertEquals(expected[i], turned[i], 2e-6);
      }
      assertTrue(2 * same > expected.length, same + " of " + expected.length);
    }
  }

  /** Small whole values, slopes of powers of two, places in 1/64: no operation rounds. */
  @Test
  void whereNothingRoundsAllSymmetriesKeepTheBits() {
    SplittableRandom random = SEED.random();
    VoxelGrid grid = VoxelGrid.centred(16, 22, 12, new Vec3(1, 1, 1));
    SlabVolume.Writer w = SlabVolume.on(grid);
    for (int z = 0; z < grid.nz(); z++) {
      for (int y = 0; y < grid.ny(); y++) {
        for (int x = 0; x < grid.nx(); x++) {
          w.set(x, y, z, random.nextInt(-100, 100));
        }
      }
    }
    Volume volume = w.finish();
    for (Beam beam : List.of(Beam.CONE, Beam.PARALLEL)) {
      List<View> views = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        views.add(exactView(beam, random));
      }
      Geometry g = new Geometry(beam, Detector.flat(1, 1), views);
      float[] expected = project(volume, g);
      ExactPath path = new ExactPath(volume);
      int met = 0;
      for (int i = 0; i < expected.length; i++) {
        double exact = path.lineIntegral(Ray.of(g, i, 0, 0));
        met += exact != 0 ? 1 : 0;
        // The length and its product are rounded, nothing else; the exact path's own float64 sums
        // leave something where the values cancel.
        assertEquals(exact, expected[i], 1.3e-7 * Math.abs(exact) + 1e-12);
      }
      assertTrue(met > expected.length / 2, met + " rays met the volume");
      for (Symmetry s : Symmetry.all()) {
        float[] turned = project(s.apply(volume), s.apply(g));
        for (int i = 0; i < expected.length; i++) {
          assertEquals(
              Float.floatToRawIntBits(expected[i] + 0f), Float.floatToRawIntBits(turned[i] + 0f));
        }
      }
    }
  }

  private static View exactView(Beam beam, SplittableRandom random) {
    int a = random.nextInt(3);
    double[] source = new double[3];
    double[] step = new double[3];
    step[a] = random.nextBoolean() ? 64 : -64;
    for (int k = 0; k < 3; k++) {
      if (k != a) {
        double slope = Math.scalb((double) random.nextInt(-1, 2), -random.nextInt(7));
        step[k] = 64 * slope;
      }
      // Odd multiples of 1/64 along a face would be no use: never on a face when the slope is 0.
      double middle = (2 * random.nextInt(-320, 320) + 1) / 64.0;
      source[k] = middle - step[k] / 2;
    }
    Vec3 from = new Vec3(source[0], source[1], source[2]);
    Vec3 d = new Vec3(step[0], step[1], step[2]);
    // A third starts inside, a third ends inside.
    int where = random.nextInt(3);
    Vec3 start = where == 1 ? from.plus(d.times(0.5)) : from;
    Vec3 end = where == 2 ? from.plus(d.times(0.5)) : from.plus(d);
    return View.of(
        Double.NaN, beam == Beam.PARALLEL ? d : start, end, new Vec3(1, 0, 0), new Vec3(0, 1, 0));
  }

  @Test
  void turnsAndMirrorsAgreeToFloatPrecision() {
    SplittableRandom random = SEED.random();
    double[] angles = Trajectories.angles(20, 1.7, 360);
    Panel panel = Panel.flat(24, 32, 3).withOffset(0.4, -0.7);
    List<Symmetry> turnsAndMirrors =
        List.of(
            QUARTER,
            HALF,
            THREE_QUARTERS,
            Symmetry.of(0, 1, 2, -1, 1, 1),
            Symmetry.of(0, 1, 2, 1, -1, 1),
            Symmetry.of(0, 1, 2, 1, 1, -1));
    double largest = 0;
    double farthest = 0;
    for (VoxelGrid grid :
        List.of(
            VoxelGrid.centred(32, 32, 32, new Vec3(1, 1, 1)),
            VoxelGrid.centred(31, 44, 17, new Vec3(1.3, 0.7, 2.1)))) {
      Volume volume = TestGrids.randomVolume(grid, 0, random);
      for (Geometry g :
          List.of(
              Trajectories.cone(200, 300, panel, angles),
              Trajectories.parallel(panel, angles),
              rays(grid, Beam.CONE, 5_000, random, RayClass.RANDOM, RayClass.BOTH_INSIDE))) {
        float[] expected = project(volume, g);
        for (Symmetry s : turnsAndMirrors) {
          float[] turned = project(s.apply(volume), s.apply(g));
          double error = 0;
          double squares = 0;
          double greatest = 0;
          double worst = 0;
          for (int i = 0; i < expected.length; i++) {
            double e = (double) turned[i] - expected[i];
            error += e * e;
            squares += (double) expected[i] * expected[i];
            greatest = Math.max(greatest, expected[i]);
            worst = Math.max(worst, Math.abs(e));
          }
          largest = Math.max(largest, Math.sqrt(error / squares));
          farthest = Math.max(farthest, worst / greatest);
        }
      }
    }
    System.out.printf(
        "turned and mirrored: relative L2 difference at most %.1e, of one ray %.1e%n",
        largest, farthest);
    assertTrue(largest <= 1e-6);
    // Some of these rays pass within float32's reach of an edge.
    assertTrue(farthest <= 1e-4);
  }

  /** Turning the views is turning the angle: the trajectory's own quarter turns are exact. */
  @Test
  void quarterTurnsOfTheAngleTurnTheViewsExactly() {
    Panel panel = Panel.flat(4, 5, 3).withOffset(0.4, -0.7);
    for (double start : new double[] {0, 30, 77.25}) {
      Geometry g = Trajectories.cone(200, 300, panel, new double[] {start});
      Symmetry[] turns = {QUARTER, HALF, THREE_QUARTERS};
      for (int k = 0; k < 3; k++) {
        View turned = turns[k].apply(g).views().get(0);
        View view =
            Trajectories.cone(200, 300, panel, new double[] {start + 90 * (k + 1)}).views().get(0);
        assertEquals(turned.source().plus(Vec3.ZERO), view.source().plus(Vec3.ZERO));
        assertEquals(turned.center().plus(Vec3.ZERO), view.center().plus(Vec3.ZERO));
        assertEquals(turned.u().plus(Vec3.ZERO), view.u().plus(Vec3.ZERO));
        assertEquals(turned.v().plus(Vec3.ZERO), view.v().plus(Vec3.ZERO));
        assertEquals(turned.n().plus(Vec3.ZERO), view.n().plus(Vec3.ZERO));
      }
    }
  }
}
