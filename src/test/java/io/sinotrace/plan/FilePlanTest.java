package io.sinotrace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Tile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FilePlanTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  @Test
  void oneProjectionOrSinogramIsAtMostAnEighthOfAScan() {
    FilePlan plan = FilePlan.of(360, 384, 384);
    assertEquals(new FilePlan(45, 48), plan);
    List<Tile> files = plan.files(new Tile(90, 180, 0, 192));
    assertEquals(8, files.size());
    assertEquals(new Tile(90, 135, 0, 48), files.get(0));
    assertEquals(new Tile(90, 135, 48, 96), files.get(1));
    assertEquals(new Tile(135, 180, 144, 192), files.get(7));
  }

  @Test
  void largeScansHaveTilesOf90ViewsBy64Rows() {
    assertEquals(new FilePlan(90, 64), FilePlan.of(720, 512, 512));
    assertEquals(new FilePlan(90, 64), FilePlan.of(2000, 4096, 4096));
  }

  @Test
  void smallScansHaveFewFiles() {
    assertEquals(new FilePlan(12, 64), FilePlan.of(12, 64, 96));
    // 13.8 million pixels: 25 files of half a million.
    assertEquals(new FilePlan(36, 48), FilePlan.of(180, 240, 320));
  }

  @Test
  void aTaskHasFewFilesOpen() {
    List<Tile> files = FilePlan.of(720, 2048, 2048).files(new Tile(0, 10, 0, 2048));
    assertEquals(8, files.size());
    assertEquals(new Tile(0, 10, 0, 256), files.get(0));
  }

  @Test
  void filesCoverATaskOnceInOrder() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 500; i++) {
      int views = 1 + random.nextInt(400);
      int rows = 1 + random.nextInt(300);
      int viewFrom = random.nextInt(views);
      int rowFrom = random.nextInt(rows);
      Tile work =
          new Tile(
              viewFrom,
              viewFrom + 1 + random.nextInt(views - viewFrom),
              rowFrom,
              rowFrom + 1 + random.nextInt(rows - rowFrom));
      int[][] times = new int[views][rows];
      Tile last = null;
      for (Tile tile : FilePlan.of(views, rows, 1 + random.nextInt(4000)).files(work)) {
        for (int v = tile.viewFrom(); v < tile.viewTo(); v++) {
          for (int r = tile.rowFrom(); r < tile.rowTo(); r++) {
            times[v][r]++;
          }
        }
        if (last != null) {
          assertTrue(
              (tile.viewFrom() == last.viewTo() && tile.rowFrom() == work.rowFrom())
                  || (tile.viewFrom() == last.viewFrom() && tile.rowFrom() == last.rowTo()));
        }
        last = tile;
      }
      for (int v = 0; v < views; v++) {
        for (int r = 0; r < rows; r++) {
          boolean in =
              v >= work.viewFrom() && v < work.viewTo() && r >= work.rowFrom() && r < work.rowTo();
          assertEquals(in ? 1 : 0, times[v][r]);
        }
      }
    }
  }
}
