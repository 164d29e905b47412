package io.sinotrace.description.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.description.Descriptions;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Panel.Shape;
import io.sinotrace.geometry.Panel.Tilt;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Every type of acquisition, against the trajectory it stands for. */
class GeometryDescriptionTest {
  private static final Configuration CONF = new Configuration();

  /** 10 x 20 x 5 voxels of 1 x 2 x 4 mm: the box is 10 x 40 x 20 mm about the origin. */
  private static final VoxelGrid GRID = VoxelGrid.centred(10, 20, 5, new Vec3(1, 2, 4));

  private static GeometrySpec spec(String geometry) {
    Map<String, String> options = new HashMap<>();
    options.put("volume.path", "head.nii");
    options.put("volume.units", "per-mm");
    options.put("geometry", "{" + geometry + "}");
    return Descriptions.of(options, CONF).geometries().get(0).spec();
  }

  private static Geometry compiled(String geometry) {
    return spec(geometry).compile(GRID);
  }

  private static void assertSame(Geometry expected, Geometry actual) {
    assertEquals(expected.beam(), actual.beam());
    assertEquals(expected.views(), actual.views());
    Detector a = expected.detector();
    Detector b = actual.detector();
    assertArrayEquals(columns(a), columns(b));
    assertArrayEquals(rows(a), rows(b));
  }

  private static double[] columns(Detector d) {
    return IntStream.range(0, 2 * d.columns())
        .mapToDouble(k -> k % 2 == 0 ? d.x(k / 2) : d.y(k / 2))
        .toArray();
  }

  private static double[] rows(Detector d) {
    return IntStream.range(0, d.rows()).mapToDouble(d::z).toArray();
  }

  @Test
  void cone() {
    Geometry geometry =
        compiled(
            "type: cone, source-to-axis: 1e3, source-to-detector: 1500,"
                + " detector: {rows: 4, columns: 6, pixel: [2, 3], offset: [0.5, -7],"
                + " tilt: {u: 1, n: -2}}, views: {count: 4, start: 90}");
    Panel panel = new Panel(4, 6, 2, 3, 0.5, -7, new Tilt(1, 0, -2), Shape.FLAT);
    assertSame(Trajectories.cone(1000, 1500, panel, new double[] {90, 180, 270, 360}), geometry);
    // At 90 degrees the source is on +y.
    assertEquals(new Vec3(0, 1000, 0), geometry.views().get(0).source());
  }

  @Test
  void raysBesideASliceOrWithoutASourceAreRefused() {
    String parallel = "type: parallel, detector: {columns: 6, pixel: 2}, views: {count: 4}, rays: ";
    for (String bad :
        List.of(
            parallel + "{per-pixel: 2}",
            parallel + "{focal-spot: 1}",
            "type: fan, source-to-axis: 9, source-to-detector: 20, detector: {columns: 6, pixel: 2},"
                + " views: {count: 4}, rays: {focal-spot: 1, spot-points: 2}")) {
      assertThrows(InputException.class, () -> spec(bad), bad);
    }
    spec(parallel + "{per-pixel: [1, 2]}");
  }

  @Test
  void curvedCone() {
    assertSame(
        Trajectories.cone(
            1000, 1500, Panel.flat(4, 6, 2).withShape(Shape.CURVED), new double[] {0, 30}),
        compiled(
            "type: cone, source-to-axis: 1000, source-to-detector: 1500, angles: [0, 30],"
                + " detector: {rows: 4, columns: 6, pixel: 2, shape: curved}"));
  }

  @Test
  void helicalByPitchAndByFeed() {
    String common =
        "type: helical, source-to-axis: 500, source-to-detector: 1000,"
            + " detector: {rows: 64, columns: 8, pixel: [2, 1]},"
            + " views: {count: 3, start: 0, range: 540}, ";
    // 64 rows of 2 mm are 64 mm at the isocentre, half way; 1.5 times that is 96 mm a turn.
    Panel panel = new Panel(64, 8, 2, 1, 0, 0, Tilt.NONE, Shape.FLAT);
    Geometry expected = Trajectories.helical(500, 1000, panel, new double[] {0, 180, 360}, 96);
    assertSame(expected, compiled(common + "pitch: 1.5"));
    Geometry byFeed = compiled(common + "feed: 96");
    assertSame(expected, byFeed);
    // The middle view, index 3 >> 1, is at z = 0; half a turn later the source is 48 mm up.
    assertEquals(-48, byFeed.views().get(0).source().z());
    assertEquals(48, byFeed.views().get(2).source().z());
  }

