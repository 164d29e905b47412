package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.SheppLogan;
import io.sinotrace.volume.phantom.Solid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where things are in images, how errors and noise come through, and what is refused. */
class ImageTest {
  @RegisterExtension final Seed seed = Seed.fixed(15);

  private static final Panel PANEL = Panel.flat(48, 64, 1.5);

  private static double[] turn(int views) {
    return Trajectories.angles(views, 20, 360);
  }

  static List<Geometry> geometries() {
    Panel curved = PANEL.withShape(Panel.Shape.CURVED);
    double[] slices = Detector.centred(24);
    double[] turns = Trajectories.angles(400, 20, 900);
    double[] back = Trajectories.angles(411, 20, -900);
    return List.of(
        Trajectories.helical(300, 450, PANEL, turns, 30),
        Trajectories.helical(300, 450, PANEL.withOffset(3, 0.4), back, 40),
        Trajectories.helical(300, 450, curved, turns, -30),
        Trajectories.helical(300, 450, curved.withOffset(-3, 0), back, -40),
        Trajectories.cone(300, 450, PANEL, turn(180)),
        Trajectories.cone(300, 450, PANEL.withOffset(2, 0.4), Trajectories.angles(150, 0, -220)),
        Trajectories.cone(300, 450, PANEL.withOffset(0, 15), turn(180)),
        Trajectories.cone(300, 450, curved.withOffset(-2, -15), turn(180)),
        Trajectories.fan(300, 450, PANEL, slices, turn(180)),
        Trajectories.fan(300, 450, curved, slices, turn(180)),
        Trajectories.parallel(PANEL, Trajectories.angles(180, 7, 180)),
        Trajectories.parallel(PANEL, slices, Trajectories.angles(180, 7, -180)));
  }

  /** A ball of half a voxel's size, at a voxel chosen by hand: off the middle along all axes. */
  @ParameterizedTest
  @MethodSource("geometries")
  void aBrightPointIsAtItsVoxel(Geometry geometry) {
    // The first axis is flipped, the third runs down: as files have them.
    VoxelGrid grid =
        new VoxelGrid(33, 29, 15, Affine.ofRows(-1, 0, 0, 16, 0, 1, 0, -14, 0, 0, -1, 7.5));
    int[] voxel = {25, 6, 4};
    Vec3 place = new Vec3(-9, -8, 3.5);
    Phantom point = Phantom.of(Solid.ellipsoid(place, new Vec3(0.8, 0.8, 0.8), 1));
    float[] image = Analytic.image(geometry, grid, point);
    int brightest = 0;
    for (int k = 1; k < image.length; k++) {
      brightest = image[k] > image[brightest] ? k : brightest;
    }
    assertEquals((voxel[2] * 29 + voxel[1]) * 33 + voxel[0], brightest);
    assertTrue(image[brightest] > 0.2, "peak " + image[brightest]);
  }

  /** Turned by whole steps, the phantom is seen by the same views in another order. */
  @Test
  void turningByWholeStepsTurnsTheImage() {
    Phantom phantom =
        Phantom.of(
            Solid.ellipsoid(new Vec3(5, 2, 1), new Vec3(12, 7, 9), 0.02),
            Solid.ellipsoid(new Vec3(-9, 4, 0), new Vec3(3, 3, 3), 0.03));
    Phantom turned =
        Phantom.of(
            Solid.ellipsoid(new Vec3(-2, 5, 1), new Vec3(7, 12, 9), 0.02),
            Solid.ellipsoid(new Vec3(-4, -9, 0), new Vec3(3, 3, 3), 0.03));
    Geometry geometry = Trajectories.cone(300, 450, PANEL, turn(120));
    VoxelGrid grid = VoxelGrid.centred(31, 31, 5, new Vec3(1, 1, 1));
    float[] before = Analytic.image(geometry, grid, phantom);
    float[] after = Analytic.image(geometry, grid, turned);
    for (int z = 0; z < 5; z++) {
      for (int y = 0; y < 31; y++) {
        for (int x = 0; x < 31; x++) {
          // By 90 degrees (x, y) goes to (-y, x).
          assertEquals(
              before[(z * 31 + y) * 31 + x], after[(z * 31 + x) * 31 + (30 - y)], 1e-5 * 0.02);
        }
      }
    }
  }

