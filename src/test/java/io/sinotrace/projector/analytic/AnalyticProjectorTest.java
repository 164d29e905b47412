package io.sinotrace.projector.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.SubRays;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.Ray;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Line integrals against chords in closed form, worked out from the ray's distance alone. */
class AnalyticProjectorTest {
  private static final double[] ANGLES = Trajectories.angles(7, 11.3, 360);

  private static final Panel ASKEW =
      new Panel(12, 17, 5, 7, 3.1, -4.2, new Panel.Tilt(4, -7, 9), Panel.Shape.FLAT);

  private static Map<String, Geometry> geometries() {
    Panel panel = Panel.flat(12, 17, 6.5);
    Map<String, Geometry> all = new LinkedHashMap<>();
    all.put("cone", Trajectories.cone(300, 500, panel, ANGLES));
    all.put("tilted", Trajectories.cone(300, 500, ASKEW, ANGLES));
    all.put("curved", Trajectories.cone(300, 500, panel.withShape(Panel.Shape.CURVED), ANGLES));
    all.put("helical", Trajectories.helical(300, 500, panel, ANGLES, 30));
    all.put("parallel", Trajectories.parallel(panel, ANGLES));
    all.put("slices", Trajectories.parallel(panel, new double[] {-7, 2.5, 11}, ANGLES));
    all.put("fan", Trajectories.fan(300, 500, panel, new double[] {-7, 2.5, 11}, ANGLES));
    all.put(
        "radiograph",
        Trajectories.radiograph(panel, new Vec3(-30, -30, -30), new Vec3(30, 30, 30), 200, 20));
    // The detector cuts through the middle: only what lies before it counts.
    all.put("inside", Trajectories.cone(300, 301, Panel.flat(12, 17, 4), ANGLES));
    return all;
  }

  private static void check(Phantom phantom, Geometry g, ToDoubleFunction<Ray> expected) {
    float[] got = new float[(int) g.rays()];
    try (Projector projector = new AnalyticProjector(phantom, g)) {
      projector.project(g.all(), got);
    }
    int at = 0;
    int hits = 0;
    for (int view = 0; view < g.views().size(); view++) {
      for (int row = 0; row < g.detector().rows(); row++) {
        for (int column = 0; column < g.detector().columns(); column++) {
          double want = expected.applyAsDouble(Ray.of(g, view, row, column));
          hits += want > 0 ? 1 : 0;
          assertEquals(want, got[at++], 1e-7 * want + 1e-7);
        }
      }
    }
    assertTrue(hits > 10, "only " + hits + " rays met it");
  }

  /** Where a line meets a ball: the length of what lies between the two ends of the ray. */
  private static double inBall(Ray ray, Vec3 center, double radius) {
    Vec3 along = ray.beam() == Beam.PARALLEL ? ray.source() : ray.pixel().minus(ray.source());
    Vec3 from = ray.beam() == Beam.PARALLEL ? ray.pixel() : ray.source();
    double nearest = center.minus(from).dot(along) / along.norm();
    double distance = center.minus(from).cross(along).norm() / along.norm();
    double half = Math.sqrt(Math.max(0, radius * radius - distance * distance));
    if (ray.beam() == Beam.PARALLEL) {
      return 2 * half;
    }
    return Math.max(0, Math.min(along.norm(), nearest + half) - Math.max(0, nearest - half));
  }

  @TestFactory
  Stream<DynamicTest> aBallInAnyGeometry() {
    Vec3 center = new Vec3(9, -6, 4);
    Phantom ball = Phantom.of(Solid.ellipsoid(center, new Vec3(21, 21, 21), 0.02));
    return geometries().entrySet().stream()
        .map(
            g ->
                DynamicTest.dynamicTest(
                    g.getKey(),
                    () -> check(ball, g.getValue(), ray -> 0.02 * inBall(ray, center, 21))));
  }

  /** A box by slabs: the parameters at which the ray lies between each pair of faces. */
  @TestFactory
  Stream<DynamicTest> aBoxInAnyGeometry() {
    Vec3 lo = new Vec3(-13, -22, -17);
    Vec3 hi = new Vec3(24, 9, 15);
    Solid box = Solid.box(lo.plus(hi).times(0.5), hi.minus(lo).times(0.5), 0.03);
    return geometries().entrySet().stream()
        .map(
            g ->
                DynamicTest.dynamicTest(
                    g.getKey(),
                    () -> check(Phantom.of(box), g.getValue(), ray -> 0.03 * inBox(ray, lo, hi))));
  }

  private static double inBox(Ray ray, Vec3 lo, Vec3 hi) {
    boolean parallel = ray.beam() == Beam.PARALLEL;
    Vec3 d = parallel ? ray.source() : ray.pixel().minus(ray.source());
    Vec3 from = parallel ? ray.pixel() : ray.source();
    double first = parallel ? -1e9 : 0;
    double last = parallel ? 1e9 : 1;
    for (int axis = 0; axis < 3; axis++) {
      double a = (lo.get(axis) - from.get(axis)) / d.get(axis);
      double b = (hi.get(axis) - from.get(axis)) / d.get(axis);
      if (d.get(axis) == 0) {
        boolean between = from.get(axis) > lo.get(axis) && from.get(axis) < hi.get(axis);
        a = between ? -1e9 : 1e9;
        b = 1e9;
      }
      first = Math.max(first, Math.min(a, b));
      last = Math.min(last, Math.max(a, b));
    }
    return Math.max(0, last - first) * d.norm();
  }

  @Test
  void theRaysOfAPixelAreThoseOfTheTracedGeometry() {
    Geometry g =
        Trajectories.cone(300, 500, Panel.flat(12, 17, 6.5), ANGLES)
            .with(new SubRays(2, 3, 1, 2, 1, 2))
            .traced();
    Phantom ball = Phantom.of(Solid.ellipsoid(Vec3.ZERO, new Vec3(21, 21, 21), 0.02));
    check(ball, g, ray -> 0.02 * inBall(ray, Vec3.ZERO, 21));
  }

  @Test
  void aTileHasTheBitsOfTheWhole() {
    Geometry g = Trajectories.cone(300, 500, ASKEW, ANGLES);
    Phantom ball = Phantom.of(Solid.ellipsoid(new Vec3(1, 2, 3), new Vec3(31, 25, 21), 0.02));
    float[] all = new float[(int) g.rays()];
    AnalyticProjector projector = new AnalyticProjector(ball, g);
    projector.project(g.all(), all);
    Geometry part = g.select(new int[] {5}, new int[] {3, 4});
    float[] some = new float[(int) part.rays()];
    new AnalyticProjector(ball, part).project(part.all(), some);
    float[] same = new float[some.length];
    System.arraycopy(all, (5 * 12 + 3) * 17, same, 0, same.length);
    assertArrayEquals(same, some);
  }
}
