package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Affine;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.Adjoint;
import io.sinotrace.projector.Backends;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarAdjoint;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The adjoint against the projector, whose transpose it is. */
class AdjointTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261127);

  /** Of |Ax| |y|. */
  private static final double PRODUCT = 1e-6;

  private static final double[] FINENESS = {0.2, 0.7, 1, 2.6};

  /** Any x and y: {@code <A x, y> = <x, A' y>}. */
  @Test
  void theProductsOfEveryScanAgree() {
    SplittableRandom random = SEED.random();
    double worst = 0;
    String where = "";
    int number = 0;
    for (VoxelGrid placed : grids()) {
      VoxelGrid grid = placed.centred();
      double fineness = FINENESS[number % FINENESS.length];
      for (Map.Entry<String, Geometry> scan :
          AdjointScans.of(grid, 19, 23, fineness, random).entrySet()) {
        Volume x = TestGrids.randomVolume(grid, number++ % 3, random);
        Geometry geometry = scan.getValue();
        float[] ax = SameBits.trace(new ScalarProjector(x, geometry), geometry);
        // Of both signs, of one, and what the projector itself gave: there nothing cancels.
        for (float[] y : List.of(values(ax.length, -1, random), values(ax.length, 0, random), ax)) {
          Adjoint adjoint = Backends.adjoint(grid, geometry, 0, grid.nz());
          double difference = difference(x, ax, y, whole(adjoint, geometry, y));
          if (difference > worst) {
            worst = difference;
            where = scan.getKey() + " of " + grid;
          }
        }
      }
    }
    System.out.println("greatest difference of products: " + worst + " of |Ax| |y|, " + where);
    assertTrue(worst <= PRODUCT, where + ": " + worst);
  }

  /**
   * Where the products agree for all pairs of unit vectors, it is the transpose, element by
   * element.
   */
  @Test
  void everyElementIsTheProjectors() {
    SplittableRandom random = SEED.random();
    long met = 0;
    for (VoxelGrid grid :
        List.of(
            VoxelGrid.centred(4, 5, 3, new Vec3(1, 1.5, 2)),
            new VoxelGrid(3, 4, 5, TestGrids.all().get(6).indexToWorld()).centred())) {
      for (Map.Entry<String, Geometry> scan : AdjointScans.of(grid, 4, 5, 0.7, random).entrySet()) {
        Geometry geometry = scan.getValue();
        int rays = Math.toIntExact(geometry.rays());
        int voxels = (int) grid.voxels();
        float[][] columns = new float[voxels][];
        for (int voxel = 0; voxel < voxels; voxel++) {
          columns[voxel] =
              SameBits.trace(new ScalarProjector(one(grid, voxel), geometry), geometry);
        }
        for (int k = 0; k < 60; k++) {
          int ray = random.nextInt(rays);
          float[] y = new float[rays];
          y[ray] = 1;
          float[] row = whole(Backends.adjoint(grid, geometry, 0, grid.nz()), geometry, y);
          for (int voxel = 0; voxel < voxels; voxel++) {
            assertEquals(
                columns[voxel][ray],
                row[voxel],
                1e-6,
                "%s, ray %d, voxel %d".formatted(scan.getKey(), ray, voxel));
            met += row[voxel] > 0 ? 1 : 0;
          }
        }
      }
    }
    System.out.println(met + " elements above 0");
    assertTrue(met > 3000, met + " elements above 0");
  }

  @Test
  void planesDoNotDependOnTheOthersNorOnWhatComputesThem() {
    SplittableRandom random = SEED.random();
    int number = 0;
    for (VoxelGrid placed : grids()) {
      VoxelGrid grid = placed.centred();
      double fineness = FINENESS[number++ % FINENESS.length];
      for (Map.Entry<String, Geometry> scan :
          AdjointScans.of(grid, 37, 19, fineness, random).entrySet()) {
        Geometry geometry = scan.getValue();
        float[] y = values(Math.toIntExact(geometry.rays()), -1, random);
        float[] all = whole(new ScalarAdjoint(grid, geometry, 0, grid.nz()), geometry, y);
        int plane = grid.nx() * grid.ny();
        for (int from = 0; from < grid.nz(); ) {
          int to = Math.min(grid.nz(), from + 1 + random.nextInt(grid.nz()));
          float[] part = new float[(to - from) * plane];
          System.arraycopy(all, from * plane, part, 0, part.length);
          String where = "%s, planes %d to %d of %s".formatted(scan.getKey(), from, to, grid);
          assertArrayEquals(
              part, whole(new ScalarAdjoint(grid, geometry, from, to), geometry, y), 0f, where);
          assertArrayEquals(
              part, whole(Backends.adjoint(grid, geometry, from, to), geometry, y), 0f, where);
          from = to;
        }
      }
    }
  }

  @Test
  void viewsComeInOrderWithFiniteValues() {
    VoxelGrid grid = VoxelGrid.centred(4, 4, 4, new Vec3(1, 1, 1));
    Geometry geometry = AdjointScans.of(grid, 2, 3, 1, SEED.random()).values().iterator().next();
    Adjoint adjoint = new ScalarAdjoint(grid, geometry, 0, 4);
    adjoint.add(3, new float[6], 0);
    assertThrows(IllegalStateException.class, () -> adjoint.add(3, new float[6], 0));
    InputException e =
        assertThrows(
            InputException.class,
            () -> adjoint.add(4, new float[] {0, 0, 0, 0, 0, 0, Float.NaN}, 1));
    assertTrue(
        e.getMessage().startsWith("view 4, row 1, column 2 is NaN: expected"), e.getMessage());
  }

  private static List<VoxelGrid> grids() {
    List<VoxelGrid> grids = new ArrayList<>(TestGrids.all());
    grids.add(VoxelGrid.centred(41, 30, 70, new Vec3(0.6, 1, 0.5)));
    // Its planes descend: the rows of a detector are met in reverse order.
    grids.add(new VoxelGrid(22, 28, 43, Affine.ofRows(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1, 0)));
    return grids;
  }

  private static float[] whole(Adjoint adjoint, Geometry geometry, float[] y) {
    int pixels = geometry.detector().rows() * geometry.detector().columns();
    for (int view = 0; view < geometry.views().size(); view++) {
      adjoint.add(view, y, view * pixels);
    }
    return adjoint.image();
  }

  private static float[] values(int count, double least, SplittableRandom random) {
    float[] values = new float[count];
    for (int k = 0; k < count; k++) {
      values[k] = (float) random.nextDouble(least, 1);
    }
    return values;
  }

  private static Volume one(VoxelGrid grid, int voxel) {
    SlabVolume.Writer writer = SlabVolume.on(grid);
    int line = voxel / grid.nx();
    writer.set(voxel % grid.nx(), line % grid.ny(), line / grid.ny(), 1);
    return writer.finish();
  }

  private static double difference(Volume x, float[] ax, float[] y, float[] back) {
    double forward = 0;
    double normOfAx = 0;
    double normOfY = 0;
    for (int k = 0; k < y.length; k++) {
      forward += (double) ax[k] * y[k];
      normOfAx += (double) ax[k] * ax[k];
      normOfY += (double) y[k] * y[k];
    }
    double backward = 0;
    int plane = x.grid().nx() * x.grid().ny();
    for (int k = 0; k < back.length; k++) {
      backward += (double) x.slab(0, k / plane).get(k % plane) * back[k];
    }
    double norms = Math.sqrt(normOfAx) * Math.sqrt(normOfY);
    return norms == 0 ? Math.abs(backward - forward) : Math.abs(backward - forward) / norms;
  }
}
