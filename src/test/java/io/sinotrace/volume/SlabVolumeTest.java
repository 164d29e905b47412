package io.sinotrace.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sinotrace.InputException;
import io.sinotrace.InsufficientMemoryException;
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
      assertEquals(expected, volume.slab(0, i / 6).get(i % 6), "voxel " + i);
    }
  }

  @Test
  void eachChannelHasItsOwnVoxels() {
    SlabVolume.Writer writer = SlabVolume.on(GRID, 3);
    writer.set(1, 2, 1, 3, 7);
    writer.setRun(2, 4, new double[] {8, 9, 10}, 0, 3);
    Volume volume = writer.finish();
    assertEquals(3, volume.channels());
    float[][] expected = new float[3][24];
    expected[1][3 * 6 + 3 + 2] = 7;
    expected[2][4] = 8;
    expected[2][5] = 9;
    expected[2][6] = 10;
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < 24; i++) {
        assertEquals(expected[c][i], volume.slab(c, i / 6).get(i % 6), c + ", voxel " + i);
      }
    }
  }

  @Test
  void allChannelsAreCountedBeforeAnyIsMade() {
    VoxelGrid large = VoxelGrid.centred(1024, 1024, 1024, new Vec3(1, 1, 1));
    assertEquals(8L << 30, SlabVolume.bytes(large, 2));
    // Six Terabytes: more than the limit of any JVM that runs tests.
    assertThrows(InsufficientMemoryException.class, () -> SlabVolume.on(large, 1536));
  }

  @Test
  void aRunRoundsOnceAndRefusesWhatSetRefuses() {
    SlabVolume.Writer writer = SlabVolume.on(GRID);
    double third = 1.0 / 3;
    writer.setRun(0, new double[] {third, 0x1p96, -0x1p96}, 0, 3);
    assertEquals((float) third, writer.finish().slab(0, 0).get(0));
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0x1.00001p96}) {
      SlabVolume.Writer other = SlabVolume.on(GRID);
      InputException run =
          assertThrows(InputException.class, () -> other.setRun(16, new double[] {1, bad}, 0, 2));
      InputException one = assertThrows(InputException.class, () -> other.set(2, 1, 2, bad));
      assertEquals(one.getMessage(), run.getMessage());
    }
  }
}
