package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The variance of white noise in an image is what the formulas of filtered backprojection make of
 * it: a voxel is a sum of pixels, so its variance is that of a pixel times the sum of squares of
 * what each weighs in it. The weights are written down here once more, from A. C. Kak and M.
 * Slaney, 1988, chapter 3, Feldkamp and Parker, and without a Fourier transform.
 */
class WhiteNoiseTest {
  @RegisterExtension final Seed seed = Seed.fixed(20261127);

  private static final double SIGMA = 0.01;
  private static final int COLUMNS = 65;

  /** Far more rows than columns: planes that share none are independent samples. */
  private static final int ROWS = 6144;

  private static final double PITCH = 1.2;
  private static final double ROW_PITCH = 0.008;

  /** From plane to plane at the axis; never below two, however near a line is to the source. */
  private static final double ROWS_APART = 2.63;

  private static final double SAD = 120;
  private static final double SDD = 200;
  private static final double HALF_FAN = StrictMath.atan(PITCH * (COLUMNS - 1) / 2 / SDD);
  private static final double TURN = 2 * Math.PI;

  private enum Beam {
    PARALLEL,
    FAN,
    CONE
  }

  /**
   * A way to scan.
   *
   * @param step from view to view in radians
   */
  record Way(Beam beam, Panel.Shape shape, int views, double step, FilterWindow window) {
    Geometry geometry() {
      Panel panel = new Panel(ROWS, COLUMNS, ROW_PITCH, PITCH, 0, 0, Panel.Tilt.NONE, shape);
      double[] angles = Trajectories.angles(views, 0, Math.toDegrees(views * step));
      double[] slices = new double[ROWS];
      Arrays.setAll(slices, r -> (r - (ROWS - 1) / 2.0) * ROW_PITCH);
      return switch (beam) {
        case PARALLEL -> Trajectories.parallel(panel, angles);
        case FAN -> Trajectories.fan(SAD, SDD, panel, slices, angles);
        case CONE -> Trajectories.cone(SAD, SDD, panel, angles);
      };
    }

    boolean parallel() {
      return beam == Beam.PARALLEL;
    }

    boolean angles() {
      return shape == Panel.Shape.CURVED;
    }

    /** From column to column at the axis: in mm, or in radians if they are angles. */
    double pitch() {
      return parallel() ? PITCH : angles() ? PITCH / SDD : PITCH * SAD / SDD;
    }

    /** How much of a ray's value a view stands for. */
    double weight(int view, double gamma) {
      double size = Math.abs(step);
      double range = views * size;
      if (parallel()) {
        return size;
      }
      if (range > TURN - 1e-9) {
        return size / 2;
      }
      // Seen again by the ray with -gamma of the view half a turn less twice gamma further on.
      double place = size * ((step > 0 ? view : views - 1 - view) + 0.5);
      double half = (range - Math.PI) / 2;
      double quarter = Math.PI / 4;
      double s = 1;
      if (place < 2 * (half + gamma)) {
        s = StrictMath.sin(quarter * place / (half + gamma));
      } else if (range - place < 2 * (half - gamma)) {
        s = StrictMath.sin(quarter * (range - place) / (half - gamma));
      }
      return size * s * s;
    }
  }

