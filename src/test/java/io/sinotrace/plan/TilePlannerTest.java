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

  private static List<Tile> tiles(
      int views, int rows, int columns, Split split, int partitions, int cores) {
    return TilePlanner.plan(views, rows, columns, split, partitions, cores).tiles().stream()
        .map(TilePlan::tile)
        .toList();
  }

  /** Each pixel belongs to exactly one tile, and tiles come ordered by view, then row. */
  private static void assertCovers(List<Tile> tiles, int views, int rows) {
    assertEachPixelOnce(tiles, views, rows);
    Tile last = null;
    for (Tile tile : tiles) {
      if (last != null) {
        assertTrue(
            last.viewFrom() < tile.viewFrom()
                || (last.viewFrom() == tile.viewFrom() && last.rowFrom() < tile.rowFrom()));
      }
      last = tile;
    }
  }

  private static void assertEachPixelOnce(List<Tile> tiles, int views, int rows) {
    int[][] times = new int[views][rows];
    for (Tile tile : tiles) {
      for (int v = tile.viewFrom(); v < tile.viewTo(); v++) {
        for (int r = tile.rowFrom(); r < tile.rowTo(); r++) {
          times[v][r]++;
        }
      }
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
          tiles(views, rows, 1 + random.nextInt(4000), split, 0, 1 + random.nextInt(40)),
          views,
          rows);
    }
  }

  @Test
  void tilesForWhichAVolumePassesAreAsLargeAsCanBeAndOfTheSameFiles() {
    ScanCut small = TilePlanner.plan(360, 512, 512, Split.AUTO, 0, 2);
    for (long most : new long[] {1L << 26, 1L << 24, 1L << 22}) {
      ScanCut large =
          TilePlanner.plan(360, 512, 512, Split.AUTO, 0, 2, TilePlanner.TaskSize.largest(most));
      assertEquals(small.files(), large.files());
      assertTrue(large.tiles().stream().allMatch(tile -> tile.tile().pixels(512) <= most));
      long least = (360L * 512 * 512 + most - 1) / most;
      assertTrue(large.tiles().size() <= 2 * least, large.tiles().size() + " tiles");
      assertTrue(large.tiles().size() >= 2);
    }
  }

  @Test
  void aLargeScanIsCutIntoTilesOfManyViewsAndRows() {
    List<Tile> tiles = tiles(720, 512, 512, Split.AUTO, 0, 2);
    assertEquals(16, tiles.size());
    assertEquals(new Tile(0, 90, 0, 256), tiles.get(0));
    assertEquals(new Tile(630, 720, 256, 512), tiles.get(15));
  }

  @Test
  void manyCoresGetFewerRows() {
    assertEquals(new Tile(0, 90, 0, 128), tiles(720, 512, 512, Split.AUTO, 0, 10).get(0));
    assertEquals(new Tile(0, 90, 0, 64), tiles(720, 512, 512, Split.AUTO, 0, 20).get(0));
  }

  @Test
  void asManyPartitionsAsAsked() {
    assertEquals(7, tiles(180, 240, 320, Split.AUTO, 7, 2).size());
    assertEquals(64, tiles(180, 240, 320, Split.AUTO, 64, 2).size());
    assertEquals(1, tiles(180, 240, 320, Split.AUTO, 1, 2).size());
    assertEquals(7, tiles(180, 240, 320, Split.VIEWS, 7, 2).size());
    List<Tile> byRows = tiles(180, 240, 320, Split.ROWS, 7, 2);
    assertEquals(7, byRows.size());
    assertTrue(byRows.stream().allMatch(t -> t.views() == 180));
    assertCovers(byRows, 180, 240);
  }

  @Test
  void aTileIsNoSmallerThanAFile() {
    assertEquals(List.of(new Tile(0, 1, 0, 128)), tiles(1, 128, 128, Split.AUTO, 0, 8));
    // A scan of 200 MiB still keeps many cores busy, and a large one more of them.
    assertEquals(32, tiles(360, 384, 384, Split.AUTO, 0, 64).size());
    assertEquals(64, tiles(720, 512, 512, Split.AUTO, 0, 64).size());
    assertEquals(256, tiles(720, 2048, 2048, Split.AUTO, 0, 2).size());
  }

  @ParameterizedTest
  @EnumSource(Split.class)
  void theFilesOfAScanDoNotDependOnTheCores(Split split) {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 500; i++) {
      int views = 1 + random.nextInt(800);
      int rows = 1 + random.nextInt(800);
      int columns = 1 + random.nextInt(1 << random.nextInt(14));
      List<Tile> files = TilePlanner.plan(views, rows, columns, split, 0, 1).files();
      ScanCut cut = TilePlanner.plan(views, rows, columns, split, 0, 1 + random.nextInt(100));
      assertEquals(files, cut.files());
      assertEachPixelOnce(files, views, rows);
    }
  }

  /** Files are written in the order of views, and of rows in these; some are open at a time. */
  private static void assertIsMadeOf(List<FileTile> files, Tile tile, int most) {
    int open = 0;
    Tile last = null;
    long rows = 0;
    for (FileTile file : files) {
      Tile next = file.tile();
      if (last == null || next.viewFrom() > last.viewFrom()) {
        assertEquals(tile.rowFrom(), next.rowFrom());
        assertEquals(last == null ? tile.viewFrom() : last.viewTo(), next.viewFrom());
        assertTrue(last == null || last.rowTo() == tile.rowTo());
        open = 0;
      } else {
        assertEquals(last.rowTo(), next.rowFrom());
        assertEquals(last.viewFrom(), next.viewFrom());
        assertEquals(last.viewTo(), next.viewTo());
      }
      open++;
      assertTrue(open <= most, files::toString);
      rows += next.pixels(1);
      last = next;
    }
    assertEquals(tile.pixels(1), rows);
  }

  @Test
  void aTileIsMadeOfWholeFiles() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 2000; i++) {
      int views = 1 + random.nextInt(1 << random.nextInt(1, 12));
      int rows = 1 + random.nextInt(1 << random.nextInt(1, 13));
      int columns = 1 + random.nextInt(1 << random.nextInt(1, 14));
      int cores = 1 + random.nextInt(100);
      for (TilePlan tile : TilePlanner.plan(views, rows, columns, Split.AUTO, 0, cores).tiles()) {
        // Files are of 2^20 pixels at least, tiles of 2^24 at most.
        assertIsMadeOf(tile.files(), tile.tile(), 16);
      }
      int partitions = 1 + random.nextInt(views);
      if ((long) views * rows * columns / partitions < 1 << 27) {
        ScanCut cut = TilePlanner.plan(views, rows, columns, Split.VIEWS, partitions, cores);
        assertEquals(partitions, cut.tiles().size());
        int number = 0;
        for (TilePlan tile : cut.tiles()) {
          assertIsMadeOf(tile.files(), tile.tile(), 8);
          for (FileTile file : tile.files()) {
            assertEquals(number++, file.number());
          }
        }
      }
    }
  }

  @Test
  void noTileOutgrowsMemory() {
    for (Tile tile : tiles(720, 4096, 4096, Split.AUTO, 0, 1)) {
      assertTrue(tile.pixels(4096) <= 1L << 24);
    }
  }

  @Test
  void aTileThatNoMemoryHoldsIsAnError() {
    InputException e =
        assertThrows(InputException.class, () -> tiles(720, 4096, 4096, Split.AUTO, 1, 1));
    assertEquals(
        "partitions: a tile of 720 views x 4096 rows x 4096 columns is too large; expected at most"
            + " 2^28 pixels: more partitions, or another split",
        e.getMessage());
    e = assertThrows(InputException.class, () -> tiles(2, 20_000, 20_000, Split.VIEWS, 0, 1));
    assertEquals(
        "split: a tile of 1 views x 20000 rows x 20000 columns is too large; expected at most 2^28"
            + " pixels: another split",
        e.getMessage());
  }

  @Test
  void morePartitionsThanThereIsToCutIsAnError() {
    assertEquals(
        "partitions: 4, but split by views this scan has 3 at most; expected fewer, or another"
            + " split",
        refusal(3, 100, Split.VIEWS, 4));
    assertEquals(
        "partitions: 4, but split by rows this scan has 3 at most; expected fewer, or another split",
        refusal(100, 3, Split.ROWS, 4));
    // 11 is prime, and neither the views nor the rows are that many.
    assertEquals(
        "partitions: 11 does not divide into blocks of 3 views x 4 rows; choose another number, or"
            + " split by views or rows alone",
        refusal(3, 4, Split.AUTO, 11));
  }

  private static String refusal(int views, int rows, Split split, int partitions) {
    return assertThrows(InputException.class, () -> tiles(views, rows, 10, split, partitions, 1))
        .getMessage();
  }
}
