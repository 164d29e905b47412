package io.sinotrace.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TileTest {
  /** Tiles of all shapes up to 7 views by 9 rows, some of which begin at 0. */
  private static List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>();
    for (int views = 1; views <= 7; views++) {
      for (int rows = 1; rows <= 9; rows++) {
        tiles.add(new Tile(0, views, 0, rows));
        tiles.add(new Tile(5, 5 + views, 3, 3 + rows));
      }
    }
    return tiles;
  }

  /** Each row of each view is in exactly one part, and parts come ordered by view, then row. */
  private static void assertCovers(List<Tile> parts, Tile tile) {
    int[][] times = new int[tile.views()][tile.rows()];
    Tile last = null;
    for (Tile part : parts) {
      for (int view = part.viewFrom(); view < part.viewTo(); view++) {
        for (int row = part.rowFrom(); row < part.rowTo(); row++) {
          times[view - tile.viewFrom()][row - tile.rowFrom()]++;
        }
      }
      assertTrue(
          last == null
              || last.viewFrom() < part.viewFrom()
              || (last.viewFrom() == part.viewFrom() && last.rowFrom() < part.rowFrom()));
      last = part;
    }
    for (int[] view : times) {
      for (int n : view) {
        assertEquals(1, n, () -> tile + " in " + parts);
      }
    }
  }

  @Test
  void evenPartsDifferByOneAtMost() {
    for (Tile tile : tiles()) {
      for (int viewParts = 1; viewParts <= tile.views(); viewParts++) {
        for (int rowParts = 1; rowParts <= tile.rows(); rowParts++) {
          List<Tile> parts = tile.cutEvenly(viewParts, rowParts);
          assertEquals(viewParts * rowParts, parts.size());
          assertCovers(parts, tile);
          for (Tile part : parts) {
            assertEquals((double) tile.views() / viewParts, part.views(), 0.999);
            assertEquals((double) tile.rows() / rowParts, part.rows(), 0.999);
          }
        }
      }
    }
  }

  @Test
  void partsHaveTheSizeAskedForButAtTheEnds() {
    for (Tile tile : tiles()) {
      for (int views = 1; views <= 9; views++) {
        for (int rows = 1; rows <= 11; rows++) {
          List<Tile> parts = tile.cutToSize(views, rows);
          assertCovers(parts, tile);
          for (Tile part : parts) {
            assertTrue(part.views() == views || part.viewTo() == tile.viewTo());
            assertTrue(part.rows() == rows || part.rowTo() == tile.rowTo());
          }
        }
      }
    }
  }

  @Test
  void partsThatSpanAllRowsFollowOneAnotherInThePixels() {
    for (Tile tile : tiles()) {
      int expected = 0;
      for (Tile part : tile.cutToSize(2, tile.rows())) {
        assertEquals(expected, tile.pixelsBefore(part, 11));
        expected += (int) part.pixels(11);
      }
      assertEquals(tile.pixels(11), expected);
    }
    // One view of 3 rows before, and one row of the same view.
    assertEquals(4 * 11, new Tile(5, 9, 3, 6).pixelsBefore(new Tile(6, 7, 4, 5), 11));
  }

  @Test
  void largeSidesDoNotOverflow() {
    Tile tile = new Tile(0, 2_000_000_000, 0, 1);
    Tile last = tile.cutEvenly(1000, 1).get(999);
    assertEquals(new Tile(1_998_000_000, 2_000_000_000, 0, 1), last);
    assertEquals(2, tile.cutToSize(1_999_999_999, 1).size());
    assertThrows(ArithmeticException.class, () -> tile.pixelsBefore(last, 2));
  }

  @Test
  void moreEvenPartsThanThereIsToCutAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 3, 0, 4).cutEvenly(4, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 3, 0, 4).cutEvenly(1, 5));
  }

  @Test
  void emptyTilesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tile(1, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(0, 1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Tile(-1, 1, 0, 1));
  }
}
