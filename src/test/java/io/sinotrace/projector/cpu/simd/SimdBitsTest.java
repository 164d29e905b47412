package io.sinotrace.projector.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Beam;
import io.sinotrace.projector.DrawnRays;
import io.sinotrace.projector.RayClass;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.SameBits;
import io.sinotrace.projector.cpu.SameBits.Found;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SIMD tracer against the scalar one: rays of all classes, beams and grids, and channels. */
class SimdBitsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261122);

  @Test
  void itIsUsableHere() {
    assertNull(new SimdBackend().refusal(Resources.DEFAULT));
  }

  @Test
  void raysOfAllClasses() {
    Found found = all(1, 1_300, 6_000);
    assertTrue(found.rays() >= 2_000_000, () -> found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void severalChannelsHaveTheBitsOfEachAlone(int channels) {
    Found found = all(channels, 120, 700);
    assertTrue(found.rays() >= channels * 190_000L, () -> found.rays() + " line integrals");
    assertEquals(0, found.other(), found::first);
  }

  @Test
  @Tag("long")
  void tenMillionRaysOfAllClasses() {
    Found found = all(1, 9_000, 45_000);
    assertTrue(found.rays() >= 10_000_000, () -> found.rays() + " rays");
    assertEquals(0, found.other(), found::first);
  }

  /** Compares so many views of all classes, beams and grids, and so many of small scans. */
  private static Found all(int channels, int views, int scans) {
    Found found = Found.NOTHING;
    List<VoxelGrid> grids = TestGrids.all();
    for (int g = 0; g < grids.size(); g++) {
      SplittableRandom random = new SplittableRandom(SEED.value() + g);
      VoxelGrid grid = grids.get(g);
      Volume volume = TestGrids.randomVolume(grid, channels, g, random);
      for (RayClass kind : RayClass.values()) {
        for (Beam beam : kind.lines ? Beam.values() : new Beam[] {Beam.CONE, Beam.FAN}) {
          String what = "grid %d, %s %s".formatted(g, kind, beam);
          found =
              found
                  .plus(
                      SameBits.compare(what, volume, DrawnRays.of(kind, beam, grid, views, random)))
                  .plus(
                      SameBits.compare(
                          what + " rows", volume, DrawnRays.rows(kind, beam, grid, views, random)));
        }
      }
      for (Beam beam : Beam.values()) {
        found =
            found.plus(
                SameBits.compare(
                    "grid %d, scan %s".formatted(g, beam),
                    volume,
                    DrawnRays.scan(grid, beam, scans, random)));
      }
    }
    System.out.println(found.rays() + " rays");
    return found;
  }
}
