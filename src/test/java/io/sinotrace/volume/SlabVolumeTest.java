package io.sinotrace.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.geometry.Vec3;
import org.junit.jupiter.api.Test;

class SlabVolumeTest {
  private static final VoxelGrid GRID = VoxelGrid.centred(3, 2, 4, new Vec3(1, 1, 1));

  @Test
  void aRunGoesOnInTheNextRowAndSlab() {
    // From voxel (1, 1, 0), the fifth, to (1, 0, 2), the fourteenth.
    double[] values = new double[20];
    for (int i = 0; i < values.length; i++) {
      values[i] = 100 + i;
    }
    SlabVolume.Writer writer = SlabVolume.on(GRID);
    writer.setRun(4, values, 5, 10);
    Volume volume = writer.finish();
    for (int i = 0; i < 24; i++) {
      float expected = i >= 4 && i < 14 ? 105 + i - 4 : 0;
      assertEquals(expected, volume.slab(i / 6).get(i % 6), "voxel " + i);
    }
  }

  @Test
  void aRunRoundsOnceAndRefusesWhatSetRefuses() {
    SlabVolume.Writer writer = SlabVolume.on(GRID);
    double third = 1.0 / 3;
    writer.setRun(0, new double[] {third, 0x1p96, -0x1p96}, 0, 3);
    assertEquals((float) third, writer.finish().slab(0).get(0));
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0x1.00001p96}) {
      SlabVolume.Writer other = SlabVolume.on(GRID);
      InputException run =
          assertThrows(InputException.class, () -> other.setRun(16, new double[] {1, bad}, 0, 2));
      InputException one = assertThrows(InputException.class, () -> other.set(2, 1, 2, bad));
      assertEquals(one.getMessage(), run.getMessage());
    }
  }
}
