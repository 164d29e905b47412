package io.sinotrace.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sources and pixels are where the published formulas have them by the elements of the files. */
class DicomCtPdFormatTest {
  private static final VoxelGrid GRID =
      new VoxelGrid(7, 6, 5, Affine.ofRows(1.5, 0, 0, 3, 0, 1.5, 0, -4, 0, 0, 2, 5));

  private static final Panel FLAT =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final Panel CURVED =
      new Panel(5, 8, 1.5, 2.5, 4, -7, Panel.Tilt.NONE, Panel.Shape.CURVED);

  private static final double[] ANGLES = Trajectories.angles(7, 13, 360);
  private static final double[] BACK = Trajectories.angles(7, 13, -630);

  /** Numbers of single precision, up to 110 mm and a turn. */
  private static final double ROUNDED = 2e-5;

  private static ExportScan scan(Geometry geometry, ExportValues values) {
    return new ExportScan("a", geometry, false, GRID, values);
  }

  private static ExportValues values(Quantity quantity, double muWater) {
    return new ExportValues("line_integral", quantity, muWater, new PixelSurvey(-1, 3, "ab"));
  }

  private static Export export(Geometry geometry, ExportValues values) {
    return new DicomCtPdFormat().export(scan(geometry, values), PixelType.UINT16, List.of("to"));
  }

  private static CtPdFile file(Export export, int view) {
    return new CtPdFile(export.parts().get(view).head());
  }

  private static void near(Vec3 expected, Vec3 there) {
    assertTrue(expected.minus(there).norm() < ROUNDED, expected + " is at " + there);
  }

  private static void check(Geometry geometry, String shape, String kind) {
    Export export = export(geometry, values(Quantity.LINE_INTEGRAL, 0));
    int rows = geometry.detector().rows();
    for (int k = 0; k < geometry.views().size(); k++) {
      View view = geometry.views().get(k);
      CtPdFile file = file(export, k);
      assertEquals(shape, file.text(0x7029_100b));
      assertEquals(kind, file.text(0x7037_1009));
      assertEquals(rows, file.rows());
      assertEquals(8, file.columns());
      for (int[] at : new int[][] {{0, 0}, {rows - 1, 0}, {0, 7}, {rows / 2, 2}}) {
        double z = geometry.detector().z(at[0]);
        Vec3 pixel =
            view.center()
                .plus(view.u().times(geometry.detector().x(at[1])))
                .plus(view.n().times(geometry.detector().y(at[1])))
                .plus(view.v().times(z));
        CtPdFile.Segment segment = file.segment(rows - at[0], at[1] + 1);
        near(geometry.beam().source(view, z), file.world(segment.source()));
        near(pixel, file.world(segment.pixel()));
      }
    }
  }

  @Test
  void sourcesAndPixelsAreWhereTheyAre() {
    check(Trajectories.cone(60, 100, FLAT, ANGLES), "FLAT", "AXIAL");
    check(Trajectories.cone(60, 100, CURVED, BACK), "CYLINDRICAL", "AXIAL");
    for (double[] angles : List.of(ANGLES, BACK)) {
      for (double feed : new double[] {20, -20}) {
        check(Trajectories.helical(60, 100, FLAT, angles, feed), "FLAT", "HELICAL");
        check(Trajectories.helical(60, 100, CURVED, angles, feed), "CYLINDRICAL", "HELICAL");
      }
    }
    Panel level = new Panel(1, 8, 1.5, 2.5, 0, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);
    Panel arc = new Panel(1, 8, 1.5, 2.5, 0, -7, Panel.Tilt.NONE, Panel.Shape.CURVED);
    double[] slice = {5};
    check(Trajectories.fan(60, 100, level, slice, ANGLES), "FLAT", "AXIAL");
    check(Trajectories.fan(60, 100, arc, slice, ANGLES), "CYLINDRICAL", "AXIAL");
  }

