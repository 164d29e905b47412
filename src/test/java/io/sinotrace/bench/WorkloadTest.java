package io.sinotrace.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.View;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  @Test
  void theyAreWhatTheirNamesPromise() {
    Workload w1 = Workload.of("W1", 1);
    // 90 x 384 x 384.
    assertEquals(13_271_040, w1.geometry().rays());
    // As another program counted all its rays.
    assertEquals(155.21, w1.voxelsPerRay(), 4);
    assertEquals(12L * 768 * 768, Workload.of("W1b", 1).geometry().rays());
    // Twice as many, from fewer angles.
    assertEquals(2 * 155.21, Workload.of("W1b", 1).voxelsPerRay(), 8);
    assertEquals(250_000, Workload.of("W2", 1).geometry().rays());
    assertEquals(208 * 256 * 225, Workload.of("W2", 1).grid().voxels());
    // In a parallel beam the area of the shadow times the mean length in it is the volume of the
    // cube at every angle, here shared out over the detector; |cos| + |sin| is 4/pi in the mean.
    double lengths = 256.0 * 256 * 256 / (576.0 * 576);
    assertEquals(lengths * 4 / Math.PI, Workload.of("W3", 1).voxelsPerRay(), 2);
    assertThrows(InputException.class, () -> Workload.of("w1", 1));
  }

  @Test
  void aCoarseOneIsTheSameSceneWithFewerVoxelsAndRays() {
    for (String name : Workload.NAMES) {
      VoxelGrid fine = Workload.of(name, 1).grid();
      VoxelGrid coarse = Workload.of(name, 4).grid();
      assertEquals(fine.nx() / 4, coarse.nx());
      assertEquals(4 * fine.spacing().x(), coarse.spacing().x());
      Geometry few = Workload.of(name, 4).geometry();
      assertTrue(few.rays() * 16 <= Workload.of(name, 1).geometry().rays(), name);
    }
  }

  @Test
  void nothingIsZeroInTheNoisyOne() {
    assertTrue(least(Workload.of("W4", 8).volume()) >= 1e-4f);
    assertEquals(0, least(Workload.of("W1", 8).volume()));
  }

  private static float least(Volume volume) {
    float least = Float.POSITIVE_INFINITY;
    for (int z = 0; z < volume.grid().nz(); z++) {
      for (int i = 0; i < volume.grid().nx() * volume.grid().ny(); i++) {
        least = Math.min(least, volume.slab(0, z).get(i));
      }
    }
    return least;
  }

  @Test
  void sharesAreAllOfIt() {
    Workload w1 = Workload.of("W1", 1);
    List<View> views = new ArrayList<>();
    for (int k = 0; k < 7; k++) {
      Geometry share = Share.of(w1, k, 7).geometry();
      assertEquals(384, share.detector().rows());
      views.addAll(share.views());
    }
    assertEquals(w1.geometry().views(), views);

    // One view only: detector rows are shared out.
    double[] heights = new double[500];
    int at = 0;
    for (int k = 0; k < 3; k++) {
      Geometry share = Share.of(Workload.of("W2", 1), k, 3).geometry();
      assertEquals(1, share.views().size());
      for (int row = 0; row < share.detector().rows(); row++) {
        heights[at++] = share.detector().z(row);
      }
    }
    double[] all = new double[500];
    for (int row = 0; row < 500; row++) {
      all[row] = Workload.of("W2", 1).geometry().detector().z(row);
    }
    assertArrayEquals(all, heights);
  }

  @Test
  void sampledViewsAreSpread() {
    // 90 x (1/16 + k x 0.618...), the whole turns taken off: 5.6, 61.2, 26.9, 82.5.
    List<Tile> sample = Share.of(Workload.of("W1", 1), 0, 1).sample(4);
    assertEquals(List.of(5, 61, 26, 82), sample.stream().map(Tile::viewFrom).toList());
    assertEquals(1, Share.of(Workload.of("W2", 1), 0, 1).sample(4).size());
  }
}
