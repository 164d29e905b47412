package io.sinotrace.sinogram.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Pages against bytes put down by hand from the format specification. */
class ListPageTest {
  private static void check(String expected, ListPage page) {
    byte[] bytes = HexFormat.of().parseHex(expected.replaceAll("\\s", ""));
    assertArrayEquals(bytes, Arrays.copyOf(page.bytes().array(), page.bytes().length()));
  }

  @Test
  void twoRowsOfThree() {
    ListPage page = new ListPage(3, Float.BYTES, 32);
    page.start(2);
    page.add(new float[] {9, 1, 2, -0.0f}, 1);
    assertFalse(page.full());
    page.add(new float[] {0.5f, Float.POSITIVE_INFINITY, Float.intBitsToFloat(0x7fc12345)}, 0);
    assertTrue(page.full());
    assertEquals(2, page.rows());
    assertEquals(6, page.values());
    check(
        """
        08000000 0200 0401 0200 0401
        02000000 0c01
        0000803f 00000040 00000080 0000003f 0000807f 4523c17f
        """,
        page);
  }

  @Test
  void doublesAreOfEightBytes() {
    ListPage page = new ListPage(2, Double.BYTES, 1);
    page.start(1);
    page.add(new double[] {1, -2.5});
    assertTrue(page.full());
    check("04000000 0200 0201  02000000 0401  000000000000f03f 00000000000004c0", page);
  }

  @Test
  void oneColumnHasNoRunOfOnes() {
    ListPage page = new ListPage(1, Float.BYTES, 2);
    page.start(2);
    page.add(new float[] {1}, 0);
    page.add(new float[] {2}, 0);
    check("04000000 0200 0200  02000000 0401  0000803f 00000040", page);
  }

  @Test
  void aShorterPageFollowsALongOne() {
    ListPage page = new ListPage(1, Float.BYTES, 2);
    page.start(2);
    page.add(new float[] {1}, 0);
    page.add(new float[] {2}, 0);
    page.start(1);
    page.add(new float[] {3}, 0);
    assertTrue(page.full());
    check("02000000 0200  02000000 0201  00004040", page);
  }

  @Test
  void longRunsHaveLongHeaders() {
    // 99,999 << 1 = 0x30d3e: 7 bits at a time, from the lowest, 0x3e 0x1a 0x0c; 100,000 << 1 =
    // 0x30d40: 0x40 0x1a 0x0c. All but the last with the high bit set.
    ListPage page = new ListPage(100_000, Float.BYTES, 1);
    page.start(1);
    page.add(new float[100_000], 0);
    byte[] levels =
        HexFormat.of().parseHex("06000000" + "0200" + "be9a0c01" + "04000000" + "c09a0c01");
    assertEquals(levels.length + 400_000, page.bytes().length());
    assertArrayEquals(levels, Arrays.copyOf(page.bytes().array(), levels.length));
  }
}
