package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.BandMemory;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.SameBits.Found;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.projector.cpu.simd.SimdProjector;
import io.sinotrace.volume.SlabVolume;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.disk.DiskVolume;
import io.sinotrace.volume.disk.DiskVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A volume that passes through memory in bands, against one that is there as a whole. */
class BandedBitsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261128);

  private static final Map<String, BandedProjector.Tracer> TRACERS =
      Map.of("scalar", ScalarProjector::new, "simd", SimdProjector::new);

  @TempDir Path temp;

  /** Grids of two to four blocks of slabs, the last of them not whole, and one of a single slab. */
  private static List<VoxelGrid> grids() {
    VoxelGrid oblique = TestGrids.all().get(6);
    return List.of(
        TestGrids.boxIsWorld(67, 40, 97),
        TestGrids.boxIsWorld(40, 70, 1),
        new VoxelGrid(33, 65, 40, oblique.indexToWorld()));
  }

  @Test
  void raysOfAllClasses() throws IOException {
    Found found = Found.NOTHING;
    for (int g = 0; g < grids().size(); g++) {
      SplittableRandom random = new SplittableRandom(SEED.value() + g);
      VoxelGrid grid = grids().get(g);
      Volume volume = TestGrids.randomVolume(grid, 1 + g % 2, g, random);
      DiskVolume disk = disk(volume);
      for (RayClass kind : RayClass.values()) {
        for (Beam beam : kind.lines ? Beam.values() : new Beam[] {Beam.CONE, Beam.FAN}) {
          String what = "grid %d, %s %s".formatted(g, kind, beam);
          found =
              found.plus(compare(what, volume, disk, DrawnRays.of(kind, beam, grid, 100, random)));
          found =
              found.plus(
                  compare(
                      what + " rows", volume, disk, DrawnRays.rows(kind, beam, grid, 30, random)));
        }
      }
      for (Beam beam : Beam.values()) {
        Geometry scan = DrawnRays.scan(grid, beam, 1000, random);
        found = found.plus(compare("grid %d, scan %s".formatted(g, beam), volume, disk, scan));
      }
    }
    System.out.println(found.rays() + " rays");
    assertTrue(found.rays() > 30_000);
    assertEquals(0, found.other(), found::first);
  }

  /** Views of many rows that follow one another along z: columns share paths, and some do not. */
  @Test
  void scansOfRowsAlongAnAxis() throws IOException {
    SplittableRandom random = SEED.random();
    VoxelGrid grid = VoxelGrid.centred(67, 50, 100, new Vec3(1.5, 1.5, 1.2));
    Volume volume = checkered(TestGrids.randomVolume(grid, 2, 2, random));
    DiskVolume disk = disk(volume);
    double[] angles = Trajectories.angles(4, 10, 360);
    Panel flat = new Panel(40, 30, 4, 5, 0.3, 0.2, Panel.Tilt.NONE, Panel.Shape.FLAT);
    double[] slices = new double[40];
    for (int k = 0; k < slices.length; k++) {
      slices[k] = 3 * k - 61.25;
    }
    List<Geometry> scans = new ArrayList<>();
    // The outer rows are steeper along z than across, and the second source is within the volume.
    scans.add(Trajectories.cone(90, 130, flat, angles));
    scans.add(Trajectories.cone(30, 130, flat, angles));
    scans.add(Trajectories.parallel(flat, angles));
    scans.add(Trajectories.fan(200, 300, flat.withOffset(0, 0.2), slices, angles));
    scans.add(Trajectories.helical(200, 300, flat, angles, 60));
    Vec3[] bounds = grid.worldBounds();
    scans.add(Trajectories.radiograph(flat, bounds[0], bounds[1], 100, 2));
    Found found = Found.NOTHING;
    for (int k = 0; k < scans.size(); k++) {
      found = found.plus(compare("scan " + k, volume, disk, scans.get(k)));
    }
    System.out.println(found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void aBandOfTooFewSlabsIsRefused() throws IOException {
    VoxelGrid grid = TestGrids.boxIsWorld(40, 40, 40);
    Volume volume = TestGrids.ones(grid);
    Geometry geometry = DrawnRays.of(RayClass.RANDOM, Beam.CONE, grid, 1, new SplittableRandom(1));
    try (DiskVolume disk = disk(volume)) {
      BandedProjector projector =
          new BandedProjector(
              disk,
              geometry,
              1,
              new BandMemory(4 * 40 * 40 * 31, 1),
              "scalar",
              ScalarProjector::new);
      InsufficientMemoryException refused =
          assertThrows(
              InsufficientMemoryException.class, () -> SameBits.trace(projector, geometry));
      assertEquals(
          "the volume does not fit into memory, and a band of 32 slabs of it takes 0.2 MiB, of which"
              + " a task may take 0.2 MiB here (-XX:MaxDirectMemorySize and -Xmx)",
          refused.getMessage());
    }
  }

  /** Returns a copy of a volume in which every other cube of 32^3 voxels is 0. */
  private static Volume checkered(Volume volume) {
    VoxelGrid grid = volume.grid();
    SlabVolume.Writer copy = SlabVolume.on(grid, volume.channels());
    for (int c = 0; c < volume.channels(); c++) {
      for (int z = 0; z < grid.nz(); z++) {
        for (int y = 0; y < grid.ny(); y++) {
          for (int x = 0; x < grid.nx(); x++) {
            if ((x / 32 + y / 32 + z / 32 + c) % 2 == 0) {
              copy.set(c, x, y, z, volume.slab(c, z).get(y * grid.nx() + x));
            }
          }
        }
      }
    }
    return copy.finish();
  }

  private DiskVolume disk(Volume volume) throws IOException {
    return DiskVolumes.copy(Files.createTempDirectory(temp, "volume"), volume);
  }

  /** Traces in bands of the fewest slabs by one thread, and in thicker ones by two. */
  private static Found compare(String what, Volume volume, DiskVolume disk, Geometry geometry) {
    VoxelGrid grid = volume.grid();
    float[] expected = SameBits.eachAlone(volume, geometry);
    long slab = 0;
    for (int axis = 0; axis < 3; axis++) {
      slab = Math.max(slab, grid.voxels() / grid.size(axis));
    }
    Found found = Found.NOTHING;
    for (Map.Entry<String, BandedProjector.Tracer> tracer : TRACERS.entrySet()) {
      int threads = 1 + (what.length() + tracer.getKey().length()) % 2;
      long bytes = (long) Float.BYTES * volume.channels() * slab * (threads == 1 ? 32 : 70);
      BandedProjector banded =
          new BandedProjector(
              disk,
              geometry,
              threads,
              new BandMemory(bytes, 1),
              tracer.getKey(),
              tracer.getValue());
      String whose = "%s, %s, %d threads".formatted(what, tracer.getKey(), threads);
      found =
          found.plus(SameBits.found(whose, expected, SameBits.trace(banded, geometry), geometry));
    }
    return found;
  }
}
