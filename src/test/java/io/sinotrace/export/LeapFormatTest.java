package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Sources and pixels are where the formulas of LEAP's documentation have them by the parameters
 * that are written; its angles begin a quarter turn earlier.
 */
class LeapFormatTest {
  /** As wide as deep, not in the middle. */
  private static final VoxelGrid GRID =
      new VoxelGrid(7, 6, 5, Affine.ofRows(1.5, 0, 0, 3, 0, 1.5, 0, -4, 0, 0, 2, 5));

  private static final Panel PANEL =
      new Panel(5, 8, 1.5, 2.5, 4, -7, new Panel.Tilt(3, -4, 5), Panel.Shape.FLAT);

  private static final Panel UPRIGHT =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final Panel LEVEL =
      new Panel(5, 8, 1.5, 2.5, 0, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final Panel CURVED =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.CURVED);

  private static final double[] ANGLES = Trajectories.angles(7, 13, 360);

  private static Export export(Geometry geometry) {
    return new LeapFormat()
        .export(
            new ExportScan("a", geometry, false, GRID, ExportValues.of(Quantity.LINE_INTEGRAL)),
            PixelType.FLOAT32,
            List.of("a.npy", "a-leap.cfg"));
  }

  private static Map<String, String> parameters(Export export) {
    return new String(export.parts().get(1).head(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" = ", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static double number(Map<String, String> parameters, String name) {
    return Double.parseDouble(Objects.requireNonNull(parameters.get(name), name));
  }

  private static double[] numbers(Map<String, String> parameters, String name) {
    return Arrays.stream(Objects.requireNonNull(parameters.get(name), name).split(", ", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private static Vec3 vector(Map<String, String> parameters, String name, int view) {
    double[] n = numbers(parameters, name);
    return new Vec3(n[3 * view], n[3 * view + 1], n[3 * view + 2]);
  }

  private static Vec3 theta(double degrees) {
    return new Vec3(Math.cos(Math.toRadians(degrees)), Math.sin(Math.toRadians(degrees)), 0);
  }

  /** A source, and a pixel that it is seen by. */
  private record Ray(Vec3 source, Vec3 pixel) {}

  private static Ray ray(Map<String, String> p, int view, int row, int column, boolean curved) {
    String geometry = p.get("geometry");
    double t = (row - number(p, "centerRow")) * number(p, "pixelHeight");
    double s = (column - number(p, "centerCol")) * number(p, "pixelWidth");
    double[] phis = numbers(p, "phis");
    double phi = phis[view] - 90;
    Vec3 up = Vec3.UNIT_Z.times(t);
    Vec3 aside = theta(phi + 90);
    if (Objects.equals(geometry, "parallel")) {
      return new Ray(theta(phi).times(-1), aside.times(s).plus(up));
    }
    double sdd = number(p, "sdd");
    Vec3 source = theta(phi).times(number(p, "sod")).minus(aside.times(number(p, "tau")));
    if (Objects.equals(geometry, "fan")) {
      return new Ray(
          source.plus(up), source.plus(theta(phi).times(-sdd)).plus(aside.times(s)).plus(up));
    }
    double middle = (phis[0] + phis[phis.length - 1]) / 2 - 90;
    double rise = Math.toRadians(phi - middle) * number(p, "helicalPitch");
    source = source.plus(Vec3.UNIT_Z.times(rise));
    Vec3 across =
        curved
            ? theta(phi - Math.toDegrees(s / sdd)).times(-sdd)
            : theta(phi).times(-sdd).plus(aside.times(s));
    return new Ray(source, source.plus(across).plus(up));
  }

  private static void check(Geometry geometry, String name, boolean curved) {
    Map<String, String> p = parameters(export(geometry));
    assertEquals(name, p.get("geometry"));
    Vec3 offset = new Vec3(number(p, "offsetX"), number(p, "offsetY"), number(p, "offsetZ"));
    // In parallel and fan beams slices are rows, and nothing is moved along z.
    boolean slices = geometry.beam() != Beam.CONE;
    Vec3 moved = GRID.middle().minus(offset);
    moved = slices ? new Vec3(moved.x(), moved.y(), 0) : moved;
    for (int k = 0; k < geometry.views().size(); k++) {
      View view = geometry.views().get(k);
      for (int[] at : new int[][] {{0, 0}, {4, 0}, {0, 7}, {3, 2}}) {
        Vec3 up = view.v().times(geometry.detector().z(at[0]));
        Vec3 pixel =
            view.center()
                .plus(view.u().times(geometry.detector().x(at[1])))
                .plus(view.n().times(geometry.detector().y(at[1])))
                .plus(up);
        Ray ray = ray(p, k, at[0], at[1], curved);
        if (geometry.beam() == Beam.PARALLEL) {
          near(view.source(), ray.source());
          near(Vec3.ZERO, ray.pixel().plus(moved).minus(pixel).cross(view.source()));
        } else {
          near(
              geometry.beam() == Beam.FAN ? view.source().plus(up) : view.source(),
              ray.source().plus(moved));
          near(pixel, ray.pixel().plus(moved));
        }
      }
    }
  }

  private static void near(Vec3 expected, Vec3 there) {
    assertTrue(expected.minus(there).norm() < 1e-9, expected + " is at " + there);
  }

  @Test
  void sourcesAndPixelsOfRotationsAreWhereTheyAre() {
    check(Trajectories.cone(60, 100, UPRIGHT, ANGLES), "cone", false);
    check(Trajectories.cone(60, 100, CURVED, ANGLES), "cone", true);
    check(Trajectories.helical(60, 100, UPRIGHT, ANGLES, 20), "cone", false);
    check(Trajectories.helical(60, 100, CURVED, ANGLES, 20), "cone", true);
    check(Trajectories.parallel(UPRIGHT, ANGLES), "parallel", false);
    double[] rows = {-3, -1, 1, 3, 5};
    check(Trajectories.fan(60, 100, LEVEL, rows, ANGLES), "fan", false);
  }

  @Test
  void otherPosesAreVectors() {
    Geometry tilted = Trajectories.cone(60, 100, PANEL, ANGLES);
    Export export = export(tilted);
    Map<String, String> p = parameters(export);
    assertEquals("modular", p.get("geometry"));
    for (int k = 0; k < ANGLES.length; k++) {
      View view = tilted.views().get(k);
      near(view.source(), vector(p, "sourcePositions", k));
      near(view.center(), vector(p, "moduleCenters", k));
      near(view.u(), vector(p, "colVectors", k).times(number(p, "pixelWidth")));
      near(view.v(), vector(p, "rowVectors", k).times(number(p, "pixelHeight")));
    }
    // Its voxels are cubes: those of 1.5 x 1.5 x 2 mm are not.
    assertEquals(1.5, number(p, "voxelHeight"));
    assertTrue(export.howTo().contains("voxels are no cubes"), export.howTo());
    // A detector that moves differs from a rotation in one view.
    Geometry cone = Trajectories.cone(60, 100, UPRIGHT, new double[] {0, 90, 180});
    View last = cone.views().get(2);
    View moved = View.of(180, last.source(), last.center().plus(last.u()), last.u(), last.v());
    List<View> views = List.of(cone.views().get(0), cone.views().get(1), moved);
    assertEquals(
        "modular",
        parameters(export(new Geometry(cone.beam(), cone.detector(), views))).get("geometry"));
  }

  @Test
  void whatItCannotSayIsRefused() {
    Geometry curved = Trajectories.cone(60, 100, CURVED, ANGLES);
    View last = curved.views().get(6);
    View moved = View.of(0, last.source(), last.center().plus(last.u()), last.u(), last.v());
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                export(
                    new Geometry(
                        curved.beam(), curved.detector(), List.of(curved.views().get(0), moved))));
    assertTrue(String.valueOf(e.getMessage()).contains("no rotation about z"));
    assertThrows(
        InputException.class,
        () ->
            export(
                Trajectories.parallel(
                    new Panel(5, 8, 1.5, 2.5, 4, -7, new Panel.Tilt(0, 0, 5), Panel.Shape.FLAT),
                    ANGLES)));
  }
}
