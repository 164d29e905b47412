package io.sinotrace.volume.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.coverage.Coverage.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A box of 100 mm about the origin, but where said; the figures by similar triangles. */
class CoverageTest {
  private static final VoxelGrid CUBE = VoxelGrid.centred(100, 100, 100, new Vec3(1, 1, 1));
  private static final double[] FULL = Trajectories.angles(90, 0, 360);
  private static final double[] HALF = Trajectories.angles(90, 0, 180);

  private static Coverage of(Geometry geometry) {
    return Coverage.of(CUBE, geometry, false);
  }

  @Test
  void whatIsUsualHasNothing() {
    Coverage all = of(Trajectories.cone(1000, 1500, Panel.flat(120, 120, 1.5), FULL));
    assertEquals(Views.NONE, all.sourceInside());
    assertEquals(Views.NONE, all.detectorInside());
    assertEquals(Views.NONE, all.beforeAxis());
    assertEquals(Views.NONE, all.missed());
    assertEquals(0, all.rowsCut().share());
    assertEquals(0, all.columnsCut().share());
    assertNull(all.helix());
    assertEquals(90, all.examined());
  }

  @Test
  void theRimNearestTheSourceCastsTheTallestShadow() {
    // At 950 mm from the source 50 mm become 50 x 2000 / 950 = 105.26 on the detector, of which
    // 80 are seen: 25.26 of 105.26 are not.
    Coverage small = of(Trajectories.cone(1000, 2000, Panel.flat(160, 400, 1), FULL));
    assertEquals(25.263 / 105.263, small.rowsCut().share(), 1e-4);
    assertEquals(0, small.columnsCut().share());
    // Moved by 20 mm: 5.26 of 210.53 are cut above, and 45.26 below.
    Coverage moved =
        of(Trajectories.cone(1000, 2000, Panel.flat(160, 400, 1).withOffset(20, 0), FULL));
    assertEquals((5.263 + 45.263) / 210.526, moved.rowsCut().share(), 1e-4);
  }

  @Test
  void theWidthIsThatOfTheCylinderAndNotOfTheBox() {
    // Seen along the diagonal the box is 141 mm wide, the cylinder in it 100.
    double[] diagonal = {45};
    assertEquals(
        0, of(Trajectories.parallel(Panel.flat(100, 100, 1), diagonal)).columnsCut().share(), 1e-9);
    assertEquals(
        0.5,
        of(Trajectories.parallel(Panel.flat(100, 50, 1), diagonal)).columnsCut().share(),
        1e-9);
    // Tangents to a circle of 50 mm, 130 from the source, rise by 50 in 120.
    Coverage fan = of(Trajectories.cone(130, 260, Panel.flat(300, 160, 1), new double[] {0}));
    double half = 260 * 50 / 120.0;
    assertEquals((half - 80) / half, fan.columnsCut().share(), 2e-3);
  }

  @Test
  void aCurvedDetectorCountsTheArc() {
    // The tangents of the circle are at asin(50 / 130) = 22.62 degrees; 20 of them are seen.
    double columns = 2 * 20;
    double pitch = Math.toRadians(1) * 260;
    Panel panel =
        new Panel(300, (int) columns, 1, pitch, 0, 0, Panel.Tilt.NONE, Panel.Shape.CURVED);
    Coverage arc = of(Trajectories.cone(130, 260, panel, new double[] {0}));
    assertEquals(2.62 / 22.62, arc.columnsCut().share(), 2e-3);
    // On the cylinder a point 50 mm up, at 80 mm from the source, is at 50 x 260 / 80 = 162.5.
    assertEquals(12.5 / 162.5, arc.rowsCut().share(), 1e-3);
    // Moved up by 12.5 mm the upper end fits and the lower is cut by 25.
    Coverage up = of(Trajectories.cone(130, 260, panel.withOffset(12.5, 0), new double[] {0}));
    assertEquals(25 / 325.0, up.rowsCut().share(), 1e-3);
  }

  @Test
  void aDetectorMovedToOneSideSeesTheOtherHalfFromTheOppositeSide() {
    // From -10 to 50 mm: 40 % are beyond it on one side.
    Panel moved = Panel.flat(100, 60, 1).withOffset(0, 20);
    assertEquals(0, of(Trajectories.parallel(moved, FULL)).columnsCut().share(), 1e-9);
    assertEquals(0.4, of(Trajectories.parallel(moved, HALF)).columnsCut().share(), 1e-9);
    // From 10 to 70: no view sees the middle.
    Panel beyond = Panel.flat(100, 60, 1).withOffset(0, 40);
    assertEquals(0.6, of(Trajectories.parallel(beyond, FULL)).columnsCut().share(), 2e-3);
    // From -20 to 40: both sides lack 10 mm at least.
    Panel both = Panel.flat(100, 60, 1).withOffset(0, 10);
    assertEquals(0.2, of(Trajectories.parallel(both, FULL)).columnsCut().share(), 1e-9);
  }

