package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageRowsTest {
  /** The rows of each page of a tile. */
  private static List<Integer> pages(int most, int views, int rows) {
    PageRows pages = new PageRows(most, rows, (long) views * rows);
    List<Integer> counts = new ArrayList<>();
    for (long at = 0; at < (long) views * rows; ) {
      counts.add(pages.at(at));
      at += pages.at(at);
    }
    return counts;
  }

  @Test
  void pagesEndWhereTheirViewEnds() {
    assertEquals(List.of(6, 6, 6, 6), pages(6, 2, 12));
    assertEquals(List.of(5, 5, 4, 5, 5, 4), pages(6, 2, 14));
    assertEquals(List.of(4, 3, 4, 3, 4, 3), pages(6, 3, 7));
    assertEquals(List.of(6, 6), pages(6, 2, 6));
    assertEquals(List.of(1, 1, 1), pages(1, 1, 3));
  }

  @Test
  void aPageHoldsSeveralShortViewsWhole() {
    assertEquals(List.of(6, 6, 2), pages(6, 7, 2));
    assertEquals(List.of(4, 4, 4), pages(6, 3, 4));
    assertEquals(List.of(5, 5), pages(6, 2, 5));
    assertEquals(List.of(6, 1), pages(6, 7, 1));
  }
}