  @Test
  void fan() {
    String common = "type: fan, source-to-axis: 300, source-to-detector: 600, angles: [0, 90], ";
    double[] angles = {0, 90};
    Panel panel = Panel.flat(1, 7, 2);
    // Slice centres of five slices of 4 mm about 0: -8, -4, 0, 4, 8; the middle one is 5 >> 1 = 2.
    assertSame(
        Trajectories.fan(300, 600, panel, new double[] {0}, angles),
        compiled(common + "detector: {columns: 7, pixel: 2}"));
    assertSame(
        Trajectories.fan(300, 600, panel, new double[] {-8, -4, 0, 4, 8}, angles),
        compiled(common + "detector: {columns: 7, pixel: 2}, slices: all"));
    assertSame(
        Trajectories.fan(300, 600, panel, new double[] {8}, angles),
        compiled(common + "detector: {columns: 7, pixel: 2}, slices: 4"));
    assertSame(
        Trajectories.fan(
            300,
            600,
            panel.withShape(Shape.CURVED).withOffset(0, 1.5),
            new double[] {4, -8},
            angles),
        compiled(
            common
                + "detector: {columns: 7, pixel: 2, shape: curved, offset: [0, 1.5]},"
                + " slices: [3, 0]"));
  }

  @Test
  void parallel() {
    double[] angles = {0, 45, 90, 135};
    String views = "type: parallel, views: {count: 4, range: 180}, ";
    Panel panel = new Panel(3, 5, 1, 1, 2, 2, new Tilt(0, 4, 0), Shape.FLAT);
    assertSame(
        Trajectories.parallel(panel, angles),
        compiled(views + "detector: {rows: 3, columns: 5, pixel: 1, offset: 2, tilt: {v: 4}}"));
    Panel row = Panel.flat(1, 5, 1);
    assertSame(
        Trajectories.parallel(row, new double[] {0}, angles),
        compiled(views + "detector: {columns: 5, pixel: 1}"));
    assertSame(
        Trajectories.parallel(row, new double[] {-4, 4}, angles),
        compiled(views + "detector: {columns: 5, pixel: 1}, slices: [1, 3]"));
  }

  @Test
  void radiograph() {
    Vec3 lo = new Vec3(-5, -20, -10);
    Vec3 hi = new Vec3(5, 20, 10);
    assertSame(
        Trajectories.radiograph(Panel.flat(8, 4, 1.5).withOffset(1, 2), lo, hi, 100, 30),
        compiled(
            "type: radiograph, source-above: 100, gap: 30,"
                + " detector: {rows: 8, columns: 4, pixel: 1.5, offset: [1, 2]}"));
    // The top face, 10 x 40 mm, is magnified by 150 / 100: 15 mm over 4 columns, 60 mm over 8 rows.
    Geometry covering =
        compiled(
            "type: radiograph, source-above: 100, gap: 30,"
                + " detector: {rows: 8, columns: 4, pixel: cover}");
    assertSame(Trajectories.radiograph(Panel.flat(8, 4, 7.5), lo, hi, 100, 30), covering);
    assertEquals(new Vec3(0, 0, 110), covering.views().get(0).source());
    assertEquals(Beam.CONE, covering.beam());
  }

  @Test
  void tiltOfRadiographIsCheckedAgainstTheVolume() {
    GeometrySpec spec =
        spec(
            "type: radiograph, source-above: 100, gap: 30,"
                + " detector: {rows: 8, columns: 4, pixel: 1, tilt: {v: 90}}");
    InputException e = assertThrows(InputException.class, () -> spec.compile(GRID));
    assertEquals(
        ": geometry.detector.tilt turns the detector edge-on: expected a tilt that leaves the"
            + " source, or the direction of parallel rays, outside the detector's plane",
        afterOption(e));
  }

  @Test
  void slicesAreCheckedAgainstTheVolume() {
    String common =
        "type: fan, source-to-axis: 300, source-to-detector: 600, angles: [0],"
            + " detector: {columns: 7, pixel: 2}";
    GeometrySpec far = spec(common + ", slices: [2, 5]");
    InputException e = assertThrows(InputException.class, () -> far.compile(GRID));
    assertEquals(
        ": geometry.slices asks for slice 5: expected slices from 0 to 4, which the volume has",
        afterOption(e));
    // Turned by 0.01 degrees about x: the slices are not level.
    double s = Math.sin(Math.toRadians(0.01));
    double c = Math.cos(Math.toRadians(0.01));
    VoxelGrid oblique = new VoxelGrid(4, 4, 4, Affine.ofRows(1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0));
    e = assertThrows(InputException.class, () -> spec(common).compile(oblique));
    assertEquals(
        ": geometry.slices needs horizontal slices, and those of this volume are oblique: expected"
            + " a volume whose third axis is along z, or a type with detector rows of its own",
        afterOption(e));
    // Turned about z and upside down they still are; slice 0 is the highest.
    VoxelGrid turned = new VoxelGrid(4, 4, 4, Affine.ofRows(c, -s, 0, 0, s, c, 0, 0, 0, 0, -2, 9));
    Geometry all = spec(common + ", slices: all").compile(turned);
    assertArrayEquals(new double[] {9, 7, 5, 3}, rows(all.detector()));
  }

  /** Returns the message without the option that it begins with, which is long. */
  private static String afterOption(InputException e) {
    String message = String.valueOf(e.getMessage());
    assertEquals(0, message.indexOf("option geometry={type: "), message);
    return message.substring(message.indexOf("...") + 3);
  }
}
