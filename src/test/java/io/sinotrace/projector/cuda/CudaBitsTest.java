package io.sinotrace.projector.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Beam;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cuda.SameBits.Found;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The CUDA kernels, compiled for the processor, through JCuda and a stand-in for the driver,
 * against the scalar tracer.
 */
class CudaBitsTest extends OnStandIn {
  private static final long SEED = 20261122;

  @Test
  void tenMillionRaysOfAllClasses() {
    Found found = all(10_000);
    assertTrue(found.rays() >= 10_000_000, () -> found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void theKernelForLargeVolumesGivesTheSame() {
    Gpu gpu = Gpus.find(null);
    gpu.open();
    gpu.kernels().useWideOffsets(true);
    Found found = all(500);
    assertEquals(0, found.other(), found::first);
  }

  @Test
  void aContractedKernelIsNoticed() {
    control.contracted(true);
    Found found = all(2_000);
    System.out.printf("contracted: %d of %d rays differ%n", found.other(), found.rays());
    assertTrue(found.other() > 0, "the rays drawn cannot tell a contracted kernel");
  }

  /** Compares so many views of all classes, beams and grids. */
  private static Found all(int views) {
    System.out.printf("seed %d%n", SEED);
    List<Supplier<Found>> trials = new ArrayList<>();
    List<VoxelGrid> grids = TestGrids.all();
    for (int g = 0; g < grids.size(); g++) {
      SplittableRandom random = new SplittableRandom(SEED + g);
      Volume volume = TestGrids.randomVolume(grids.get(g), g, random);
      for (RayClass kind : RayClass.values()) {
        for (Beam beam : kind.lines ? Beam.values() : new Beam[] {Beam.CONE, Beam.FAN}) {
          String what = "grid %d, %s %s".formatted(g, kind, beam);
          SplittableRandom one = random.split();
          SplittableRandom three = random.split();
          trials.add(
              () ->
                  SameBits.compare(
                      what, volume, DrawnRays.of(kind, beam, volume.grid(), views, one)));
          trials.add(
              () ->
                  SameBits.compare(
                      what + " rows",
                      volume,
                      DrawnRays.rows(kind, beam, volume.grid(), views, three)));
        }
      }
      for (Beam beam : Beam.values()) {
        SplittableRandom split = random.split();
        trials.add(
            () ->
                SameBits.compare(
                    "scan " + beam,
                    volume,
                    DrawnRays.scan(volume.grid(), beam, 10 * views, split)));
      }
    }
    return trials.parallelStream().map(Supplier::get).reduce(new Found(0, 0, ""), Found::plus);
  }
}
