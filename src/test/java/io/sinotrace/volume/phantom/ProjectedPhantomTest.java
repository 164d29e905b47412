package io.sinotrace.volume.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.analytic.AnalyticProjector;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

/**
 * The whole chain against mathematics: a voxelised phantom is projected, and the picture compared
 * with the phantom's own line integrals. What is left is the error of voxelising, which must fall
 * as the grid is refined.
 */
class ProjectedPhantomTest {
  private static final double EDGE = 256;

  private static Geometry geometry(int rows, int columns, double pitch, int views) {
    return Trajectories.cone(
        1000, 1500, Panel.flat(rows, columns, pitch), Trajectories.angles(views, 7.3, 360));
  }

  private static float[] exact(Phantom phantom, Geometry geometry) {
    return projected(new AnalyticProjector(phantom, geometry), geometry);
  }

  private static float[] traced(Volume volume, Geometry geometry) {
    return projected(new ScalarProjector(volume, geometry), geometry);
  }

  private static float[] projected(Projector projector, Geometry geometry) {
    float[] all = new float[(int) geometry.rays()];
    try (projector) {
      projector.project(geometry.all(), all);
    }
    return all;
  }

  private static double relativeL2(float[] got, float[] want) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < want.length; i++) {
      error += ((double) got[i] - want[i]) * ((double) got[i] - want[i]);
      norm += (double) want[i] * want[i];
    }
    return Math.sqrt(error / norm);
  }

  private static double error(Phantom phantom, int n, int samples, Geometry geometry) {
    long start = System.nanoTime();
    double edge = EDGE / n;
    VoxelGrid grid = VoxelGrid.centred(n, n, n, new Vec3(edge, edge, edge));
    Volume volume = Voxelizer.voxelize(phantom, grid, samples);
    double seconds = (System.nanoTime() - start) / 1e9;
    double error = relativeL2(traced(volume, geometry), exact(phantom, geometry));
    System.out.printf(
        "%d^3, means of %d^3: relative L2 %.2e (voxelised in %.2f s)%n",
        n, samples, error, seconds);
    return error;
  }

  @Test
  void errorOfSheppLoganFallsAsTheGridIsRefined() {
    Phantom phantom = SheppLogan.of(EDGE, MuAt60Kev.WATER);
    Geometry geometry = geometry(64, 64, 6.1, 12);
    double coarse = error(phantom, 64, 1, geometry);
    double middle = error(phantom, 128, 1, geometry);
    double fine = error(phantom, 256, 1, geometry);
    assertTrue(middle < 0.7 * coarse, coarse + " to " + middle);
    assertTrue(fine < 0.7 * middle, middle + " to " + fine);
    assertTrue(fine < 4e-2, "at 256^3 " + fine);
    double means = error(phantom, 128, 4, geometry);
    assertTrue(means < middle, "means " + means + ", point samples " + middle);
  }

  @Test
  void errorOfTheHeadFallsAsTheGridIsRefined() {
    Phantom phantom = Head.lifeSize();
    Geometry geometry = geometry(64, 64, 6.1, 12);
    double coarse = error(phantom, 64, 2, geometry);
    double fine = error(phantom, 128, 2, geometry);
    assertTrue(fine < 0.7 * coarse, coarse + " to " + fine);
    assertTrue(fine < 4e-2, "at 128^3 " + fine);
  }

  /** Voxels that a box fills exactly leave no error of voxelising: only float32 is left. */
  @Test
  void alignedBoxHasNoErrorOfVoxelising() {
    Phantom box =
        Phantom.of(
            Solid.box(new Vec3(8, -16, 4), new Vec3(40, 24, 36), 0.02),
            Solid.box(new Vec3(0, 0, 0), new Vec3(64, 64, 64), 0.01));
    VoxelGrid grid = VoxelGrid.centred(64, 64, 64, new Vec3(4, 4, 4));
    Geometry geometry = geometry(48, 48, 8.3, 7);
    float[] want = exact(box, geometry);
    float[] got = traced(Voxelizer.voxelize(box, grid, 1), geometry);
    double error = relativeL2(got, want);
    System.out.printf("aligned boxes: relative L2 %.2e%n", error);
    assertTrue(error < 2e-6, "relative L2 " + error);
    for (int i = 0; i < want.length; i++) {
      assertEquals(want[i], got[i], 1e-4);
    }
  }
}
