package io.sinotrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Tables, medians and the chart. */
class FiguresTest {
  @Test
  void tablesAreRoundedForPeopleAlone() {
    Table table = new Table("name", "Title.", "what", "value");
    table.row("a, \"b\"", 11.5249);
    table.row("c", Double.NaN);
    assertEquals(
        """
        Title.

        | what | value |
        | --- | --- |
        | a, "b" | 11.5 |
        | c |  |
        """,
        table.markdown());
    assertEquals("what,value\n\"a, \"\"b\"\"\",11.5249\nc,\n", table.csv());
    assertThrows(IllegalArgumentException.class, () -> table.row("only one"));
  }

  @Test
  void threeDigitsAreShownOrAllBeforeThePoint() {
    assertEquals("0.000123", Table.shown(1.2345e-4));
    assertEquals("1.23", Table.shown(1.2345));
    assertEquals("123", Table.shown(123.45));
    assertEquals("12346", Table.shown(12345.6));
    assertEquals("360", Table.shown(360));
  }

  @Test
  void mediansAndRatiosOfRounds() {
    Medians<String> medians = new Medians<>();
    for (double[] round : new double[][] {{1, 2}, {10, 10}, {2, 1}}) {
      medians.add("a", round[0]);
      medians.add("b", round[1]);
    }
    assertEquals(2, medians.of("a"));
    // 1/2, 1 and 2; the ratio of the medians would be 1 too, that of the means not.
    assertEquals(1, medians.ratio("a", "b"));
    medians.add("a", 30);
    assertEquals(6, medians.of("a"));
    assertEquals(1, medians.ratio("a", "b"));
    assertTrue(Double.isNaN(medians.of("c")));
  }

  @Test
  void everyPublishedTimeIsThere() {
    assertEquals(9, Published.PIXELS.length);
    assertEquals(3, Published.ALL.size());
    for (Published published : Published.ALL) {
      assertEquals(9, published.seconds().length, published.name());
    }
    // At 500 x 500.
    assertEquals(1235.17, Published.ALL.get(0).seconds()[8]);
    assertEquals(11.98, Published.ALL.get(1).seconds()[8]);
    assertEquals(0.0888, Published.ALL.get(2).seconds()[8]);
  }

  @Test
  void theChartShowsEveryLine() throws IOException {
    byte[] png =
        Figure.chart(
                new int[] {20, 90, 500},
                Map.of("scalar", new double[] {1e-3, 2e-2, 0.6}),
                "a machine")
            .png();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    for (Published published : Published.ALL) {
      assertTrue(count(image, published.colour()) > 50, published.name());
    }
    // The one measured line, from the left to the right.
    assertTrue(count(image, 0xD98200) > 500);
    assertEquals(0, count(image, 0x1565C0));
  }

  private static int count(BufferedImage image, int colour) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
      }
    }
    return count;
  }
}
