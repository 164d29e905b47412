package io.sinotrace.preview;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.preview.chart.Axis;
import io.sinotrace.preview.chart.Chart;
import io.sinotrace.preview.chart.OrientationLabels;
import io.sinotrace.preview.raster.Shading;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScanPreviewTest {
  private static final Panel PANEL =
      new Panel(4, 6, 1.5, 2, 0, 0, Panel.Tilt.NONE, Panel.Shape.FLAT);

  private static final Geometry CONE =
      Trajectories.cone(500, 1000, PANEL, Trajectories.angles(8, 0, 360));

  private static ScanSummary summary(boolean sidesKnown, Integer... slices) {
    return new ScanSummary(
        "head",
        "a kind of scan",
        List.of(96, 112, 80),
        new Vec3(0.9, 0.9, 2.5),
        List.of(slices),
        sidesKnown);
  }

  private static ScanPreview of(Geometry geometry, Integer... slices) {
    ScanSummary summary = summary(false, slices);
    return new ScanPreview(geometry, summary, "line_integral", Shading.DEFAULT);
  }

  private static @Nullable OrientationLabels orientation(
      Geometry geometry, int view, Integer... slices) {
    ScanSummary summary = summary(true, slices);
    float[] pixels = new float[geometry.detector().rows() * geometry.detector().columns()];
    return new ScanPreview(geometry, summary, "line_integral", Shading.DEFAULT)
        .projection(pixels, view, 1)
        .orientation();
  }

  @Test
  void drawsAProjectionWithItsFirstRowAtTheBottom() {
    float[] pixels = new float[4 * 6];
    pixels[5] = 7;
    Chart chart = of(CONE).projection(pixels, 2, 1);
    assertEquals("line integral = \u2212ln(I/I\u2080)", chart.valueLabel());
    // Middles of 6 columns of 2 mm and 4 rows of 1.5 mm about 0.
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("v (mm)", -2.25, 2.25, chart.vertical());
    assertTrue(chart.firstRowAtBottom());
    assertEquals(7, chart.image().mean(0, 1, 5, 6));
  }

  @Test
  void tellsWhichViewOfWhich() {
    Chart chart = of(CONE).projection(new float[24], 2, 1);
    assertEquals("head", chart.title());
    assertEquals(
        List.of(
            "view 2 (90.0°) of 0..7, seen from the source",
            "a kind of scan",
            "volume 96 × 112 × 80 voxels of 0.9 × 0.9 × 2.5 mm"),
        chart.lines());
    ScanSummary cubes =
        new ScanSummary("s", "", List.of(4, 4, 4), new Vec3(2, 2, 2), List.of(), false);
    assertEquals(
        "volume 4 × 4 × 4 voxels of 2 mm",
        new ScanPreview(CONE, cubes, "line_integral", Shading.DEFAULT)
            .projection(new float[24], 0, 1)
            .lines()
            .get(2));
    Geometry one = Trajectories.cone(500, 1000, PANEL, new double[] {-12.25});
    assertEquals(
        "one view (\u221212.25°), seen from the source",
        of(one).projection(new float[24], 0, 1).lines().get(0));
  }

  @Test
  void drawsASinogramWithItsFirstViewAtTheTop() {
    Chart chart = of(CONE).sinogram(new float[8 * 6], 1, 1);
    assertFalse(chart.firstRowAtBottom());
    assertEquals(
        "sinogram of row 1 of 0..3 (row 0 is the lowest), v = \u22120.75 mm", chart.lines().get(0));
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("view angle, view 0 at the top (°)", 0, 315, chart.vertical());
    assertEquals(8, chart.image().rows());
    assertEquals(6, chart.image().columns());
    assertNull(chart.orientation());
  }

  @Test
  void drawsARadiographFromAbove() {
    Geometry geometry =
        Trajectories.radiograph(PANEL, new Vec3(-1, -1, -1), new Vec3(1, 1, 1), 500, 10);
    Chart chart = of(geometry).projection(new float[24], 0, 1);
    assertTrue(chart.firstRowAtBottom());
    assertEquals("one view, seen from the source", chart.lines().get(0));
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    assertAxis("v (mm)", -2.25, 2.25, chart.vertical());
  }

  /**
   * At 0 degrees the source is on the patient's right and looks to the left: facing that way with
   * the head up, the front is at one's right. Every quarter turn takes it on: at 90 from the front,
   * the patient's right at one's left, as in the usual chest film; at 180 from the left; at 270
   * from the back. From above, x runs to the patient's right and y to the front.
   */
  @Test
  void namesThePatientsSides() {
    assertEquals(new OrientationLabels("P", "A", "F", "H"), orientation(CONE, 0));
    assertEquals(new OrientationLabels("R", "L", "F", "H"), orientation(CONE, 2));
    assertEquals(new OrientationLabels("A", "P", "F", "H"), orientation(CONE, 4));
    assertEquals(new OrientationLabels("L", "R", "F", "H"), orientation(CONE, 6));
    // At 45 degrees the source is at the right in front: halfway between the first two.
    OrientationLabels between = requireNonNull(orientation(CONE, 1));
    assertEquals(List.of("F", "H"), List.of(between.bottom(), between.top()));
    assertTrue(List.of("RP", "PR").contains(between.left()), between.left());
    assertTrue(List.of("LA", "AL").contains(between.right()), between.right());
    Geometry above =
        Trajectories.radiograph(PANEL, new Vec3(-1, -1, -1), new Vec3(1, 1, 1), 500, 10);
    assertEquals(new OrientationLabels("L", "R", "P", "A"), orientation(above, 0));
    // A quarter turn of the panel about its own normal turns the picture, and the letters with it.
    Panel.Tilt quarter = new Panel.Tilt(0, 0, 90);
    Geometry turned = Trajectories.cone(500, 1000, PANEL.withTilt(quarter), new double[] {90});
    assertEquals(new OrientationLabels("F", "H", "L", "R"), orientation(turned, 0));
    assertNull(of(CONE).projection(new float[24], 0, 1).orientation());
  }

  /** The poses' own normal points away from the source: the picture is a mirrored one. */
  @Test
  void tellsAPictureFromBehind() {
    Vec3 source = new Vec3(1000, 0, 0);
    View behind =
        View.of(Double.NaN, source, new Vec3(-500, 0, 0), new Vec3(0, -2, 0), new Vec3(0, 0, 2));
    Geometry geometry = new Geometry(Beam.CONE, Detector.flat(4, 6), List.of(behind));
    assertEquals(new OrientationLabels("A", "P", "F", "H"), orientation(geometry, 0));
    assertEquals(
        "one view, seen from behind the detector",
        of(geometry).projection(new float[24], 0, 1).lines().get(0));
    // A parallel beam's source is a direction: along +x it comes from the side of -x.
    View parallel =
        View.of(Double.NaN, new Vec3(1, 0, 0), Vec3.ZERO, new Vec3(0, -2, 0), new Vec3(0, 0, 2));
    Geometry free = new Geometry(Beam.PARALLEL, Detector.flat(4, 6), List.of(parallel, parallel));
    assertEquals(
        "view 1 of 0..1, seen from the source",
        of(free).projection(new float[24], 1, 1).lines().get(0));
  }

  /** On a curved detector the columns are a pitch apart along the arc, whatever the radius. */
  @Test
  void measuresAlongTheArc() {
    for (double sdd : new double[] {300, 1000, 1e5}) {
      Panel curved = new Panel(1, 101, 1, 4, 0, 0, Panel.Tilt.NONE, Panel.Shape.CURVED);
      Geometry cone = Trajectories.cone(sdd / 2, sdd, curved, new double[] {10});
      Chart chart = of(cone).projection(new float[101], 0, 1);
      assertAxis("u (mm)", -200, 200, chart.horizontal());
      assertAxis("v (mm)", 0, 0, chart.vertical());
    }
  }

  /**
   * Three slices on each other, 2.5 mm apart. The fan shows what is at the axis twice as large, but
   * never along z: at the axis six columns of 2 mm are 1 mm apart.
   */
  @Test
  void drawsAStackOfFansToScale() {
    double[] heights = {-1.25, 1.25, 3.75};
    Geometry fan = Trajectories.fan(500, 1000, PANEL, heights, Trajectories.angles(4, 0, 360));
    Chart chart = of(fan, 39, 40, 41).projection(new float[18], 1, 1);
    assertEquals("view 1 (90.0°) of 0..3; slices 39..41", chart.lines().get(0));
    assertAxis("u at the axis of rotation (mm)", -2.5, 2.5, chart.horizontal());
    assertAxis("z (mm)", -1.25, 3.75, chart.vertical());
    assertFalse(chart.vertical().isLabelled());
    assertEquals(new OrientationLabels("R", "L", "F", "H"), orientation(fan, 1, 39, 40, 41));
    Chart sinogram = of(fan, 39, 40, 41).sinogram(new float[24], 1, 1);
    assertEquals("sinogram of slice 40, z = 1.25 mm; row 1 of 0..2", sinogram.lines().get(0));
    assertAxis("u (mm)", -5, 5, sinogram.horizontal());
  }

  /** Slice 41 of such a volume is below slice 39, and drawn above it. */
  @Test
  void namesTheSidesOfAVolumeThatStandsOnItsHead() {
    double[] heights = {3.75, 1.25, -1.25};
    Geometry fan = Trajectories.fan(500, 1000, PANEL, heights, new double[] {90});
    Chart chart = of(fan, 39, 40, 41).projection(new float[18], 0, 1);
    assertAxis("z (mm)", 3.75, -1.25, chart.vertical());
    assertEquals(new OrientationLabels("R", "L", "H", "F"), orientation(fan, 0, 39, 40, 41));
  }

  @Test
  void drawsOtherSlicesApart() {
    double[] heights = {-30, 10, -20};
    Geometry flat = Trajectories.parallel(PANEL, heights, new double[] {0, 90});
    Chart chart = of(flat, 28, 44, 32).projection(new float[18], 1, 1);
    assertEquals("view 1 (90.0°) of 0..1; slices 28, 44, 32", chart.lines().get(0));
    assertTrue(chart.vertical().isLabelled());
    assertEquals(List.of("28", "44", "32"), chart.vertical().labels());
    assertAxis("u (mm)", -5, 5, chart.horizontal());
    // Neither edge is the one nearer to the head.
    assertEquals(new OrientationLabels("R", "L", "", ""), orientation(flat, 1, 28, 44, 32));
    assertEquals(
        "sinogram of slice 32, z = \u221220.0 mm; row 2 of 0..2",
        of(flat, 28, 44, 32).sinogram(new float[12], 2, 1).lines().get(0));
    Geometry single = Trajectories.parallel(PANEL, new double[] {1}, new double[] {0, 90});
    assertEquals(
        "sinogram of slice 40, z = 1.0 mm",
        of(single, 40).sinogram(new float[12], 0, 1).lines().get(0));
  }

  @Test
  void numbersViewsWithoutEvenAngles() {
    Geometry uneven = Trajectories.parallel(PANEL, new double[] {0, 10, 30});
    assertAxis("view, 0 at the top", 0, 2, of(uneven).sinogram(new float[18], 0, 1).vertical());
    Geometry falling = Trajectories.parallel(PANEL, new double[] {30, 20, 10});
    assertAxis(
        "view angle, view 0 at the top (°)",
        30,
        10,
        of(falling).sinogram(new float[18], 0, 1).vertical());
    View free =
        View.of(Double.NaN, new Vec3(1, 0, 0), Vec3.ZERO, new Vec3(0, 2, 0), new Vec3(0, 0, 1));
    Geometry vectors =
        new Geometry(Beam.PARALLEL, Detector.flat(4, 6), List.of(free, free, free, free));
    assertAxis("view, 0 at the top", 0, 3, of(vectors).sinogram(new float[24], 0, 1).vertical());
    // Every third of four views is drawn: views 0 and 3, not 0 and 1.
    assertAxis("view, 0 at the top", 0, 3, of(vectors).sinogram(new float[12], 0, 3).vertical());
    Geometry one = new Geometry(Beam.PARALLEL, Detector.flat(4, 6), List.of(free));
    Chart chart = of(one).sinogram(new float[6], 0, 1);
    assertAxis("view, 0 at the top", 0, 0, chart.vertical());
    assertTrue(chart.png().length > 0);
  }

  /** Of 4 rows of 1.5 mm about 0, rows 0 and 2 are at -2.25 and 0.75. */
  @Test
  void placesThinnedRowsWhereTheyAre() {
    assertAxis("v (mm)", -2.25, 0.75, of(CONE).projection(new float[12], 0, 2).vertical());
    assertAxis(
        "view angle, view 0 at the top (°)",
        0,
        270,
        of(CONE).sinogram(new float[18], 0, 3).vertical());
  }

  @Test
  void refusesTooFewPixels() {
    assertThrows(IllegalArgumentException.class, () -> of(CONE).projection(new float[23], 0, 1));
  }

  private static void assertAxis(String label, double first, double last, Axis axis) {
    assertEquals(label, axis.label());
    assertEquals(first, axis.first(), 1e-6);
    assertEquals(last, axis.last(), 1e-6);
  }
}
