package io.sinotrace.reconstruction.weight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.InputException;
import io.sinotrace.Seed;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is a gap in the views, and what they stand for. */
class CoverageTest {
  private static final double TURN = 2 * Math.PI;

  @RegisterExtension final Seed seed = Seed.fixed(4);

  private static Coverage degrees(double[] angles) {
    return Coverage.of(Arrays.stream(angles).map(Math::toRadians).toArray(), TURN);
  }

  private static double[] even(int views, double range) {
    return IntStream.range(0, views).mapToDouble(k -> 7 + k * range / views).toArray();
  }

  @Test
  void evenViewsCoverWhatTheyAreAskedTo() {
    assertTrue(degrees(even(360, 360)).isFull());
    assertTrue(degrees(even(360, 720)).isFull());
    assertTrue(degrees(even(3, 360)).isFull());
    for (double range : new double[] {-340, 180, 200, 350}) {
      Coverage some = degrees(even(400, range));
      assertFalse(some.isFull(), range + " degrees");
      assertEquals(Math.abs(range), Math.toDegrees(some.range()), 1e-9);
      assertEquals(some.range(), Arrays.stream(some.share()).sum(), 1e-12);
    }
  }

  @Test
  void goldenAnglesCoverAllFromAFewViewsOn() {
    double golden = 180 * (3 - Math.sqrt(5));
    for (int views = 3; views < 1000; views++) {
      double[] angles = IntStream.range(0, views).mapToDouble(k -> k * golden).toArray();
      Coverage all = degrees(angles);
      assertTrue(all.isFull(), views + " views");
      assertEquals(TURN, Arrays.stream(all.share()).sum(), 1e-9);
    }
  }

  /** 200 lists, of which none is expected to be refused more often than in 0.4 % of cases. */
  @Test
  void randomAnglesCoverAll() {
    SplittableRandom random = seed.random();
    int refused = 0;
    for (int list = 0; list < 200; list++) {
      int views = 100 + random.nextInt(900);
      double[] angles = random.doubles(views, 0, 360).toArray();
      refused += degrees(angles).isFull() ? 0 : 1;
    }
    assertTrue(refused <= 6, refused + " of 200");
  }

  /** Random angles of three quarters of a turn, or of all but two parts of it. */
  @Test
  void gapsAmongRandomAnglesAreFound() {
    SplittableRandom random = seed.random();
    for (int list = 0; list < 200; list++) {
      assertFalse(degrees(random.doubles(300, 0, 270).toArray()).isFull());
      double[] two = random.doubles(300, 0, 300).map(a -> a < 150 ? a : a + 30).toArray();
      InputException e = assertThrows(InputException.class, () -> degrees(two));
      assertTrue(e.getMessage().contains("two gaps"), e.getMessage());
    }
  }
}
