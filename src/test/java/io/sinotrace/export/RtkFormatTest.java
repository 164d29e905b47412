package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sources and pixels are where RTK's documentation, "3D projection geometry", has them by the nine
 * numbers of a view, and the matrix takes the one to the other.
 */
class RtkFormatTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(7, 6, 5, new Vec3(1, 1.5, 2));

  private static final Panel PANEL =
      new Panel(5, 8, 1.5, 2.5, 4, -7, new Panel.Tilt(3, -4, 5), Panel.Shape.FLAT);

  private static final Panel UPRIGHT =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final double[] ANGLES = Trajectories.angles(7, 13, 360);

  /** Checks every view and returns the number of them. */
  private static int check(Geometry geometry) throws Exception {
    ExportScan scan =
        new ExportScan("a", geometry, false, GRID, ExportValues.of(Quantity.LINE_INTEGRAL));
    Export export =
        new RtkFormat().export(scan, PixelType.FLOAT32, List.of("a.mha", "a-geometry.xml"));
    double[] origin = numbers(export, "Offset");
    double[] spacing = numbers(export, "ElementSpacing");
    NodeList projections =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(export.parts().get(1).head()))
            .getElementsByTagName("Projection");
    for (int k = 0; k < projections.getLength(); k++) {
      Element p = (Element) projections.item(k);
      View view = geometry.views().get(k);
      double sdd = number(p, "SourceToDetectorDistance");
      double sid = number(p, "SourceToIsocenterDistance");
      double sx = number(p, "SourceOffsetX");
      double sy = number(p, "SourceOffsetY");
      if (sdd != 0) {
        near(view.source(), world(p, sx, sy, sid));
      } else {
        near(view.source(), world(p, 0, 0, -1));
      }
      for (int[] pixel : new int[][] {{0, 0}, {4, 0}, {0, 7}, {3, 2}}) {
        double u = origin[0] + pixel[1] * spacing[0];
        double v = origin[1] + pixel[0] * spacing[1];
        double x = u + number(p, "ProjectionOffsetX");
        double y = v + number(p, "ProjectionOffsetY");
        Vec3 there =
            view.center()
                .plus(view.u().times(geometry.detector().x(pixel[1])))
                .plus(view.v().times(geometry.detector().z(pixel[0])));
        Vec3 said = world(p, x, y, sdd == 0 ? 0 : sid - sdd);
        near(there, said);
        // The matrix takes every point of the ray to the pixel.
        Vec3 along = sdd == 0 ? view.source() : there.minus(view.source());
        Vec3 between = there.minus(along.times(0.375));
        double[] m = matrix(p, new Vec3(between.y(), between.z(), between.x()));
        assertEquals(u, m[0] / m[2], 1e-9);
        assertEquals(v, m[1] / m[2], 1e-9);
      }
    }
    return projections.getLength();
  }

  private static double[] numbers(Export export, String key) {
    String header = new String(export.parts().get(0).head(), StandardCharsets.US_ASCII);
    String line = header.lines().filter(l -> l.startsWith(key + " = ")).findFirst().orElseThrow();
    String[] words = line.substring(key.length() + 3).split(" ", -1);
    return new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
  }

  private static double number(Element projection, String name) {
    return Double.parseDouble(projection.getElementsByTagName(name).item(0).getTextContent());
  }

  private static double[] matrix(Element projection, Vec3 p) {
    String[] words =
        projection
            .getElementsByTagName("Matrix")
            .item(0)
            .getTextContent()
            .strip()
            .split("\\s+", -1);
    double[] product = new double[3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        product[r] += Double.parseDouble(words[4 * r + c]) * (c < 3 ? p.get(c) : 1);
      }
    }
    return product;
  }

  /**
   * Returns where in the world a point of the rotated system is: about z by the in-plane angle,
   * then about x by the out-of-plane angle, then about y by the gantry angle; RTK's x, y and z are
   * y, z and x.
   */
  private static Vec3 world(Element p, double x, double y, double z) {
    double[] point = {x, y, z};
    turn(point, 0, 1, number(p, "InPlaneAngle"));
    turn(point, 1, 2, number(p, "OutOfPlaneAngle"));
    turn(point, 2, 0, number(p, "GantryAngle"));
    return new Vec3(point[2], point[0], point[1]);
  }

  /** Turns a point counter-clockwise in the plane of two axes. */
  private static void turn(double[] point, int one, int other, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double first = point[one];
    double second = point[other];
    point[one] = cos * first - sin * second;
    point[other] = sin * first + cos * second;
  }

  private static void near(Vec3 expected, Vec3 there) {
    assertTrue(expected.minus(there).norm() < 1e-9, expected + " is at " + there);
  }

  @Test
  void sourcesAndPixelsAreWhereTheyAre() throws Exception {
    assertEquals(7, check(Trajectories.cone(60, 100, UPRIGHT, ANGLES)));
    assertEquals(7, check(Trajectories.cone(60, 100, PANEL, ANGLES)));
    assertEquals(7, check(Trajectories.helical(60, 100, UPRIGHT, ANGLES, 20)));
    assertEquals(7, check(Trajectories.parallel(UPRIGHT, ANGLES)));
  }

  @Test
  void aDetectorThatLiesFlatHasAGeometryToo() throws Exception {
    Vec3[] box = GRID.worldBounds();
    assertEquals(1, check(Trajectories.radiograph(UPRIGHT, box[0], box[1], 50, 10)));
  }

  @Test
  void theGantryAngleIsThatOfTheView() throws Exception {
    ExportScan scan =
        new ExportScan(
            "a",
            Trajectories.cone(60, 100, UPRIGHT, new double[] {123}),
            false,
            GRID,
            ExportValues.of(Quantity.LINE_INTEGRAL));
    Export export = new RtkFormat().export(scan, PixelType.FLOAT32, List.of("a.mha", "a.xml"));
    String xml = new String(export.parts().get(1).head(), StandardCharsets.UTF_8);
    String angle = xml.replaceAll("(?s).*<GantryAngle>(.*)</GantryAngle>.*", "$1");
    assertEquals(123, Double.parseDouble(angle), 1e-12);
    assertTrue(export.howTo().contains("rtkfdk --path . --regexp '^a[.]mha$'"), export.howTo());
    Export spaced =
        new RtkFormat().export(scan, PixelType.FLOAT32, List.of("b c/a.mha", "b c/it's.xml"));
    assertTrue(
        spaced.howTo().contains("--path 'b c' --regexp '^a[.]mha$' --geometry 'b c/it'\\''s.xml'"),
        spaced.howTo());
    assertTrue(
        export.howTo().contains("--dimension 6,5,7 --spacing 1.5,2.0,1.0 --origin -3.75,-4.0,-3.0"),
        export.howTo());
  }

  private static void assertRefused(String words, Geometry geometry) {
    ExportScan scan =
        new ExportScan("a", geometry, false, GRID, ExportValues.of(Quantity.LINE_INTEGRAL));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new RtkFormat().export(scan, PixelType.FLOAT32, List.of("a.mha", "a.xml")));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }

  @Test
  void whatItCannotSayIsRefused() {
    Panel curved = new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.CURVED);
    assertRefused("curved detector", Trajectories.cone(60, 100, curved, ANGLES));
    assertRefused("at right angles", Trajectories.parallel(PANEL, ANGLES));
    Geometry cone = Trajectories.cone(60, 100, UPRIGHT, ANGLES);
    View first = cone.views().get(0);
    View mirrored = View.of(0, first.source(), first.center(), first.u().times(-1), first.v());
    assertRefused(
        "view 0: its detector has its columns in the other order",
        new Geometry(cone.beam(), cone.detector(), List.of(mirrored)));
    View wider = View.of(0, first.source(), first.center(), first.u().times(1.1), first.v());
    assertRefused(
        "view 1: its pixels have another size",
        new Geometry(cone.beam(), cone.detector(), List.of(first, wider)));
    View skew = View.of(0, first.source(), first.center(), first.u().plus(first.v()), first.v());
    assertRefused("not perpendicular", new Geometry(cone.beam(), cone.detector(), List.of(skew)));
  }
}
