package io.sinotrace.projector.cpu.simd.rays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sinotrace.InsufficientMemoryException;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.DerivedForms;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PairVolumeTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(5, 4, 3, new Vec3(1, 1, 1));

  @Test
  void allProjectorsOfAVolumeShareACopy() {
    try (Constant volume = new Constant(true, new DerivedForms(), new AtomicInteger())) {
      PairVolume pairs = PairVolume.of(volume, Band.all(GRID), 2);
      assertNotNull(pairs);
      assertSame(pairs, PairVolume.of(volume, Band.all(GRID), 1));
    }
  }

  @Test
  void whereThereIsNoRoomForACopyItIsAskedForOnce() {
    AtomicInteger reads = new AtomicInteger();
    try (Constant volume = new Constant(false, new DerivedForms(), reads)) {
      assertNull(PairVolume.of(volume, Band.all(GRID), 2));
      assertNull(PairVolume.of(volume, Band.all(GRID), 2));
      assertEquals(1, reads.get());
    }
  }

  /**
   * A volume of ones; it counts how often its slabs are asked for, and may have no room for any.
   */
  private record Constant(boolean room, DerivedForms derivedForms, AtomicInteger reads)
      implements Volume {
    @Override
    public VoxelGrid grid() {
      return GRID;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public FloatBuffer slab(int channel, int z) {
      reads.incrementAndGet();
      if (!room) {
        throw new InsufficientMemoryException("no room");
      }
      float[] ones = new float[GRID.nx() * GRID.ny()];
      Arrays.fill(ones, 1f);
      return FloatBuffer.wrap(ones);
    }
  }
}