  @Test
  void elementsSayWhatIsKnown() {
    Geometry helix = Trajectories.helical(60, 100, FLAT, Trajectories.angles(24, 0, 720), -9);
    Export export = export(helix, values(Quantity.LINE_INTEGRAL, 0.0206));
    CtPdFile file = file(export, 3);
    assertEquals("view-0003.dcm", export.parts().get(3).name());
    assertEquals("4", file.text(0x0020_0013));
    assertEquals(12, file.unsigned(0x7033_1013));
    // 9 mm a turn, and 5 rows of 1.5 mm at the detector, which are 4.5 mm high at the axis.
    assertEquals(2, file.number(0x0018_9311), 1e-12);
    assertEquals("0.0206", file.text(0x7041_1001));
    assertEquals("YES", file.text(0x7039_1009));
    assertEquals("NO", file.text(0x7039_1003));
    assertEquals("US", file.text(0x0028_1054));
    for (int personal : new int[] {0x0010_0010, 0x0010_0020, 0x0010_0030, 0x0010_0040}) {
      assertEquals("", file.text(personal));
    }
    CtPdFile corrected = file(export(helix, values(Quantity.WATER_CORRECTED, 0)), 0);
    assertEquals("YES", corrected.text(0x7039_1003));
    assertFalse(corrected.has(0x7041_1001));
    double[] uneven = {0, 10, 21};
    Geometry circle = Trajectories.cone(60, 100, FLAT, uneven);
    CtPdFile other = file(export(circle, values(Quantity.LOGARITHM, 0)), 0);
    assertFalse(other.has(0x7033_1013) || other.has(0x0018_9311));
  }

  @Test
  void uidsAreThoseOfTheContent() {
    Geometry circle = Trajectories.cone(60, 100, FLAT, ANGLES);
    ExportValues values = values(Quantity.LINE_INTEGRAL, 0);
    Export first = export(circle, values);
    Set<String> instances = new HashSet<>();
    for (int k = 0; k < ANGLES.length; k++) {
      assertArrayEquals(first.parts().get(k).head(), export(circle, values).parts().get(k).head());
      CtPdFile file = file(first, k);
      assertEquals(file(first, 0).text(0x0020_000e), file.text(0x0020_000e));
      assertTrue(file.text(0x0008_0018).matches("2\\.25\\.[1-9][0-9]{0,38}"));
      instances.add(file.text(0x0008_0018));
    }
    assertEquals(ANGLES.length, instances.size());
    ExportValues others =
        new ExportValues("line_integral", Quantity.LINE_INTEGRAL, 0, new PixelSurvey(-1, 3, "ac"));
    for (Export other :
        List.of(
            export(circle, others),
            export(Trajectories.cone(60, 100.5, FLAT, ANGLES), values),
            export(Trajectories.cone(60, 100, CURVED, ANGLES), values))) {
      assertNotEquals(file(first, 0).text(0x0020_000e), file(other, 0).text(0x0020_000e));
    }
  }

  @Test
  void whatItCannotSayIsRefused() {
    Geometry circle = Trajectories.cone(60, 100, FLAT, ANGLES);
    refused("expected a column of them", circle, Quantity.TRANSMISSION);
    refused("expected a column of them", circle, Quantity.OTHER);
    refused("rays are parallel", Trajectories.parallel(FLAT, ANGLES), Quantity.LINE_INTEGRAL);
    Panel level = new Panel(5, 8, 1.5, 2.5, 0, -7, Panel.Tilt.NONE, Panel.Shape.FLAT);
    double[] slices = {-3, -1, 1, 3, 5};
    refused(
        "a source for each of its 5 slices",
        Trajectories.fan(60, 100, level, slices, ANGLES),
        Quantity.LINE_INTEGRAL);
    Panel tilted = new Panel(5, 8, 1.5, 2.5, 4, -7, new Panel.Tilt(3, 0, 0), Panel.Shape.FLAT);
    refused(
        "no rotation about z", Trajectories.cone(60, 100, tilted, ANGLES), Quantity.LINE_INTEGRAL);
    List<View> views =
        circle.views().stream()
            .map(
                view ->
                    View.of(
                        view.angle(),
                        view.source().plus(view.u()),
                        view.center(),
                        view.u(),
                        view.v()))
            .toList();
    refused(
        "does not face the axis",
        new Geometry(circle.beam(), circle.detector(), views),
        Quantity.LINE_INTEGRAL);
  }

  private static void refused(String words, Geometry geometry, Quantity quantity) {
    ExportScan scan = scan(geometry, ExportValues.of(quantity));
    InputException e =
        assertThrows(InputException.class, () -> new DicomCtPdFormat().require(scan));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }
}
