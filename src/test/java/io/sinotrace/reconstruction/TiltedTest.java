package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Detectors that stand askew, and axes of rotation elsewhere than at z. */
class TiltedTest {
  private static final double[] TURN = Trajectories.angles(240, 20, 360);

  /** A detector, and how its poses are moved. */
  record Way(String name, Geometry geometry, Vec3 move) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Geometry cone(double u, double v, double n) {
    Panel panel = Panel.flat(72, 110, 1).withOffset(2, 0.3);
    return Trajectories.cone(300, 450, panel.withTilt(new Panel.Tilt(u, v, n)), TURN);
  }

  static List<Way> ways() {
    Panel tilted = Panel.flat(60, 84, 1).withTilt(new Panel.Tilt(4, 6, 3));
    Vec3 none = Vec3.ZERO;
    return List.of(
        new Way("upright", cone(0, 0, 0), none),
        new Way("roll", cone(0, 0, 3), none),
        new Way("much roll", cone(0, 0, -30), none),
        new Way("portrait", cone(0, 0, 90), none),
        new Way("pitch", cone(5, 0, 0), none),
        new Way("yaw", cone(0, 8, 0), none),
        new Way("all three", cone(-3, 6, 2), none),
        new Way("parallel", Trajectories.parallel(tilted, TURN), none),
        new Way("another axis", cone(0, 0, 0), new Vec3(11, -7, 0)),
        new Way("another axis and all three", cone(3, -6, -2), new Vec3(-20, 4, 0)));
  }

  private static Geometry moved(Way way) {
    List<View> views = new ArrayList<>();
    for (View view : way.geometry().views()) {
      boolean parallel = way.geometry().beam() == Beam.PARALLEL;
      Vec3 source = parallel ? view.source() : view.source().plus(way.move());
      Vec3 center = view.center().plus(way.move());
      views.add(new View(Double.NaN, source, center, view.u(), view.v(), view.n()));
    }
    return new Geometry(way.geometry().beam(), way.geometry().detector(), views);
  }

  /** A ball off the axis and off the plane of the source has its mean and its middle. */
  @ParameterizedTest
  @MethodSource("ways")
  void aBallIsWhereItIs(Way way) {
    Vec3 place = new Vec3(9, -8, 5).plus(way.move());
    Phantom ball = Phantom.of(Solid.ellipsoid(place, new Vec3(6, 6, 6), 0.02));
    VoxelGrid centred = VoxelGrid.centred(48, 48, 22, new Vec3(1, 1, 1));
    VoxelGrid grid = new VoxelGrid(48, 48, 22, centred.indexToWorld().translated(way.move()));
    float[] image = Analytic.image(moved(way), grid, ball);
    double sum = 0;
    double inner = 0;
    int count = 0;
    Vec3 moment = Vec3.ZERO;
    for (int k = 0; k < image.length; k++) {
      Vec3 p =
          grid.indexToWorld()
              .point(new Vec3(k % 48, Math.floorDiv(k, 48) % 48, Math.floorDiv(k, 48 * 48)))
              .minus(place);
      if (p.norm() < 9) {
        sum += image[k];
        moment = moment.plus(p.times(image[k]));
      }
      if (p.norm() < 3.6) {
        inner += image[k];
        count++;
      }
    }
    assertEquals(0.02, inner / count, 2e-3 * 0.02);
    assertTrue(moment.times(1 / sum).norm() < 0.03, "off by " + moment.times(1 / sum));
  }

  @Test
  void aViewWhoseDetectorAloneIsTurnedIsNamed() {
    Geometry good = cone(3, 5, 2);
    List<View> views = new ArrayList<>(good.views());
    View view = views.get(9);
    // By half a degree about n, which moves the outermost of 110 columns by 0.5 rows.
    double turn = Math.toRadians(0.5);
    Vec3 u = view.u().times(Math.cos(turn)).plus(view.v().times(Math.sin(turn)));
    Vec3 v = view.v().times(Math.cos(turn)).minus(view.u().times(Math.sin(turn)));
    views.set(9, new View(Double.NaN, view.source(), view.center(), u, v, view.n()));
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                Reconstruction.of(
                    new Geometry(Beam.CONE, good.detector(), views),
                    VoxelGrid.centred(9, 9, 9, new Vec3(1, 1, 1)),
                    Analytic.RAM_LAK));
    assertTrue(e.getMessage().contains("view 9: its detector pixel [0, 0] is 0.4"), e::getMessage);
  }
}