  @Test
  void rowsThatAreSlicesAreNotJudged() {
    double[] slices = {30.5, -12.5};
    Panel panel = Panel.flat(1, 124, 1);
    Coverage parallel = Coverage.of(CUBE, Trajectories.parallel(panel, slices, HALF), true);
    assertEquals(0, parallel.rowsCut().share());
    assertEquals(Views.NONE, parallel.missed());
    Coverage fan = Coverage.of(CUBE, Trajectories.fan(300, 300 * 1.2, panel, slices, FULL), true);
    assertEquals(0, fan.rowsCut().share());
    assertEquals(Views.NONE, fan.missed());
    assertEquals(0, fan.columnsCut().share());
    // Fifty columns of a magnification of 1.2 see 41.7 of 100 mm, and a little less at the rim.
    Coverage narrow =
        Coverage.of(CUBE, Trajectories.fan(300, 360, Panel.flat(1, 50, 1), slices, HALF), true);
    double half = 360 * 50 / Math.sqrt(300 * 300 - 50 * 50);
    assertEquals((half - 25) / half, narrow.columnsCut().share(), 2e-3);
  }

  @Test
  void aSourceOrADetectorInsideIsFound() {
    double[] angles = {0, 45, 90};
    // At 60 mm the source is outside the faces, but inside the corner at 70.7.
    Coverage source = of(Trajectories.cone(60, 500, Panel.flat(9, 9, 1), angles));
    assertEquals(new Views(1, 1), source.sourceInside());
    assertEquals(
        new Views(3, 0),
        of(Trajectories.cone(40, 500, Panel.flat(9, 9, 1), angles)).sourceInside());
    // The same of the detector, whose pixels alone count: 9 mm wide it is inside the corner.
    Coverage detector = of(Trajectories.cone(500, 560, Panel.flat(9, 9, 1), angles));
    assertEquals(new Views(1, 1), detector.detectorInside());
    assertEquals(Views.NONE, detector.sourceInside());
    // A detector that is larger than the volume cuts it though no corner of it is inside.
    Coverage large = of(Trajectories.cone(500, 530, Panel.flat(2, 2, 300), angles));
    assertEquals(new Views(3, 0), large.detectorInside());
    Panel curved = Panel.flat(9, 200, 5).withShape(Panel.Shape.CURVED);
    assertEquals(new Views(3, 0), of(Trajectories.cone(500, 530, curved, angles)).detectorInside());
    assertEquals(Views.NONE, of(Trajectories.cone(500, 750, curved, angles)).detectorInside());
    // On the face is not inside.
    assertEquals(
        Views.NONE,
        of(Trajectories.cone(500, 550, Panel.flat(9, 9, 1), new double[] {0, 90}))
            .detectorInside());
    // Under a parallel beam a pixel sees the whole line, wherever it lies.
    assertEquals(
        Views.NONE, of(Trajectories.parallel(Panel.flat(100, 100, 1), FULL)).detectorInside());
    // The rows of a fan have their sources in the slices.
    assertEquals(
        new Views(3, 0),
        Coverage.of(
                CUBE,
                Trajectories.fan(40, 500, Panel.flat(1, 9, 1), new double[] {30}, angles),
                true)
            .sourceInside());
  }

  @Test
  void aDetectorBeforeTheAxisIsFound() {
    Panel panel = Panel.flat(9, 9, 1);
    assertEquals(new Views(90, 0), of(Trajectories.cone(1000, 600, panel, FULL)).beforeAxis());
    assertEquals(Views.NONE, of(Trajectories.cone(1000, 1000, panel, FULL)).beforeAxis());
    Vec3[] bounds = CUBE.worldBounds();
    assertEquals(
        Views.NONE, of(Trajectories.radiograph(panel, bounds[0], bounds[1], 100, 0)).beforeAxis());
  }

  @Test
  void aShadowThatMissesIsFound() {
    Panel beside = Panel.flat(100, 100, 1).withOffset(0, 130);
    // The box reaches 50 mm at the side, and 70.7 along the diagonal; the detector begins at 80.
    assertEquals(new Views(90, 0), of(Trajectories.parallel(beside, HALF)).missed());
    Panel near = Panel.flat(100, 100, 1).withOffset(0, 110);
    // It begins at 60: missed where |cos| + |sin| < 1.2, which is within 13.05 degrees of 0, 90 and
    // 180.
    Views some = of(Trajectories.parallel(near, Trajectories.angles(180, 0, 180))).missed();
    assertEquals(new Views(14 + 27 + 13, 0), some);
    // The volume is behind the source, or behind the detector.
    View away =
        View.of(0, new Vec3(200, 0, 0), new Vec3(400, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1));
    View before =
        View.of(0, new Vec3(400, 0, 0), new Vec3(200, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1));
    View right =
        View.of(0, new Vec3(400, 0, 0), new Vec3(-200, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1));
    Geometry free = new Geometry(Beam.CONE, Detector.flat(100, 100), List.of(right, away, before));
    assertEquals(new Views(2, 1), of(free).missed());
  }

