package io.sinotrace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import io.sinotrace.geometry.Tile;
import io.sinotrace.plan.TilePlanner.Split;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TilePlannerTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  /** Each pixel belongs to exactly one tile, and tiles come ordered by view, then row. */
  private static void assertCovers(List<Tile> tiles, int views, int rows) {
    int[][] times = new int[views][rows];
    Tile last = null;
    for (Tile tile : tiles) {
      for (int v = tile.viewFrom(); v < tile.viewTo(); v++) {
        for (int r = tile.rowFrom(); r < tile.rowTo(); r++) {
          times[v][r]++;
        }
      }
      if (last != null) {
        assertTrue(
            last.viewFrom() < tile.viewFrom()
                || (last.viewFrom() == tile.viewFrom() && last.rowFrom() < tile.rowFrom()));
      }
      last = tile;
    }
    for (int[] row : times) {
      for (int n : row) {
        assertEquals(1, n);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void tilesCoverEveryPixelOnce(Split split) {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 500; i++) {
      int views = 1 + random.nextInt(400);
      int rows = 1 + random.nextInt(300);
      assertCovers(
          TilePlanner.plan(views, rows, 1 + random.nextInt(4000), split, 0, 1 + random.nextInt(40)),
          views,
          rows);
    }
  }

  @Test
  void aLargeScanIsCutIntoTilesOfManyViewsAndRows() {
    List<Tile> tiles = TilePlanner.plan(720, 512, 512, Split.AUTO, 0, 2);
    assertEquals(16, tiles.size());
    assertEquals(new Tile(0, 90, 0, 256), tiles.get(0));
    assertEquals(new Tile(630, 720, 256, 512), tiles.get(15));
  }

  @Test
  void manyCoresGetFewerRowsFirstThenFewerViews() {
    assertEquals(new Tile(0, 90, 0, 96), TilePlanner.plan(360, 384, 384, Split.AUTO, 0, 5).get(0));
    assertEquals(new Tile(0, 45, 0, 96), TilePlanner.plan(360, 384, 384, Split.AUTO, 0, 10).get(0));
  }

  @Test
  void asManyPartitionsAsAsked() {
    assertEquals(7, TilePlanner.plan(180, 240, 320, Split.AUTO, 7, 2).size());
    assertEquals(64, TilePlanner.plan(180, 240, 320, Split.AUTO, 64, 2).size());
    assertEquals(1, TilePlanner.plan(180, 240, 320, Split.AUTO, 1, 2).size());
    assertEquals(7, TilePlanner.plan(180, 240, 320, Split.VIEWS, 7, 2).size());
    List<Tile> byRows = TilePlanner.plan(180, 240, 320, Split.ROWS, 7, 2);
    assertEquals(7, byRows.size());
    assertTrue(byRows.stream().allMatch(t -> t.views() == 180));
    assertCovers(byRows, 180, 240);
  }

  @Test
  void aSmallScanStillKeepsAllCoresBusy() {
    List<Tile> tiles = TilePlanner.plan(1, 128, 128, Split.AUTO, 0, 8);
    assertTrue(tiles.size() >= 24, tiles.toString());
    assertCovers(tiles, 1, 128);
    assertEquals(1, TilePlanner.plan(1, 1, 1, Split.AUTO, 0, 100).size());
  }

  @Test
  void noTileOutgrowsMemory() {
    for (Tile tile : TilePlanner.plan(720, 4096, 4096, Split.AUTO, 0, 1)) {
      assertTrue(tile.pixels(4096) <= 1L << 24);
    }
  }

  @Test
  void aTileThatNoMemoryHoldsIsAnError() {
    InputException e =
        assertThrows(
            InputException.class, () -> TilePlanner.plan(720, 4096, 4096, Split.AUTO, 1, 1));
    assertTrue(e.getMessage().contains("partitions"), e.getMessage());
  }

  @Test
  void morePartitionsThanThereIsToCutIsAnError() {
    assertThrows(InputException.class, () -> TilePlanner.plan(3, 100, 10, Split.VIEWS, 4, 1));
    assertThrows(InputException.class, () -> TilePlanner.plan(100, 3, 10, Split.ROWS, 4, 1));
    // 11 is prime, and neither the views nor the rows are that many.
    InputException e =
        assertThrows(InputException.class, () -> TilePlanner.plan(3, 4, 10, Split.AUTO, 11, 1));
    assertTrue(e.getMessage().contains("partitions: 11"), e.getMessage());
  }
}