  static List<Way> ways() {
    Panel.Shape flat = Panel.Shape.FLAT;
    Panel.Shape curved = Panel.Shape.CURVED;
    FilterWindow ramp = FilterWindow.RAM_LAK;
    double half = (Math.PI + 2 * HALF_FAN + 0.02) / 28;
    return List.of(
        new Way(Beam.PARALLEL, flat, 25, Math.PI / 25, ramp),
        new Way(Beam.FAN, curved, 36, TURN / 36, ramp),
        new Way(Beam.CONE, flat, 36, TURN / 36, ramp),
        new Way(Beam.CONE, curved, 31, TURN / 31, FilterWindow.HANN),
        new Way(Beam.CONE, flat, 28, half, ramp),
        new Way(Beam.CONE, flat, 28, -half, FilterWindow.HANN));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void hasThePropagatedVariance(Way way) {
    boolean cone = way.beam() == Beam.CONE;
    double dz = ROWS_APART * ROW_PITCH * (cone ? SAD / SDD : 1);
    // No plane leaves the detector, not even nearest to the source.
    int planes = (int) (ROWS / ROWS_APART * (cone ? 0.8 : 0.99));
    int n = 13;
    double apart = 2.3;
    double corner = -apart * (n - 1) / 2;
    VoxelGrid grid =
        new VoxelGrid(
            n,
            n,
            planes,
            Affine.ofRows(
                apart, 0, 0, corner, 0, apart, 0, corner, 0, 0, dz, -dz * (planes - 1) / 2));
    float[] image = noise(way, grid);
    double[] kernel = kernel(way);
    double[] measured = new double[3];
    double[] expected = new double[3];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double x = corner + i * apart;
        double y = corner + j * apart;
        double radius = Math.hypot(x, y);
        int ring = radius < 3.5 ? 0 : radius < 10 ? 1 : 2;
        // So many planes apart, all fractions of rows are met evenly.
        int samples = (planes + 30) / 31;
        for (int k = 0; k < planes; k += 31) {
          double z = dz * (k - (planes - 1) / 2.0);
          expected[ring] += variance(way, kernel, x, y, z) / samples;
        }
        for (int k = 0; k < planes; k++) {
          double value = image[(k * n + j) * n + i];
          measured[ring] += value * value / planes;
        }
      }
    }
    assertEquals(1, measured[0] / expected[0], 0.03, "about the axis");
    assertEquals(1, measured[1] / expected[1], 0.03, "off the axis");
    assertEquals(1, measured[2] / expected[2], 0.03, "far off the axis");
  }

  private float[] noise(Way way, VoxelGrid grid) {
    ImageSlab slab =
        Reconstruction.of(way.geometry(), grid, new FilterSettings(way.window(), 1))
            .slab(0, grid.nz(), LineKernels.BEST);
    SplittableRandom random = seed.random();
    float[] row = new float[COLUMNS];
    for (int k = 0; k < way.views(); k++) {
      for (int r = slab.needed().rowFrom(); r < slab.needed().rowTo(); r++) {
        for (int c = 0; c < COLUMNS; c++) {
          row[c] = (float) (SIGMA * Math.sqrt(12) * (random.nextDouble() - 0.5));
        }
        slab.accept(k, r, row);
      }
    }
    return slab.image();
  }

  /** Returns the ramp filter in space, times the distance of columns; a window is a mean there. */
  private static double[] kernel(Way way) {
    double d = way.pitch();
    double[] ramp = new double[COLUMNS + 2];
    for (int n = 0; n < ramp.length; n++) {
      double across = way.angles() ? StrictMath.sin(n * d) / d : n;
      ramp[n] = n == 0 ? 1 / (4 * d) : n % 2 == 0 ? 0 : -1 / (Math.pow(Math.PI * across, 2) * d);
    }
    if (way.window() == FilterWindow.RAM_LAK) {
      return ramp;
    }
    double[] hann = new double[COLUMNS + 1];
    for (int n = 0; n < hann.length; n++) {
      hann[n] = ramp[n] / 2 + (ramp[Math.abs(n - 1)] + ramp[n + 1]) / 4;
    }
    return hann;
  }

  private static double variance(Way way, double[] kernel, double x, double y, double z) {
    double sum = 0;
    for (int k = 0; k < way.views(); k++) {
      double cos = StrictMath.cos(k * way.step());
      double sin = StrictMath.sin(k * way.step());
      double across = y * cos - x * sin;
      double along = SAD - (x * cos + y * sin);
      double length = Math.hypot(across, along);
      double column = across;
      double rows = z / ROW_PITCH;
      double share = 1;
      if (!way.parallel()) {
        double distance = way.angles() ? length : along;
        column = way.angles() ? StrictMath.atan2(across, along) : across * SAD / along;
        share = way.angles() ? 1 / (length * length) : Math.pow(SAD / along, 2);
        rows *= way.beam() == Beam.CONE ? SDD / distance : 1;
      }
      column = column / way.pitch() + (COLUMNS - 1) / 2.0;
      rows += (ROWS - 1) / 2.0;
      for (int r = 0; r < 2; r++) {
        double row = Math.floor(rows) + r;
        double ofRow = share * (1 - Math.abs(rows - row));
        double height = way.beam() == Beam.CONE ? (row - (ROWS - 1) / 2.0) * ROW_PITCH : 0;
        for (int c = 0; c < COLUMNS; c++) {
          int left = (int) Math.floor(column);
          double f = column - left;
          double filter = (1 - f) * kernel[Math.abs(left - c)] + f * kernel[Math.abs(left + 1 - c)];
          double weight = ofRow * filter * pixel(way, k, c, height);
          sum += weight * weight;
        }
      }
    }
    return SIGMA * SIGMA * sum;
  }

  /** Returns what a pixel weighs before it is filtered. */
  private static double pixel(Way way, int view, int column, double height) {
    double place = (column - (COLUMNS - 1) / 2.0) * PITCH;
    if (way.parallel()) {
      return way.weight(view, 0);
    }
    if (way.angles()) {
      double gamma = place / SDD;
      double rise = SDD / Math.hypot(SDD, height);
      return way.weight(view, gamma) * SAD * StrictMath.cos(gamma) * rise;
    }
    double oblique = SDD / Math.sqrt(SDD * SDD + place * place + height * height);
    return way.weight(view, StrictMath.atan(place / SDD)) * oblique;
  }
}
