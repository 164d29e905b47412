package io.sinotrace.projector.cpu.simd.rays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.projector.cpu.scalar.ScalarMarch;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.projector.setup.RaySetup;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slanted lines of pixels, and the kernels for the rays to those of one. */
class SlantTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261128);

  private static final VoxelGrid GRID = TestGrids.boxIsWorld(70, 50, 62);
  private static final int ROWS = 43;
  private static final int COLUMNS = 52;

  /** A cone beam onto a detector of random pose, whose pixels are {@code pitch} apart. */
  private static Geometry pose(double pitch, SplittableRandom random) {
    return pose(GRID, Beam.CONE, pitch, pitch, random);
  }

  private static Geometry pose(
      VoxelGrid grid, Beam beam, double pitchU, double pitchV, SplittableRandom random) {
    Vec3 out = unit(random);
    Vec3 source = beam == Beam.PARALLEL ? out : grid.middle().plus(out.times(300));
    Vec3 center = grid.middle().minus(out.times(80));
    Vec3 u = out.cross(unit(random)).unit();
    Vec3 v = u.cross(out).plus(out.times(0.2 * random.nextDouble())).unit();
    View view = new View(0, source, center, u.times(pitchU), v.times(pitchV), new Vec3(0, 0, 0));
    return new Geometry(beam, Detector.flat(ROWS, COLUMNS), List.of(view));
  }

  private static Vec3 unit(SplittableRandom random) {
    return new Vec3(random.nextDouble() - 0.5, random.nextDouble() - 0.5, random.nextDouble() - 0.5)
        .unit();
  }

  @Test
  void eachPixelIsInOneLine() {
    SplittableRandom random = SEED.random();
    for (int trial = 0; trial < 200; trial++) {
      RaySetup ray = new RaySetup(new BoxGeometry(GRID, pose(0.7, random)));
      Tile tile = new Tile(0, 1, random.nextInt(9), ROWS - random.nextInt(9));
      Slant slant = Slant.of(ray, tile, 0, COLUMNS);
      assertNotNull(slant);
      assertEquals(slant.byColumns ? COLUMNS : tile.rows(), slant.lanes);
      assertEquals(slant.byColumns ? tile.rows() : COLUMNS, slant.across);
      for (int lane = 0; lane < slant.lanes; lane++) {
        int[] times = new int[slant.across];
        for (int line = slant.from; line < slant.to; line++) {
          int at = slant.at(line, lane);
          if (at >= 0 && at < slant.across) {
            times[at]++;
          }
        }
        for (int n : times) {
          assertEquals(1, n);
        }
      }
    }
  }

  @Test
  void fewRowsAreForOtherKernelsAndPixelsFarApartForNoWindow() {
    RaySetup near = new RaySetup(new BoxGeometry(GRID, pose(0.7, SEED.random())));
    assertFalse(slant(near, VectorUnit.LANES).wide);
    assertNull(Slant.of(near, new Tile(0, 1, 0, VectorUnit.LANES - 1), 0, COLUMNS));
    RaySetup far = new RaySetup(new BoxGeometry(GRID, pose(4, SEED.random())));
    assertTrue(slant(far, ROWS).wide);
  }

  private static Slant slant(RaySetup ray, int rows) {
    Slant slant = Slant.of(ray, new Tile(0, 1, 0, rows), 0, COLUMNS);
    assertNotNull(slant);
    return slant;
  }

  @Test
  void linesGoOnFromStripToStrip() {
    // Seen from a source far above, voxels lie along the detector's diagonal: a line descends by a
    // row a column, all along.
    Vec3 middle = GRID.middle();
    Vec3 u = new Vec3(0.5, 0.5, 0);
    Vec3 v = new Vec3(-0.5, 0.5, 0);
    View view =
        new View(
            0,
            middle.plus(new Vec3(0, 0, 1e6)),
            middle.minus(new Vec3(0, 0, 100)),
            u,
            v,
            new Vec3(0, 0, 0));
    Geometry geometry = new Geometry(Beam.CONE, Detector.flat(ROWS, COLUMNS), List.of(view));
    Slant slant = slant(new RaySetup(new BoxGeometry(GRID, geometry)), ROWS);
    for (int lane = 1; lane < slant.lanes; lane++) {
      int step = slant.at(0, lane) - slant.at(0, lane - 1);
      assertEquals(slant.byColumns ? -1 : 1, step, "lane " + lane);
    }
    int strip = 2 * VectorUnit.LANES;
    int end = strip + VectorUnit.LANES;
    assertEquals(-Math.max(slant.at(0, strip), slant.at(0, end - 1)), slant.from(strip, end));
    assertEquals(
        slant.across - Math.min(slant.at(0, strip), slant.at(0, end - 1)), slant.to(strip, end));
  }

  @Test
  void kernelsHaveTheBitsOfTheScalarMarch() {
    SplittableRandom random = SEED.random();
    int vectors = 0;
    int held = 0;
    List<VoxelGrid> grids = new ArrayList<>(TestGrids.all());
    grids.add(GRID);
    for (int trial = 0; trial < 270; trial++) {
      VoxelGrid grid = grids.get(trial % grids.size()).centred();
      Volume volume = TestGrids.randomVolume(grid, 2, trial, random);
      Beam beam = random.nextInt(3) == 0 ? Beam.PARALLEL : Beam.CONE;
      // From a twentieth of a voxel to three; often so far apart that windows just hold the rays.
      double pitchU =
          trial % 2 == 0 ? 0.05 * Math.pow(60, random.nextDouble()) : 1.2 + random.nextDouble();
      double pitchV = 0.05 * Math.pow(60, random.nextDouble());
      Geometry geometry = pose(grid, beam, pitchU, pitchV, random);
      RaySetup ray = new RaySetup(new BoxGeometry(grid, geometry));
      Slant slant = Slant.of(ray, new Tile(0, 1, 0, ROWS), 0, COLUMNS);
      assertNotNull(slant);
      for (int axis = 0; axis < 3; axis++) {
        Band band = Band.all(grid);
        List<RayVector> all = vectors(slant, ray, axis, band);
        List<RayVector> together = new ArrayList<>();
        for (RayVector rays : all) {
          rays.bounds.set(rays, axis, band);
          if (Windows.hold(rays)) {
            together.add(rays);
          }
        }
        if (!slant.wide) {
          vectors += all.size();
          held += together.size();
        }
        if (!together.isEmpty()) {
          for (WindowKernel kernel : kernels(volume, band, axis)) {
            compare(kernel, together, new ScalarMarch(volume, band), band, ray);
          }
        }
        if (!all.isEmpty()) {
          PairVolume pairs = PairVolume.of(volume, band, axis);
          assertNotNull(pairs);
          PairKernel kernel = new PairKernel(pairs, volume, band, axis, trial % 4 < 2);
          compare(kernel, all, new ScalarMarch(volume, band), band, ray);
        }
      }
    }
    System.out.println(held + " vectors of " + vectors + " in windows");
    assertTrue(held > 0.5 * vectors && vectors > 10_000, held + " vectors of " + vectors);
  }

  @Test
  void bothWaysHaveTheBitsOfTheScalarMarch() {
    SplittableRandom random = SEED.random();
    int traced = 0;
    for (int trial = 0; trial < 40; trial++) {
      VoxelGrid grid = TestGrids.all().get(trial % TestGrids.all().size()).centred();
      Volume volume = TestGrids.randomVolume(grid, 2, trial, random);
      double pitch = 0.05 * Math.pow(60, random.nextDouble());
      BoxGeometry geometry = new BoxGeometry(grid, pose(grid, Beam.CONE, pitch, pitch, random));
      Band band = Band.all(grid);
      Tile tile = new Tile(0, 1, random.nextInt(9), ROWS - random.nextInt(9));
      int pixels = tile.rows() * COLUMNS;
      float[] expected = new float[2 * pixels];
      SingleRays single = new SingleRays(volume, band, geometry);
      for (int pixel = 0; pixel < pixels; pixel++) {
        int row = tile.rowFrom() + pixel / COLUMNS;
        single.trace(0, row, pixel % COLUMNS, expected, pixel, pixels);
      }
      for (boolean windows : new boolean[] {false, true}) {
        float[] out = new float[2 * pixels];
        Arrays.fill(out, Float.NaN);
        if (new SlantTracer(volume, band, geometry, trial % 4 < 2, single, windows)
            .trace(tile, 0, out, 0, pixels)) {
          assertArrayEquals(bits(expected), bits(out), "trial %d, %b".formatted(trial, windows));
          traced++;
        } else {
          assertTrue(windows, "trial " + trial);
        }
      }
    }
    assertTrue(traced > 60, traced + " times traced");
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = Float.floatToRawIntBits(values[k]);
    }
    return bits;
  }

  private static List<RayVector> vectors(Slant slant, RaySetup ray, int axis, Band band) {
    List<RayVector> all = new ArrayList<>();
    for (int line = slant.from; line < slant.to; line++) {
      for (int lane = 0; lane < slant.lanes; lane += VectorUnit.LANES) {
        RayVector rays = new RayVector();
        for (int l = lane; l < Math.min(slant.lanes, lane + VectorUnit.LANES); l++) {
          int across = slant.at(line, l);
          int row = slant.byColumns ? across : l;
          int column = slant.byColumns ? l : across;
          if (across >= 0 && across < slant.across && ray.set(0, row, column) && ray.axis == axis) {
            rays.add(ray, band, 0, row, column, 0);
          }
        }
        if (rays.count > 0) {
          rays.fill();
          all.add(rays);
        }
      }
    }
    return all;
  }

  private static List<WindowKernel> kernels(Volume volume, Band band, int axis) {
    PaddedVolume lines = PaddedVolume.of(volume, band, axis);
    assertNotNull(lines);
    List<WindowKernel> kernels = new ArrayList<>();
    for (boolean skipping : new boolean[] {false, true}) {
      kernels.add(new RearrangeKernel(lines, volume, band, axis, skipping));
      if (SelectFrom.AVAILABLE) {
        kernels.add(new SelectKernel(lines, volume, band, axis, skipping));
      }
    }
    return kernels;
  }

  private static void compare(
      RayVectorKernel kernel,
      List<RayVector> together,
      ScalarMarch scalar,
      Band band,
      RaySetup ray) {
    float[] expected = new float[2];
    for (int channel = 0; channel < 2; channel++) {
      for (RayVector rays : together) {
        rays.begin(band, expected, 0);
      }
      kernel.march(together, channel);
      for (RayVector rays : together) {
        for (int k = 0; k < rays.count; k++) {
          ray.set(0, rays.row[k], rays.column[k]);
          scalar.lineIntegrals(ray, expected, 0, 1);
          assertEquals(
              Float.floatToRawIntBits(expected[channel]),
              Float.floatToRawIntBits(rays.sums[k] * rays.length[k]),
              "row %d, column %d, channel %d".formatted(rays.row[k], rays.column[k], channel));
        }
      }
    }
  }
}
