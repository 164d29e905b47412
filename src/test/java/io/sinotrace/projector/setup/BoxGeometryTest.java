package io.sinotrace.projector.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of what can be traced. */
class BoxGeometryTest {
  /**
   * 4 x 4 x 4 ones of 1 mm whose box has a corner at the origin: box and world coordinates agree.
   */
  private static final Volume ONES = ones();

  private static Volume ones() {
    SlabVolume.Writer writer =
        SlabVolume.on(
            new VoxelGrid(4, 4, 4, Affine.scaling(new Vec3(1, 1, 1), new Vec3(0.5, 0.5, 0.5))));
    for (int i = 0; i < 64; i++) {
      writer.set(i % 4, i / 4 % 4, i / 16, 1);
    }
    return writer.finish();
  }

  private static float one(Beam beam, Vec3 source, Vec3 pixel) {
    View view = View.of(0, source, pixel, new Vec3(0, 1, 0), new Vec3(0, 0, 1));
    Geometry geometry = new Geometry(beam, Detector.flat(1, 1), List.of(view));
    float[] out = {Float.NaN};
    try (ScalarProjector projector = new ScalarProjector(ONES, geometry)) {
      projector.project(geometry.all(), out);
    }
    return out[0];
  }

  @Test
  void aRayWhoseExtentHasNoFiniteInverseIsNothing() {
    assertEquals(0f, one(Beam.CONE, Vec3.ZERO, new Vec3(1e-310, 0, 0)));
    assertEquals(0f, one(Beam.CONE, new Vec3(2, 2, 2), new Vec3(2, 2, 2)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-9, 1e8, 0.3})
  void theLengthOfADirectionDoesNotMatter(double length) {
    assertEquals(4f, one(Beam.PARALLEL, new Vec3(length, 0, 0), new Vec3(9, 1.5, 1.5)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-160, 1e-10, 1e10, Double.POSITIVE_INFINITY, Double.NaN})
  void aDirectionWithoutSensibleLengthIsRefused(double length) {
    InputException e =
        assertThrows(
            InputException.class,
            () -> one(Beam.PARALLEL, new Vec3(length, 0, 0), new Vec3(9, 1.5, 1.5)));
    assertTrue(e.getMessage().contains("ray direction"), e.getMessage());
  }

  @Test
  void whatIsTooFarIsRefused() {
    assertThrows(
        InputException.class, () -> one(Beam.CONE, new Vec3(1.1e7, 0, 0), new Vec3(-1, 1, 1)));
    assertThrows(
        InputException.class, () -> one(Beam.CONE, new Vec3(9, 1, 1), new Vec3(-1, 1, 1.1e7)));
    assertThrows(InputException.class, () -> one(Beam.CONE, new Vec3(9, 1, Double.NaN), Vec3.ZERO));
    assertEquals(4f, one(Beam.CONE, new Vec3(9e6, 1.5, 1.5), new Vec3(-1, 1.5, 1.5)), 1e-5f);
  }

  @Test
  void whereAVolumeWasDoesNotShowOnceItIsCentred() {
    double[] expected = null;
    for (double origin : new double[] {0, 33_333, -1.0 / 3, 1e9}) {
      VoxelGrid grid =
          new VoxelGrid(
                  5,
                  6,
                  7,
                  Affine.scaling(new Vec3(0.7, 1.3, 2.1), new Vec3(origin, -origin, origin / 7)))
              .centred();
      if (expected == null) {
        expected = grid.indexToWorld().toArray();
      }
      assertArrayEquals(expected, grid.indexToWorld().toArray());
      assertEquals(0, grid.middle().norm(), 1e-14);
    }
  }

  @Test
  void noMinusZeroReachesAView() {
    Panel panel = Panel.flat(2, 2, 1);
    double[] angles = Trajectories.angles(4, 0, 360);
    for (Geometry geometry :
        List.of(Trajectories.cone(10, 15, panel, angles), Trajectories.parallel(panel, angles))) {
      for (View view : geometry.views()) {
        for (Vec3 vector : List.of(view.source(), view.center(), view.u(), view.v(), view.n())) {
          for (double component : vector.toArray()) {
            assertTrue(component != 0 || 1 / component > 0, view.toString());
          }
        }
      }
    }
  }

  @Test
  void senselessFiguresAreRefused() {
    Panel panel = Panel.flat(2, 2, 1);
    double[] angles = {0};
    Vec3 lo = new Vec3(-1, -1, -1);
    Vec3 hi = new Vec3(1, 1, 1);
    List<Runnable> senseless =
        List.of(
            () -> Trajectories.cone(10, 15, panel, new double[0]),
            () -> Trajectories.parallel(panel, new double[] {Double.NaN}),
            () -> Trajectories.angles(0, 0, 360),
            () -> Trajectories.cone(0, 15, panel, angles),
            () -> Trajectories.cone(10, Double.NaN, panel, angles),
            () -> Trajectories.radiograph(panel, lo, hi, 0, 2),
            () -> Trajectories.coverPitch(2, 2, lo, hi, 600, -1),
            () -> panel.withOffset(Double.NaN, 0),
            () -> panel.withTilt(new Panel.Tilt(0, Double.POSITIVE_INFINITY, 0)),
            () ->
                Trajectories.cone(
                    10,
                    20,
                    new Panel(1, 200, 1, 1, 0, 0, Panel.Tilt.NONE, Panel.Shape.CURVED),
                    angles));
    for (Runnable figures : senseless) {
      assertThrows(IllegalArgumentException.class, figures::run);
    }
  }
}
