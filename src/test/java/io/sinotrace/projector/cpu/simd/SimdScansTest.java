package io.sinotrace.projector.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.SameBits;
import io.sinotrace.projector.cpu.SameBits.Found;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The SIMD tracer against the scalar one: whole scans of odd sizes. */
class SimdScansTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261123);

  private static final int[] ROWS = {1, 2, 13, 16, 33, 207};

  @Test
  void scansOfOddSizesOnOddGrids() {
    SplittableRandom random = SEED.random();
    Found found = Found.NOTHING;
    List<VoxelGrid> grids = new ArrayList<>(TestGrids.all());
    grids.add(VoxelGrid.centred(1, 1, 1, new Vec3(9, 8, 7)));
    grids.add(VoxelGrid.centred(37, 1, 50, new Vec3(1, 1, 1)));
    grids.add(VoxelGrid.centred(41, 30, 70, new Vec3(0.6, 1, 0.5)));
    for (int g = 0; g < grids.size(); g++) {
      VoxelGrid grid = grids.get(g).centred();
      for (int kind = 0; kind < 4; kind++) {
        // From one channel to five, each with zeros of its own.
        int channels = 1 + (g + kind) % 5;
        Volume volume =
            kind == 3
                ? balls(grid, channels)
                : TestGrids.randomVolume(grid, channels, kind, random);
        for (Geometry geometry : scans(grid, ROWS[(g + kind) % ROWS.length], random)) {
          found = found.plus(SameBits.compare("grid " + g + ", " + kind, volume, geometry));
        }
      }
    }
    System.out.println(found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  /** Scans whose rows are a fraction of a voxel to several voxels apart, and sources inside. */
  private static List<Geometry> scans(VoxelGrid grid, int rows, SplittableRandom random) {
    Vec3[] bounds = grid.worldBounds();
    double reach = bounds[1].minus(bounds[0]).norm();
    double[] angles = Trajectories.angles(5, random.nextInt(4) * 22.5, 360);
    List<Geometry> scans = new ArrayList<>();
    for (double fineness : new double[] {0.2, 0.7, 1, 2.6}) {
      int columns = 1 + random.nextInt(40);
      double pitch = fineness * grid.spacing().z();
      double across = 1.3 * reach / columns;
      Panel flat =
          new Panel(
              rows, columns, pitch, across, 0.3, 0.4 * across, Panel.Tilt.NONE, Panel.Shape.FLAT);
      double sad = reach * (random.nextBoolean() ? 1.1 : 0.2);
      double sdd = sad + reach * (0.1 + random.nextDouble());
      Panel curved = flat.withShape(Panel.Shape.CURVED);
      double[] slices = new double[rows];
      for (int k = 0; k < rows; k++) {
        slices[k] = reach * (random.nextDouble() - 0.5);
      }
      scans.add(Trajectories.cone(sad, sdd, flat, angles));
      // Not round the source, offset and all.
      if ((columns + 1) * across < 4 * sdd) {
        scans.add(Trajectories.helical(sad, sdd, curved, angles, 3 * pitch));
      }
      scans.add(Trajectories.parallel(flat, angles));
      scans.add(Trajectories.parallel(flat.withOffset(0, 0.1), slices, angles));
      scans.add(Trajectories.fan(sad, sdd, flat.withOffset(0, 0.1), slices, angles));
      scans.add(
          Trajectories.radiograph(flat, bounds[0], bounds[1], reach * random.nextDouble() + 1, 2));
    }
    return scans;
  }

  /** A volume that is 0 outside a ball, and in a hole in it; in each channel another ball. */
  private static Volume balls(VoxelGrid grid, int channels) {
    SlabVolume.Writer w = SlabVolume.on(grid, channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            double a = (x + 0.5) / grid.nx() - 0.5 + 0.15 * channel;
            double b = (y + 0.5) / grid.ny() - 0.5;
            double c = (z + 0.5) / grid.nz() - 0.5 - 0.1 * channel;
            double r = a * a + b * b + c * c;
            w.set(channel, x, y, z, r < 0.16 && r > 0.01 ? 1 + a : 0);
          }
        }
      }
    }
    return w.finish();
  }
}
