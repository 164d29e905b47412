package io.sinotrace.projector.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Panel;
import io.sinotrace.geometry.Tile;
import io.sinotrace.geometry.Trajectories;
import io.sinotrace.geometry.Vec3;
import io.sinotrace.projector.TestGrids;
import io.sinotrace.projector.cpu.scalar.ScalarProjector;
import io.sinotrace.volume.Volume;
import io.sinotrace.volume.VoxelGrid;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bits of a pixel do not depend on the tile in which it is computed. */
class TileBitsTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(21);

  private static final int CHANNELS = 2;

  @Test
  void anyTileGivesTheBitsOfTheWhole() {
    SplittableRandom random = SEED.random();
    VoxelGrid grid = VoxelGrid.centred(20, 17, 23, new Vec3(1, 1.2, 0.9));
    Volume volume = TestGrids.randomVolume(grid, CHANNELS, 1, random);
    double[] angles = Trajectories.angles(11, 3, 360);
    double[] slices = {-8, -3.3, 0, 0.4, 5, 5, 9.1};
    Panel panel = Panel.flat(7, 19, 2.2).withOffset(0.3, 0.9);
    Panel fan = panel.withOffset(0, 0.9);
    for (Geometry g :
        List.of(
            Trajectories.cone(100, 160, panel, angles),
            Trajectories.helical(100, 160, panel.withShape(Panel.Shape.CURVED), angles, 6),
            Trajectories.fan(100, 160, fan, slices, angles),
            Trajectories.parallel(panel, angles),
            Trajectories.parallel(fan, slices, angles))) {
      int columns = g.detector().columns();
      int rows = g.detector().rows();
      int rays = (int) g.rays();
      float[] whole = new float[CHANNELS * rays];
      try (ScalarProjector projector = new ScalarProjector(volume, g)) {
        projector.project(g.all(), whole);
        for (int i = 0; i < 60; i++) {
          int view = random.nextInt(11);
          int row = random.nextInt(rows);
          Tile tile =
              new Tile(view, random.nextInt(view + 1, 12), row, random.nextInt(row + 1, rows + 1));
          // One longer than needed, with a mark at the end that must stay.
          float[] out = new float[CHANNELS * (int) tile.pixels(columns) + 1];
          out[out.length - 1] = 42;
          projector.project(tile, out);
          int at = 0;
          for (int channel = 0; channel < CHANNELS; channel++) {
            for (int v = tile.viewFrom(); v < tile.viewTo(); v++) {
              for (int r = tile.rowFrom(); r < tile.rowTo(); r++) {
                for (int c = 0; c < columns; c++) {
                  assertEquals(
                      Float.floatToRawIntBits(whole[channel * rays + (v * rows + r) * columns + c]),
                      Float.floatToRawIntBits(out[at++]),
                      tile::toString);
                }
              }
            }
          }
          assertEquals(42, out[at]);
        }
      }
    }
  }
}
