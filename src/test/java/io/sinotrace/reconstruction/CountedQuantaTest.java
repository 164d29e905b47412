package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.physics.random.NoiseKey;
import io.sinotrace.physics.random.NoiseSource;
import io.sinotrace.physics.random.NoiseStream;
import io.sinotrace.physics.random.Poisson;
import io.sinotrace.reconstruction.Analytic.Pixels;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.phantom.Phantom;
import io.sinotrace.volume.phantom.Solid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Images of counted quanta are those without noise but for what the logarithm of a random number
 * adds to its mean: 1 / (2 N) where N quanta are expected, and less than a thirtieth of that where
 * the series goes on, since N is above 28.
 */
class CountedQuantaTest {
  @RegisterExtension final Seed seed = Seed.fixed(15);

  private static final int COLUMNS = 64;
  private static final int VIEWS = 48;

  /** Slices of a long cylinder, the same but for their noise. */
  private static final int SLICES = 1500;

  private static final double OPEN_BEAM = 200;
  private static final double RADIUS = 24;
  private static final double MU = 0.04;

  @Test
  void differFromTheCleanOneByTheBiasOfTheLogarithm() {
    Geometry geometry =
        Trajectories.parallel(Panel.flat(SLICES, COLUMNS, 1), Trajectories.angles(VIEWS, 0, 180));
    Phantom cylinder =
        Phantom.of(Solid.ellipsoid(new Vec3(0, 0, 0), new Vec3(RADIUS, RADIUS, 1e7), MU));
    double[] clean = new double[VIEWS * COLUMNS];
    Pixels rays = Analytic.of(cylinder, geometry, 4);
    for (int k = 0; k < VIEWS; k++) {
      for (int c = 0; c < COLUMNS; c++) {
        clean[k * COLUMNS + c] = rays.at(k, SLICES / 2, c);
      }
    }
    long[] zeros = new long[1];
    NoiseStream stream =
        new NoiseStream(NoiseKey.of(seed.value(), "scan", "counts", 0), NoiseSource.QUANTA);
    float[] noisy =
        image(
            geometry,
            SLICES,
            (k, r, c) -> {
              stream.at(k, r, c);
              double expected = OPEN_BEAM * StrictMath.exp(-clean[k * COLUMNS + c]);
              long counts = Poisson.next(stream, expected);
              zeros[0] += counts == 0 ? 1 : 0;
              return StrictMath.log(OPEN_BEAM / Math.max(1, counts));
            });
    float[] bias =
        image(geometry, 1, (k, r, c) -> StrictMath.exp(clean[k * COLUMNS + c]) / (2 * OPEN_BEAM));
    float[] without = image(geometry, 1, (k, r, c) -> clean[k * COLUMNS + c]);
    assertEquals(0, zeros[0], "pixels without a count");
    compare("inner", noisy, without, bias, 0, 8);
    compare("middle", noisy, without, bias, 8, 15);
    compare("outer", noisy, without, bias, 15, 21);
  }

  /** Compares means over a ring: noise of neighbouring voxels cancels out in them. */
  private static void compare(
      String name, float[] noisy, float[] clean, float[] bias, double from, double to) {
    double expected = mean(bias, 0, from, to);
    double without = mean(clean, 0, from, to);
    double sum = 0;
    double squares = 0;
    for (int z = 0; z < SLICES; z++) {
      double off = mean(noisy, z, from, to) - without;
      sum += off;
      squares += off * off;
    }
    double mean = sum / SLICES;
    double error = Math.sqrt((squares / SLICES - mean * mean) / SLICES);
    assertTrue(expected > 8 * error, name + ": a bias of " + expected + ", known to " + error);
    assertEquals(expected, mean, 3 * error, name);
  }

  private static double mean(float[] image, int z, double from, double to) {
    double sum = 0;
    int count = 0;
    for (int j = 0; j < COLUMNS; j++) {
      for (int i = 0; i < COLUMNS; i++) {
        double radius = Math.hypot(i - (COLUMNS - 1) / 2.0, j - (COLUMNS - 1) / 2.0);
        if (radius >= from && radius < to) {
          sum += image[(z * COLUMNS + j) * COLUMNS + i];
          count++;
        }
      }
    }
    return sum / count;
  }

  private static float[] image(Geometry geometry, int slices, Pixels pixels) {
    VoxelGrid grid = VoxelGrid.centred(COLUMNS, COLUMNS, slices, new Vec3(1, 1, 1));
    return Analytic.image(geometry, grid, Analytic.RAM_LAK, pixels, slices, LineKernels.BEST);
  }
}
