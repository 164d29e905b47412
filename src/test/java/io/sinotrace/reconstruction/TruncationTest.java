package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.Extrapolation;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images of objects that reach beyond the detector. */
class TruncationTest {
  private static final double MU = 0.02;
  private static final FilterSettings ELLIPSE =
      new FilterSettings(FilterWindow.RAM_LAK, 1, Extrapolation.ELLIPSE);

  static List<Geometry> geometries() {
    // Columns reach 70 mm from the axis.
    Panel panel = Panel.flat(1, 140, 5.0 / 3);
    return List.of(
        Trajectories.parallel(Panel.flat(1, 140, 1), Trajectories.angles(360, 0, 180)),
        Trajectories.cone(600, 1000, panel, Trajectories.angles(360, 0, 360)),
        Trajectories.cone(600, 1000, panel, Trajectories.angles(360, 40, 215)),
        Trajectories.cone(
            600, 1000, panel.withShape(Panel.Shape.CURVED), Trajectories.angles(360, 0, 360)));
  }

  /**
   * A body of 200 x 160 mm, of which less than 140 mm are seen; or, farther off the axis, all of it
   * but on one side.
   */
  @ParameterizedTest
  @MethodSource("geometries")
  void extrapolatedRowsGiveInnerMeans(Geometry geometry) {
    for (double size : new double[] {1, 0.65}) {
      double off = size == 1 ? 0 : 20;
      Phantom body =
          Phantom.of(
              disc(off, 0, 100 * size, 80 * size, MU),
              disc(-25, 10, 15, 15, MU),
              disc(30, -10, 12, 12, -MU));
      double plain = worst(image(geometry, body, Analytic.RAM_LAK));
      double extended = worst(image(geometry, body, ELLIPSE));
      assertTrue(extended < Math.min(0.015, plain / 2), extended + " after " + plain);
    }
  }

  /** Returns the greatest error of the means of inner regions, as a share of mu. */
  private static double worst(float[] image) {
    double[] errors = {
      Analytic.mean(image, GRID, 0, 0, 35, 10) / MU - 1,
      Analytic.mean(image, GRID, 0, 0, -30, 12) / MU - 1,
      Analytic.mean(image, GRID, 0, -25, 10, 11) / MU - 2,
      Analytic.mean(image, GRID, 0, 30, -10, 8) / MU
    };
    return Arrays.stream(errors).map(Math::abs).max().orElseThrow();
  }

  /** What ends with zeros goes on with them. */
  @ParameterizedTest
  @MethodSource("geometries")
  void nothingIsAddedToAWholeObject(Geometry geometry) {
    Phantom body = Phantom.of(disc(5, 0, 55, 45, MU), disc(-25, 10, 15, 15, MU));
    assertArrayEquals(
        image(geometry, body, Analytic.RAM_LAK),
        image(geometry, body, ELLIPSE),
        (float) (1e-6 * MU));
  }

  @Test
  void anOffsetDetectorIsRefused() {
    Geometry geometry =
        Trajectories.parallel(
            Panel.flat(1, 140, 1).withOffset(0, 40), Trajectories.angles(360, 0, 360));
    InputException e =
        assertThrows(InputException.class, () -> Reconstruction.of(geometry, GRID, ELLIPSE));
    assertTrue(e.getMessage().contains("are not extrapolated"), e.getMessage());
  }

  private static Solid disc(double x, double y, double halfX, double halfY, double mu) {
    return Solid.ellipsoid(new Vec3(x, y, 0), new Vec3(halfX, halfY, 1e5), mu);
  }

  private static final VoxelGrid GRID = VoxelGrid.centred(70, 70, 1, new Vec3(2, 2, 1));

  private static float[] image(Geometry geometry, Phantom phantom, FilterSettings settings) {
    return Analytic.image(
        geometry, GRID, settings, Analytic.of(phantom, geometry, 2), 1, LineKernels.BEST);
  }
}
