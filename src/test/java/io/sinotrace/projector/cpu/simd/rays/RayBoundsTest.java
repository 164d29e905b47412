package io.sinotrace.projector.cpu.simd.rays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.Band;
import io.sinotrace.volume.VoxelGrid;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which slabs a vector of rays skips. */
class RayBoundsTest {
  private static final VoxelGrid GRID = TestGrids.boxIsWorld(64, 48, 56);

  @Test
  void raysMeetTheBrickOfOneVoxel() {
    OccupiedBricks bricks = bricks(21, 30, 40);
    RayBounds bounds = new RayBounds();
    // Two rays along x, of which the upper one passes the voxel: the middle is voxel 24 and 28.
    bounds.set(rays(5.5f, 6.5f, 11.5f, 12.5f, 0, 0), 0, Band.all(GRID));
    assertEquals(16, bounds.firstOccupied(bricks, 0, 32));
    assertEquals(24, bounds.firstEmpty(bricks, 16, 32));
    assertEquals(64, bounds.firstOccupied(bricks, 24, 64));
  }

  @Test
  void raysPassTheBrickOfOneVoxel() {
    OccupiedBricks bricks = bricks(21, 30, 40);
    RayBounds bounds = new RayBounds();
    // The brick's upper face across y is 8 voxels above the middle.
    bounds.set(rays(8.5f, 9.5f, 11.5f, 12.5f, 0, 0), 0, Band.all(GRID));
    assertEquals(64, bounds.firstOccupied(bricks, 0, 64));
    bounds.set(rays(8f, 9.5f, 11.5f, 12.5f, 0, 0), 0, Band.all(GRID));
    assertEquals(16, bounds.firstOccupied(bricks, 0, 64));
  }

  @Test
  void raysThatSlantMeetItInSomeSlabs() {
    OccupiedBricks bricks = bricks(21, 30, 40);
    RayBounds bounds = new RayBounds();
    // In slabs 16 to 24, half a voxel above 16 to 8 below the middle across y; the brick is 0 to 8
    // above it.
    bounds.set(rays(0.5f, 0.25f, 11.5f, 12.5f, 1, 0), 0, Band.all(GRID));
    assertEquals(64, bounds.firstOccupied(bricks, 0, 64));
    bounds.set(rays(18.5f, 18.25f, 11.5f, 12.5f, 1, 0), 0, Band.all(GRID));
    assertEquals(16, bounds.firstOccupied(bricks, 0, 64));
    assertEquals(24, bounds.firstEmpty(bricks, 16, 64));
  }

  @Test
  void boundsAroundSeveralVectorsAreThoseOfTheOutermost() {
    Band band = Band.all(GRID);
    RayVector first = rays(5, 6, -3, -2, 0, 0.25f);
    first.bounds.set(first, 0, band);
    RayVector second = rays(-10, -9, 4, 5, 0.5f, 0);
    second.bounds.set(second, 0, band);
    RayVector elsewhere = rays(-1000, 1000, -1000, 1000, 0, 0);
    elsewhere.to = 16;
    elsewhere.bounds.set(elsewhere, 0, band);
    List<RayVector> vectors = List.of(first, second, elsewhere);
    RayBounds around = new RayBounds();
    assertTrue(around.setAround(vectors, 32, 64));
    // The middles are 32, 24 and 28. Across y the second vector is at -10 and -9 from it in slab
    // 32,
    // at 6 and 7 after slab 63, the first at 5 and 6; across z the first is at -3 and -2, then at 5
    // and 6, the second at 4 and 5.
    double margin = 1.0 / 64;
    assertEquals(24 - 10 - margin, around.lowest1(32), 1e-9);
    assertEquals(24 + 6 + 1.0 / 32 + margin, around.highest1(32), 1e-9);
    assertEquals(24 + 5 - 15.0 / 32 - margin, around.lowest1(63), 1e-9);
    assertEquals(24 + 7 + margin, around.highest1(63), 1e-9);
    assertEquals(28 - 3 - margin, around.lowest2(32), 1e-9);
    assertEquals(28 + 5 + 1.0 / 32 + margin, around.highest2(32), 1e-9);
    assertEquals(28 + 4 - 7.0 / 32 - margin, around.lowest2(63), 1e-9);
    assertEquals(28 + 6 + margin, around.highest2(63), 1e-9);
    assertFalse(around.setAround(List.of(elsewhere), 32, 64));
  }

  @Test
  void zerosOfBothSignsAreEmpty() {
    OccupiedBricks bricks = new OccupiedBricks(GRID);
    bricks.add(0, 0, new float[GRID.nx()], 0);
    float[] line = new float[GRID.nx()];
    Arrays.fill(line, -0f);
    bricks.add(1, 0, line, 0);
    assertTrue(bricks.anyEmpty());
    assertFalse(bricks.any(0, 0, 1, 0, GRID.ny() - 1, 2, 0, GRID.nz() - 1));
  }

  @Test
  void nothingIsEmptyWhereEveryBrickHasAVoxel() {
    OccupiedBricks bricks = new OccupiedBricks(GRID);
    float[] line = new float[GRID.nx()];
    for (int x = 7; x < line.length; x += 8) {
      line[x] = 1e-30f;
    }
    for (int z = 0; z < GRID.nz(); z += 8) {
      for (int y = 5; y < GRID.ny(); y += 8) {
        assertTrue(bricks.anyEmpty());
        bricks.add(y, z, line, 0);
      }
    }
    assertFalse(bricks.anyEmpty());
  }

  private static OccupiedBricks bricks(int x, int y, int z) {
    OccupiedBricks bricks = new OccupiedBricks(GRID);
    float[] line = new float[3 + GRID.nx()];
    line[3 + x] = 1;
    bricks.add(y, z, line, 3);
    return bricks;
  }

  /** Returns two rays through all slabs across x. */
  private static RayVector rays(
      float firstY, float secondY, float firstZ, float secondZ, float slopeY, float slopeZ) {
    RayVector rays = new RayVector();
    rays.count = 2;
    rays.from = 0;
    rays.to = GRID.nx();
    rays.start1[0] = firstY;
    rays.start1[1] = secondY;
    rays.start2[0] = firstZ;
    rays.start2[1] = secondZ;
    for (int k = 0; k < 2; k++) {
      rays.slope1[k] = slopeY;
      rays.slope2[k] = slopeZ;
    }
    return rays;
  }
}