  @Test
  void errorsFallWithResolution() {
    Phantom phantom = SheppLogan.of(60, 0.02);
    double last = Double.POSITIVE_INFINITY;
    for (int n : new int[] {64, 128, 256}) {
      Panel panel = Panel.flat(1, n * 3 / 2, 1.5 * 60 / n);
      Geometry geometry = Trajectories.cone(400, 600, panel, turn(3 * n));
      VoxelGrid grid = VoxelGrid.centred(n, n, 1, new Vec3(60.0 / n, 60.0 / n, 1));
      float[] image = Analytic.image(geometry, grid, phantom);
      double sum = 0;
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          double off = image[j * n + i] - phantom.mu(grid.indexToWorld().point(new Vec3(i, j, 0)));
          sum += off * off;
        }
      }
      double error = Math.sqrt(sum) / n;
      assertTrue(error < 0.85 * last, n + " voxels: " + error + " after " + last);
      last = error;
    }
  }

  /**
   * The variance of white noise at the middle of a parallel scan is (A. C. Kak and M. Slaney, 1988,
   * section 5.2) the sum over views of (pi / views)^2 times the variance of filtered noise, which
   * is that of the noise times the sum of squares of the filter: by Parseval's theorem the integral
   * of the squared ramp, 1 / (12 d^2) for the plain one.
   */
  @Test
  void whiteNoiseComesThroughAsTheFilterHasIt() {
    int views = 24;
    int columns = 65;
    int rows = 12_000;
    double pitch = 0.8;
    Geometry geometry =
        Trajectories.parallel(Panel.flat(rows, columns, pitch), Trajectories.angles(views, 0, 180));
    // On the axis, where all views have a column's middle.
    VoxelGrid grid = VoxelGrid.centred(1, 1, rows, new Vec3(pitch, pitch, pitch));
    SplittableRandom random = seed.random();
    double sigma = 0.01;
    float[] noise = new float[views * rows * columns];
    for (int k = 0; k < noise.length; k++) {
      noise[k] = (float) (sigma * Math.sqrt(12) * (random.nextDouble() - 0.5));
    }
    float[] image =
        Analytic.image(
            geometry,
            grid,
            new FilterSettings(FilterWindow.RAM_LAK, 1),
            (k, r, c) -> noise[(k * rows + r) * columns + c],
            rows,
            LineKernels.BEST);
    double sum = 0;
    for (float value : image) {
      sum += (double) value * value;
    }
    double expected = views * Math.pow(Math.PI / views, 2) * sigma * sigma / (12 * pitch * pitch);
    assertEquals(1, sum / rows / expected, 0.03);
  }

  @Test
  void whatCannotBeReconstructedIsRefusedByName() {
    VoxelGrid grid = VoxelGrid.centred(20, 20, 20, new Vec3(1, 1, 1));
    refused(
        "the views cover 185.00 degrees: expected at least 191.99",
        Trajectories.cone(300, 450, PANEL, Trajectories.angles(90, 0, 185)),
        grid);
    refused(
        "longer on one side",
        Trajectories.cone(300, 450, PANEL.withOffset(0, 9), Trajectories.angles(90, 0, 250)),
        grid);
    refused("without a gap", Trajectories.parallel(PANEL, Trajectories.angles(90, 0, 150)), grid);
    refused(
        "expected a source that turns about z",
        Trajectories.radiograph(PANEL, new Vec3(-9, -9, -9), new Vec3(9, 9, 9), 100, 20),
        grid);
    Geometry good = Trajectories.cone(300, 450, PANEL, turn(90));
    refused("the source is at 300.0 mm", good, VoxelGrid.centred(20, 20, 20, new Vec3(40, 40, 1)));
    refused(
        "expected one across z",
        good,
        new VoxelGrid(9, 9, 9, Affine.ofRows(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0)));
    refused(
        "slices at equal distances",
        Trajectories.fan(300, 450, PANEL, new double[] {0, 1, 3}, turn(90)),
        grid);
  }

  private static void refused(String words, Geometry geometry, VoxelGrid grid) {
    InputException e =
        assertThrows(
            InputException.class, () -> Reconstruction.of(geometry, grid, Analytic.RAM_LAK));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  /** Poses given one by one are taken where they are those of a circle, to a tenth of a pixel. */
  @Test
  void aPoseThatDeviatesIsNamed() {
    Geometry good = Trajectories.cone(300, 450, PANEL, turn(90));
    VoxelGrid grid = VoxelGrid.centred(20, 20, 20, new Vec3(1, 1, 1));
    for (double off : new double[] {0.05, 0.2}) {
      List<View> views = new ArrayList<>(good.views());
      View view = views.get(7);
      views.set(
          7,
          new View(
              Double.NaN,
              view.source(),
              view.center().plus(view.u().times(off)),
              view.u(),
              view.v(),
              view.n()));
      Geometry geometry = new Geometry(Beam.CONE, good.detector(), views);
      if (off < 0.1) {
        Reconstruction taken = Reconstruction.of(geometry, grid, Analytic.RAM_LAK);
        assertEquals(90, taken.viewsOfVoxel());
      } else {
        refused("view 7: its detector pixel [0, 0] is 0.20 pixels", geometry, grid);
      }
    }
  }

  @Test
  void aPixelThatIsNotFiniteIsNamed() {
    Geometry geometry = Trajectories.cone(300, 450, PANEL, turn(90));
    VoxelGrid grid = VoxelGrid.centred(20, 20, 20, new Vec3(1, 1, 1));
    ImageSlab slab =
        Reconstruction.of(geometry, grid, Analytic.RAM_LAK).slab(0, 20, LineKernels.SCALAR);
    float[] pixels = new float[64];
    pixels[5] = Float.POSITIVE_INFINITY;
    InputException e =
        assertThrows(InputException.class, () -> slab.accept(3, slab.needed().rowFrom(), pixels));
    assertTrue(e.getMessage().contains("column 5 is Infinity"), e.getMessage());
  }
}