  @Test
  void theCylinderStandsAlongTheAxisThatIsUpright() {
    // The first axis of the grid runs down: 200 mm tall, 100 x 60 mm across.
    VoxelGrid turned =
        new VoxelGrid(200, 100, 60, Affine.ofRows(0, 1, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0)).centred();
    double[] diagonal = {45};
    Coverage coverage =
        Coverage.of(turned, Trajectories.parallel(Panel.flat(150, 70, 1), diagonal), false);
    assertEquals(0.25, coverage.rowsCut().share(), 1e-9);
    // An ellipse of semi-axes 50 and 30 reaches sqrt((50^2 + 30^2) / 2) along the diagonal.
    double half = Math.sqrt((50 * 50 + 30 * 30) / 2.0);
    assertEquals((half - 35) / half, coverage.columnsCut().share(), 2e-3);
  }

  @Test
  void aRadiographThatCoversFits() {
    Vec3[] bounds = CUBE.worldBounds();
    double pitch = Trajectories.coverPitch(64, 64, bounds[0], bounds[1], 600, 2);
    Coverage coverage =
        of(Trajectories.radiograph(Panel.flat(64, 64, pitch), bounds[0], bounds[1], 600, 0));
    assertEquals(0, coverage.rowsCut().share(), 1e-9);
    assertEquals(0, coverage.columnsCut().share(), 1e-9);
    Coverage half =
        of(Trajectories.radiograph(Panel.flat(64, 64, pitch / 2), bounds[0], bounds[1], 600, 2));
    assertEquals(0.5, half.rowsCut().share(), 1e-9);
    assertEquals(0.5, half.columnsCut().share(), 1e-9);
  }

  @Test
  void aHelixIsJudgedAsAWhole() {
    Panel panel = Panel.flat(40, 300, 1);
    double[] turns = Trajectories.angles(11, 0, 11 * 360);
    // Views at z = -250, -200, ... 250. From the far face, 550 mm away, a view sees 20 x 550 / 1000
    // = 11 mm up and down: those at -150 and below see nothing of what begins at -50.
    Coverage tooLong = of(Trajectories.helical(500, 1000, panel, turns, 50));
    assertNotNull(tooLong.helix());
    assertEquals(new Coverage.Helix(4, 4, 0, 0, 100), tooLong.helix());
    assertEquals(Views.NONE, tooLong.missed());
    assertEquals(0, tooLong.rowsCut().share());
    // Views from -20 to 20 see 10 mm more of the axis at each end: of 100 mm 60.
    double[] five = Trajectories.angles(5, 0, 5 * 360);
    Coverage tooShort = of(Trajectories.helical(500, 1000, panel, five, 10));
    assertNotNull(tooShort.helix());
    assertEquals(20, tooShort.helix().below(), 1e-9);
    assertEquals(20, tooShort.helix().above(), 1e-9);
    assertEquals(0, tooShort.helix().before() + tooShort.helix().after());
    // Falling, and moved up by 10 mm on the detector, which is 5 at the axis.
    Coverage falling = of(Trajectories.helical(500, 1000, panel.withOffset(10, 0), five, -10));
    assertNotNull(falling.helix());
    assertEquals(25, falling.helix().below(), 1e-9);
    assertEquals(15, falling.helix().above(), 1e-9);
    // One that sees nothing at all is no matter of its ends.
    Coverage beside = of(Trajectories.helical(500, 1000, panel.withOffset(0, 900), five, 10));
    assertNull(beside.helix());
    assertEquals(new Views(5, 0), beside.missed());
  }

  @Test
  void ofVeryManyViewsSomeAreLookedAt() {
    Panel panel = Panel.flat(40, 300, 1);
    double[] angles = Trajectories.angles(100_000, 0, 360 * 100);
    long start = System.nanoTime();
    Coverage coverage = of(Trajectories.helical(500, 1000, panel, angles, 3));
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertTrue(seconds < 2, seconds + " s");
    assertEquals(4096, coverage.examined());
    // From -150 to 150 mm at 0.003 mm a view; those within 50 + 11.5 mm see the volume, the far
    // edge of the box being up to 570.7 mm away.
    assertNotNull(coverage.helix());
    assertEquals(29_500, coverage.helix().before(), 300);
    assertEquals(29_500, coverage.helix().after(), 300);
  }
}
