package io.sinotrace.projector.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.volume.VoxelGrid;
import org.junit.jupiter.api.Test;

class RayVoxelsTest {
  private static VoxelGrid cube(int n) {
    return VoxelGrid.centred(n, n, n, new Vec3(1, 1, 1));
  }

  private static double estimate(VoxelGrid grid, Geometry geometry) {
    return RayVoxels.estimate(new BoxGeometry(grid, geometry), geometry.all());
  }

  @Test
  void raysAlongAnAxisMeetOneVoxelASlab() {
    // 64 rows of 64 pixels of 1 mm: those within the 32 x 32 voxels meet 32 each.
    Geometry g = Trajectories.parallel(Panel.flat(64, 64, 1), Trajectories.angles(4, 0, 360));
    assertEquals(4 * 32 * 32 * 32, estimate(cube(32), g), 1e-6);
    Tile tile = new Tile(1, 3, 16, 32);
    assertEquals(2 * 16 * 32 * 32, RayVoxels.estimate(new BoxGeometry(cube(32), g), tile), 1e-6);
  }

  @Test
  void raysAcrossAPlaneMeetAsManyAgain() {
    // At 45 degrees a ray through the middle meets 64 columns and crosses 64 faces; 128 columns of
    // an eighth of a millimetre about it do within the 16 mm that they lose.
    Geometry g = Trajectories.parallel(Panel.flat(1, 128, 0.125), new double[] {45});
    double diagonal = 64 * Math.sqrt(2);
    double meanChord = diagonal - 2 * 4;
    assertEquals(128 * meanChord * Math.sqrt(2), estimate(cube(64), g), 128);
  }

  @Test
  void aScanMeetsAsManyAsWereCounted() {
    // Counted ray by ray: 155.21 voxels a ray over 13,271,040 rays.
    Geometry g =
        Trajectories.cone(1000, 1500, Panel.flat(384, 384, 1.5), Trajectories.angles(90, 0, 360));
    assertEquals(155.21, estimate(cube(256), g) / g.rays(), 0.8);
  }

  @Test
  void edgesOfTheVolumeDoNotShow() {
    // Of 384 x 384 rays 1.5 mm apart, along both axes by turns, 170 or 171 a side meet 256 voxels.
    Geometry g = Trajectories.parallel(Panel.flat(384, 384, 1.5), Trajectories.angles(16, 0, 5760));
    assertEquals(16 * 170.7 * 170.7 * 256, estimate(cube(256), g), 0.02 * 16 * 170.7 * 170.7 * 256);
  }

  @Test
  void nothingBehindTheSourceCounts() {
    // The source is in the middle, so every ray meets half of the cube.
    Geometry g = Trajectories.cone(1e-9, 1000, Panel.flat(1, 1, 1), new double[] {0, 90});
    assertEquals(2 * 16, estimate(cube(32), g), 1e-6);
  }
}
