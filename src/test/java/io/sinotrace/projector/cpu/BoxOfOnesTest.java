package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.Ray;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a box of ones a line integral is the length of the ray in the box, known in closed form. */
class BoxOfOnesTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(5);

  private static final double RELATIVE = 1e-6;

  private long rays;
  private long strict;
  private double worst;
  private double squaredError;
  private double squares;

  @Test
  void scansOfEveryGeometry() {
    double[] angles = Trajectories.angles(9, 3.7, 360);
    double[] slices = {-4.1, -0.3, 0.2, 3.9};
    Panel flat = Panel.flat(18, 26, 4).withOffset(1.3, -2.1);
    Panel fan = Panel.flat(4, 60, 2).withOffset(0, 3.2);
    Panel curved = flat.withShape(Panel.Shape.CURVED);
    Panel tilted = flat.withTilt(new Panel.Tilt(3, -5, 7));
    for (VoxelGrid file : TestGrids.all()) {
      VoxelGrid grid = file.centred();
      Vec3[] bounds = grid.worldBounds();
      for (Geometry g :
          List.of(
              Trajectories.cone(300, 450, flat, angles),
              Trajectories.cone(300, 450, curved, angles),
              Trajectories.cone(300, 450, tilted, angles),
              Trajectories.helical(300, 450, flat, angles, 40),
              Trajectories.fan(300, 450, fan, slices, angles),
              Trajectories.fan(300, 450, fan.withShape(Panel.Shape.CURVED), slices, angles),
              Trajectories.parallel(flat, angles),
              Trajectories.parallel(fan, slices, angles),
              Trajectories.radiograph(Panel.flat(60, 60, 2), bounds[0], bounds[1], 200, 30))) {
        judge(grid, g);
      }
    }
    report();
    assertTrue(rays > 200_000 && strict > 20_000, rays + " rays, " + strict);
  }

  @Test
  void raysFromAnywhereToAnywhere() {
    SplittableRandom random = SEED.random();
    for (VoxelGrid grid : TestGrids.all()) {
      for (Beam beam : List.of(Beam.CONE, Beam.PARALLEL)) {
        List<View> views = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
          Vec3 a = place(grid, random);
          Vec3 b = place(grid, random);
          Vec3 source = beam == Beam.PARALLEL ? b.minus(a) : a;
          views.add(View.of(Double.NaN, source, b, new Vec3(1, 0, 0), new Vec3(0, 1, 0)));
        }
        judge(grid, new Geometry(beam, Detector.flat(1, 1), views));
      }
    }
    report();
    assertEquals(10_000L * TestGrids.all().size(), rays);
  }

  /** Half of them inside the box, half up to three boxes away. */
  private static Vec3 place(VoxelGrid grid, SplittableRandom r) {
    double scale = r.nextBoolean() ? 1 : 7;
    return grid.boxToWorld()
        .point(
            new Vec3(
                grid.nx() * (0.5 + scale * (r.nextDouble() - 0.5)),
                grid.ny() * (0.5 + scale * (r.nextDouble() - 0.5)),
                grid.nz() * (0.5 + scale * (r.nextDouble() - 0.5))));
  }

  private void report() {
    System.out.printf(
        "box of ones: %d rays, relative L2 error %.1e; %d near no edge, the worst of them %.1e%n",
        rays, Math.sqrt(squaredError / squares), strict, worst);
    assertTrue(squaredError <= RELATIVE * RELATIVE * squares);
  }

  private void judge(VoxelGrid grid, Geometry g) {
    Volume ones = TestGrids.ones(grid);
    float[] out = new float[(int) g.rays()];
    try (ScalarProjector projector = new ScalarProjector(ones, g)) {
      projector.project(g.all(), out);
    }
    Affine toBox = grid.worldToBox();
    double[] n = {grid.nx(), grid.ny(), grid.nz()};
    double delta = Math.max(n[0], Math.max(n[1], n[2])) * 0x1p-23;
    int at = 0;
    for (int view = 0; view < g.views().size(); view++) {
      for (int row = 0; row < g.detector().rows(); row++) {
        for (int column = 0; column < g.detector().columns(); column++) {
          Ray ray = Ray.of(g, view, row, column);
          boolean line = ray.beam() == Beam.PARALLEL;
          Vec3 along = line ? ray.source() : ray.pixel().minus(ray.source());
          double[] s = toBox.point(line ? ray.pixel() : ray.source()).toArray();
          double[] d = toBox.direction(along).toArray();
          double chord = along.norm() * share(s, d, n, line, 0);
          // Near an edge of the box, float32 may take the ray to enter delta sooner or later.
          double least = along.norm() * share(s, d, n, line, -delta);
          double most = along.norm() * share(s, d, n, line, delta);
          double main = Math.max(Math.abs(d[0]), Math.max(Math.abs(d[1]), Math.abs(d[2])));
          double slab = along.norm() / main;
          float value = out[at++];
          rays++;
          squaredError += (value - chord) * (value - chord);
          squares += chord * chord;
          // A chord well over a slab, through opposite faces or between ends: no edge is near.
          if (most - least <= 1e-7 * chord && chord > slab) {
            strict++;
            worst = Math.max(worst, Math.abs(value - chord) / chord);
            assertEquals(chord, value, RELATIVE * chord, ray::toString);
          } else {
            double t = RELATIVE * chord + 1e-7 * slab;
            assertTrue(
                value >= least - t && value <= most + t,
                () -> ray + ": " + value + " not within " + least + " to " + most);
          }
        }
      }
    }
  }

  /**
   * Returns the share of the ray in the box, the box grown by {@code grow} at each face but those
   * across the main axis.
   */
  private static double share(double[] s, double[] d, double[] n, boolean line, double grow) {
    int main = 0;
    for (int k = 1; k < 3; k++) {
      main = Math.abs(d[k]) > Math.abs(d[main]) ? k : main;
    }
    double from = line ? Double.NEGATIVE_INFINITY : 0;
    double to = line ? Double.POSITIVE_INFINITY : 1;
    for (int k = 0; k < 3; k++) {
      double g = k == main ? 0 : grow;
      if (d[k] == 0) {
        if (s[k] < -g || s[k] > n[k] + g) {
          return 0;
        }
      } else {
        double a = (-g - s[k]) / d[k];
        double b = (n[k] + g - s[k]) / d[k];
        from = Math.max(from, Math.min(a, b));
        to = Math.min(to, Math.max(a, b));
      }
    }
    return Math.max(0, to - from);
  }
}
