package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The modulation transfer function of a thin wire is the product of those of the steps: the window
 * of the filter, the pixels' aperture, and the interpolation between them (H. H. Barrett and K. J.
 * Myers, Foundations of Image Science, 2004, on linear systems).
 */
class SharpnessTest {
  /** Distance of columns at the axis, in mm. */
  private static final double PITCH = 1;

  private static final int COLUMNS = 160;
  private static final double RADIUS = 0.3;
  private static final double MU = 1;

  /** A way to scan, and by which filter. */
  record Way(String beam, Geometry geometry, FilterWindow window) {
    @Override
    public String toString() {
      return beam + ", " + window;
    }
  }

  static List<Way> ways() {
    Geometry parallel =
        Trajectories.parallel(Panel.flat(1, COLUMNS, PITCH), Trajectories.angles(541, 3, 180));
    Panel magnified = Panel.flat(1, COLUMNS, 1.5 * PITCH);
    Geometry cone = Trajectories.cone(600, 900, magnified, Trajectories.angles(541, 3, 360));
    Geometry fan =
        Trajectories.fan(
            600,
            900,
            magnified.withShape(Panel.Shape.CURVED),
            new double[] {0},
            Trajectories.angles(541, 3, 360));
    return List.of(
        new Way("parallel", parallel, FilterWindow.RAM_LAK),
        new Way("parallel", parallel, FilterWindow.HANN),
        new Way("cone, flat", cone, FilterWindow.RAM_LAK),
        new Way("cone, flat", cone, FilterWindow.HANN),
        new Way("fan, curved", fan, FilterWindow.RAM_LAK));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isThatOfFilterApertureAndInterpolation(Way way) {
    // Near the axis, where columns are as far apart in all views; off it, so that the wire falls
    // at all places between columns.
    Vec3 wire = new Vec3(4.3, -2.9, 0);
    Phantom phantom = Phantom.of(Solid.ellipsoid(wire, new Vec3(RADIUS, RADIUS, 1e5), MU));
    int n = 193;
    double voxel = PITCH / 4;
    double corner = -voxel * (n - 1) / 2;
    VoxelGrid grid =
        new VoxelGrid(
            n,
            n,
            1,
            Affine.ofRows(
                voxel, 0, 0, wire.x() + corner, 0, voxel, 0, wire.y() + corner, 0, 0, 1, 0));
    float[] image =
        Analytic.image(
            way.geometry(),
            grid,
            new FilterSettings(way.window(), 1),
            Analytic.of(phantom, way.geometry(), 12),
            1,
            LineKernels.BEST);
    for (double f = 0.025; f <= 0.25; f += 0.025) {
      double expected = window(way.window(), f) * sinc(f) * sinc(f) * sinc(f);
      assertEquals(expected, transfer(image, n, voxel, f), 0.02, f + " cycles a column");
    }
  }

  /** Returns the image's spectrum over that of the wire, the mean of several directions. */
  private static double transfer(float[] image, int n, double voxel, double f) {
    int directions = 6;
    double sum = 0;
    for (int d = 0; d < directions; d++) {
      double fx = f / PITCH * StrictMath.cos(Math.PI * d / directions);
      double fy = f / PITCH * StrictMath.sin(Math.PI * d / directions);
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          double phase = fx * (i - (n - 1) / 2.0) + fy * (j - (n - 1) / 2.0);
          sum += image[j * n + i] * StrictMath.cos(2 * Math.PI * phase * voxel);
        }
      }
    }
    return sum / directions * voxel * voxel / disc(f / PITCH);
  }

  /** Returns the spectrum of the wire's cross section: J1(a) / a, by its series. */
  private static double disc(double f) {
    double a = Math.PI * f * RADIUS;
    double series = 1 - a * a / 2 + a * a * a * a / 12 - Math.pow(a, 6) / 144;
    return MU * Math.PI * RADIUS * RADIUS * series;
  }

  private static double window(FilterWindow window, double f) {
    return window == FilterWindow.HANN ? 0.5 + 0.5 * StrictMath.cos(2 * Math.PI * f) : 1;
  }

  private static double sinc(double f) {
    return StrictMath.sin(Math.PI * f) / (Math.PI * f);
  }
}
