package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.geometry.View;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.SameBits.Found;
import io.sinotrace.projector.cpu.simd.SimdProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.DiskVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that are mostly 0, which the SIMD tracer skips, against the scalar one. */
class EmptySpaceBitsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261129);

  private static final int BRICK = 8;

  @TempDir Path temp;

  /** What the voxels of a channel are. */
  private enum Kind {
    ZEROS,
    ONE_VOXEL,
    CORNERS,
    BRICKS,
    DENSE
  }

  @Test
  void raysThroughVolumesThatAreMostlyZero() throws IOException {
    SplittableRandom random = SEED.random();
    VoxelGrid oblique = TestGrids.all().get(6);
    List<VoxelGrid> grids =
        List.of(
            TestGrids.boxIsWorld(67, 40, 97),
            new VoxelGrid(50, 64, 71, oblique.indexToWorld()),
            TestGrids.boxIsWorld(8, 1, 130));
    List<List<Kind>> volumes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      volumes.add(List.of(kind));
    }
    volumes.add(List.of(Kind.BRICKS, Kind.ZEROS, Kind.ONE_VOXEL, Kind.DENSE));
    Found found = Found.NOTHING;
    for (int g = 0; g < grids.size(); g++) {
      VoxelGrid grid = grids.get(g);
      for (List<Kind> kinds : volumes) {
        Volume volume = volume(grid, kinds, random);
        for (Geometry geometry : geometries(grid, random)) {
          String what = "grid %d, %s, %s".formatted(g, kinds, geometry.beam());
          found = found.plus(SameBits.compare(what, volume, geometry));
          found = found.plus(inBands(what + ", in bands", volume, geometry));
        }
      }
    }
    System.out.println(found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  private Found inBands(String what, Volume volume, Geometry geometry) throws IOException {
    long slab = 0;
    for (int axis = 0; axis < 3; axis++) {
      slab = Math.max(slab, volume.grid().voxels() / volume.grid().size(axis));
    }
    long bytes = (long) Float.BYTES * volume.channels() * slab * 32;
    BandedProjector banded =
        new BandedProjector(
            DiskVolumes.copy(Files.createTempDirectory(temp, "volume"), volume),
            geometry,
            1,
            new BandMemory(bytes, 1),
            "simd",
            SimdProjector::new);
    return SameBits.found(
        what, SameBits.eachAlone(volume, geometry), SameBits.trace(banded, geometry), geometry);
  }

  /**
   * Returns detectors of random pose whose neighbouring pixels are within a voxel or two, seen from
   * outside and from within the grid; parallel rays along the faces of voxels; and rays of a class.
   */
  private static List<Geometry> geometries(VoxelGrid grid, SplittableRandom random) {
    Vec3 size = grid.worldBounds()[1].minus(grid.worldBounds()[0]);
    double reach = size.norm();
    List<View> cone = new ArrayList<>();
    List<View> parallel = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      Vec3 out = unit(random);
      Vec3 source = grid.middle().plus(out.times(k == 0 ? 0.05 * reach : 1.5 * reach));
      Vec3 center = grid.middle().minus(out.times(reach * (0.1 + random.nextDouble())));
      Vec3 u = out.cross(unit(random)).unit().times(1.1 * random.nextDouble() + 0.1);
      Vec3 v = u.cross(out).plus(out.times(0.1 * random.nextDouble()));
      cone.add(View.of(Double.NaN, source, center, u, v));
      parallel.add(View.of(Double.NaN, out, grid.middle(), u, v));
    }
    List<View> straight = new ArrayList<>();
    for (int axis = 0; axis < 3; axis++) {
      Vec3 along = unit(axis);
      Vec3 u = unit((axis + 1) % 3).times(random.nextBoolean() ? 0.5 : -1);
      Vec3 v = unit((axis + 2) % 3).times(random.nextBoolean() ? 0.5 : 4);
      Vec3 corner = unit(0).plus(unit(1)).plus(unit(2)).times(BRICK);
      straight.add(
          View.of(
              Double.NaN,
              random.nextBoolean() ? along : along.plus(u),
              grid.boxToWorld().point(corner),
              u,
              v));
    }
    RayClass[] classes = RayClass.values();
    RayClass kind = classes[random.nextInt(classes.length)];
    return List.of(
        new Geometry(Beam.CONE, Detector.flat(20, 37), cone),
        new Geometry(Beam.PARALLEL, Detector.flat(20, 37), parallel),
        // Few rows, so that none shares its path with others.
        new Geometry(Beam.PARALLEL, Detector.flat(3, 65), straight),
        DrawnRays.of(kind, Beam.CONE, grid, 500, random));
  }

  private static Vec3 unit(int axis) {
    return new Vec3(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
  }

  private static Vec3 unit(SplittableRandom r) {
    return new Vec3(r.nextDouble() - 0.5, r.nextDouble() - 0.5, r.nextDouble() + 0.01).unit();
  }

  /** Returns a volume of a channel of each kind. */
  private static Volume volume(VoxelGrid grid, List<Kind> kinds, SplittableRandom random) {
    SlabVolume.Writer w = SlabVolume.on(grid, kinds.size());
    int bricksX = grid.nx() / BRICK + 1;
    int bricksY = grid.ny() / BRICK + 1;
    for (int c = 0; c < kinds.size(); c++) {
      boolean[] full = new boolean[bricksX * bricksY * (grid.nz() / BRICK + 1)];
      for (int b = 0; b < full.length; b++) {
        full[b] = random.nextInt(12) == 0;
      }
      int lone = random.nextInt((int) grid.voxels());
      int at = 0;
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            boolean corner =
                (x % (grid.nx() - 1) | y % Math.max(1, grid.ny() - 1) | z % (grid.nz() - 1)) == 0;
            int brick = (z / BRICK * bricksY + y / BRICK) * bricksX + x / BRICK;
            boolean there =
                switch (kinds.get(c)) {
                  case ZEROS -> false;
                  case ONE_VOXEL -> at == lone;
                  case CORNERS -> corner;
                  case BRICKS -> full[brick] || random.nextInt(2000) == 0;
                  case DENSE -> true;
                };
            double zero = random.nextBoolean() ? 0.0 : -0.0;
            w.set(c, x, y, z, there ? random.nextDouble() - 0.3 : zero);
            at++;
          }
        }
      }
    }
    return w.finish();
  }
}
