package io.sinotrace.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.reconstruction.backprojection.LineKernels;
import io.sinotrace.reconstruction.filter.FilterSettings;
import io.sinotrace.reconstruction.filter.FilterWindow;
import io.sinotrace.volume.VoxelGrid;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The noise power spectrum of an image of white noise: variance x column x pi / views x |f| x
 * window^2 x sinc^4, the last one of the interpolation (S. J. Riederer, N. J. Pelc and D. A.
 * Chesler, The noise power spectrum in computed X-ray tomography, Phys. Med. Biol. 23, 1978).
 */
class NoiseSpectrumTest {
  @RegisterExtension final Seed seed = Seed.fixed(1978);

  private static final double SIGMA = 0.02;
  private static final double PITCH = 0.7;
  private static final int COLUMNS = 96;
  private static final int SLICES = 240;

  /** So many that spokes of the spectrum are closer than what a window of voxels tells apart. */
  private static final int VIEWS = 160;

  /** Voxels of half a column: what the interpolation leaves above their Nyquist is nothing. */
  private static final int SIDE = 96;

  private static final double VOXEL = PITCH / 2;

  @ParameterizedTest
  @EnumSource(names = {"RAM_LAK", "HANN"})
  void isThatOfTheFilter(FilterWindow window) {
    float[] image = noise(window);
    for (double f = 0.1; f < 0.36; f += 0.06) {
      double left = window == FilterWindow.HANN ? 0.5 + 0.5 * StrictMath.cos(2 * Math.PI * f) : 1;
      double sinc = StrictMath.sin(Math.PI * f) / (Math.PI * f);
      double expected =
          SIGMA * SIGMA * PITCH * Math.PI / VIEWS * f / PITCH * left * left * Math.pow(sinc, 4);
      assertEquals(1, power(image, f / PITCH) / expected, 0.05, f + " cycles a column");
    }
  }

  private float[] noise(FilterWindow window) {
    Geometry geometry =
        Trajectories.parallel(
            Panel.flat(SLICES, COLUMNS, PITCH), Trajectories.angles(VIEWS, 0.3, 180));
    VoxelGrid grid = VoxelGrid.centred(SIDE, SIDE, SLICES, new Vec3(VOXEL, VOXEL, PITCH));
    ImageSlab slab =
        Reconstruction.of(geometry, grid, new FilterSettings(window, 1))
            .slab(0, SLICES, LineKernels.BEST);
    SplittableRandom random = seed.random();
    float[] row = new float[COLUMNS];
    for (int k = 0; k < VIEWS; k++) {
      for (int r = 0; r < SLICES; r++) {
        for (int c = 0; c < COLUMNS; c++) {
          row[c] = (float) (SIGMA * Math.sqrt(12) * (random.nextDouble() - 0.5));
        }
        slab.accept(k, r, row);
      }
    }
    return slab.image();
  }

  /** Returns the mean power at frequencies of this size, in 1/mm, of all slices. */
  private static double power(float[] image, double frequency) {
    double[] taper = new double[SIDE];
    double squares = 0;
    for (int i = 0; i < SIDE; i++) {
      taper[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / SIDE);
      squares += taper[i] * taper[i];
    }
    int directions = 16;
    double sum = 0;
    for (int d = 0; d < directions; d++) {
      double angle = Math.PI * (d + 0.37) / directions;
      double[][] across = waves(taper, frequency * VOXEL * StrictMath.cos(angle));
      double[][] up = waves(taper, frequency * VOXEL * StrictMath.sin(angle));
      for (int z = 0; z < SLICES; z++) {
        double real = 0;
        double imaginary = 0;
        for (int j = 0; j < SIDE; j++) {
          int at = (z * SIDE + j) * SIDE;
          double re = 0;
          double im = 0;
          for (int i = 0; i < SIDE; i++) {
            re += image[at + i] * across[0][i];
            im += image[at + i] * across[1][i];
          }
          real += re * up[0][j] - im * up[1][j];
          imaginary += re * up[1][j] + im * up[0][j];
        }
        sum += real * real + imaginary * imaginary;
      }
    }
    return sum / directions / SLICES * VOXEL * VOXEL / (squares * squares);
  }

  private static double[][] waves(double[] taper, double cycles) {
    double[][] waves = new double[2][SIDE];
    for (int i = 0; i < SIDE; i++) {
      waves[0][i] = taper[i] * StrictMath.cos(2 * Math.PI * cycles * i);
      waves[1][i] = taper[i] * StrictMath.sin(2 * Math.PI * cycles * i);
    }
    return waves;
  }
}
