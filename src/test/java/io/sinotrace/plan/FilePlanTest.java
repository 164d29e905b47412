package io.sinotrace.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.geometry.Tile;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePlanTest {
  @RegisterExtension static final Seed SEED = Seed.drawn();

  private static FilePlan plan(int views, int rows, int columns) {
    return FilePlan.of(new Tile(0, views, 0, rows), columns, rows);
  }

  @ParameterizedTest
  @CsvSource({
    // Up to 8 MiB are one file: a small scan, a radiograph, a fan, the most pixels of one.
    "8, 32, 32, 1, 1",
    "1, 512, 512, 1, 1",
    "720, 1, 1024, 1, 1",
    "127, 128, 128, 1, 1",
    "128, 128, 128, 1, 2",
    // Files of 4 to 8 MiB while there are fewer than eight parts a side.
    "180, 240, 320, 2, 4",
    "360, 384, 384, 4, 8",
    "1, 3000, 3000, 1, 8",
    "6000, 1, 2000, 8, 1",
    // Eight parts a side, then parts of at most 90 views x 64 rows.
    "720, 512, 512, 8, 8",
    "720, 2048, 2048, 8, 32",
    "1000, 1024, 1024, 16, 16",
    // Very long rows: fewer of them.
    "720, 4096, 4096, 8, 128"
  })
  void thePartsOfAScan(int views, int rows, int columns, int viewParts, int rowParts) {
    FilePlan plan = plan(views, rows, columns);
    assertEquals(viewParts, plan.viewParts());
    assertEquals(rowParts, plan.rowParts());
  }

  @Test
  void filesAreNeitherTinyNorHuge() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 2000; i++) {
      int views = 1 + random.nextInt(1 << random.nextInt(1, 12));
      int rows = 1 + random.nextInt(1 << random.nextInt(1, 13));
      int columns = 1 + random.nextInt(1 << random.nextInt(1, 14));
      FilePlan plan = plan(views, rows, columns);
      double pixels = (double) views * rows * columns / plan.count();
      String text = plan + " x " + columns;
      assertTrue(plan.count() == 1 || pixels >= 1 << 20, text);
      for (TilePlan file : plan.join(plan.viewParts(), plan.rowParts(), 0)) {
        assertTrue(file.tile().pixels(columns) <= 1 << 24, text);
      }
    }
  }

  @Test
  void whatIsJoinedHasItsFilesWithTheirNumbers() {
    // Four parts along the views of 10, 4 parts along the rows of 8.
    FilePlan plan = new FilePlan(new Tile(20, 30, 0, 8), 4, 4);
    List<TilePlan> tiles = plan.join(2, 2, 100);
    assertEquals(4, tiles.size());
    assertEquals(
        new TilePlan(
            new Tile(25, 30, 0, 4),
            List.of(
                new FileTile(108, new Tile(25, 27, 0, 2)),
                new FileTile(109, new Tile(25, 27, 2, 4)),
                new FileTile(112, new Tile(27, 30, 0, 2)),
                new FileTile(113, new Tile(27, 30, 2, 4)))),
        tiles.get(2));
  }

  @Test
  void aTileMayBeAllowedFewPartsAlongItsRows() {
    Tile tile = new Tile(0, 10, 0, 2048);
    assertEquals(new FilePlan(tile, 2, 16), FilePlan.of(tile, 2048, 2048));
    assertEquals(new FilePlan(tile, 4, 8), FilePlan.of(tile, 2048, 8));
  }
}
