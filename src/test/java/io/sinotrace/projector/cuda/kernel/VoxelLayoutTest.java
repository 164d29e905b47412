package io.sinotrace.projector.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

class VoxelLayoutTest {
  private static final VoxelGrid GRID = grid(10, 20, 30);

  private static VoxelGrid grid(int nx, int ny, int nz) {
    return VoxelGrid.centred(nx, ny, nz, new Vec3(1, 1, 1));
  }

  @Test
  void neighboursAlongTheFastestAxisLieSideBySide() {
    // 8 + 10 + 4 is up to 24; 4 + 20 + 4 rows of them; 4 + 30 + 4 of those.
    VoxelLayout x = VoxelLayout.whole(GRID, 1, 0);
    assertArrayEquals(new long[] {1, 24, 24 * 28}, x.stride());
    assertEquals(24 * 28 * 38, x.floats());
    assertEquals(8 + 4 * 24 + 4 * 24 * 28, x.origin());
    // 8 + 30 + 4 is up to 48; then x, then y.
    VoxelLayout z = VoxelLayout.whole(GRID, 1, 2);
    assertArrayEquals(new long[] {48, 48 * 18, 1}, z.stride());
    assertEquals(48 * 18 * 28, z.floats());
    VoxelLayout y = VoxelLayout.whole(GRID, 1, 1);
    assertEquals(1, y.stride()[1]);
  }

  @Test
  void everyVoxelAndItsMarginLieWithin() {
    for (int fastest = 0; fastest < 3; fastest++) {
      VoxelLayout layout = VoxelLayout.whole(GRID, 1, fastest);
      long least = layout.origin();
      long greatest = layout.origin();
      for (int k = 0; k < 3; k++) {
        least -= 4 * layout.stride()[k];
        greatest += (GRID.size(k) + 3) * layout.stride()[k];
      }
      assertTrue(least >= 0, () -> layout.toString());
      assertTrue(greatest < layout.floats(), () -> layout.toString());
    }
  }

  @Test
  void aBandBeginsWithItsFirstSlabAndHasNoMarginAlongItsAxis() {
    VoxelLayout band = VoxelLayout.band(GRID, 1, 2, 0, 3, 7);
    // x is slowest: 4 + 20 + 4 rows of 48, four slabs.
    assertArrayEquals(new long[] {48 * 28, 48, 1}, band.stride());
    assertEquals(4 * 48 * 28, band.floats());
    assertEquals(8 + 4 * 48, band.origin() + 3 * band.stride()[0]);
  }

  @Test
  void offsetsBeyond32BitsAreNoticed() {
    assertFalse(VoxelLayout.whole(grid(1024, 1024, 1024), 1, 2).wide());
    // 1312^3 is 2.26e9.
    assertTrue(VoxelLayout.whole(grid(1300, 1300, 1300), 1, 2).wide());
    // A band is small, but its slabs are counted from the first of the grid.
    assertFalse(VoxelLayout.band(grid(2000, 2000, 2000), 1, 2, 0, 0, 10).wide());
    assertTrue(VoxelLayout.band(grid(2000, 2000, 2000), 1, 2, 0, 1990, 2000).wide());
  }

  @Test
  void theLargestStrideFitsTheKernel() {
    VoxelLayout largest = VoxelLayout.whole(grid(VoxelGrid.MAX_AXIS, VoxelGrid.MAX_AXIS, 2), 1, 0);
    for (long stride : largest.stride()) {
      assertTrue(stride <= Integer.MAX_VALUE, () -> largest.toString());
    }
  }
}
