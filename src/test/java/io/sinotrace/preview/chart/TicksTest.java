package io.sinotrace.preview.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
  @RegisterExtension static final Seed SEED = Seed.fixed(20261103);

  /** Worked by hand: the smallest round step with at most that many multiples in the range. */
  @ParameterizedTest
  @CsvSource({
    "NONE, 0, 10, 6, 0 2 4 6 8 10",
    "NONE, 0, 10, 5, 0 5 10",
    "NONE, 0, 9.99, 5, 0 2 4 6 8",
    "MILLIMETRE, -230.4, 230.4, 6, -200 -100 0 100 200",
    "NONE, 0.1, 0.9, 5, 0.2 0.4 0.6 0.8",
    "NONE, -0.3, 0.3, 7, -0.3 -0.2 -0.1 0.0 0.1 0.2 0.3",
    "NONE, 0.0031, 0.0079, 5, 0.004 0.005 0.006 0.007",
    "NONE, 1234, 1236, 3, 1234 1235 1236",
    "NONE, 7.1, 7.3, 1, 7.2",
    "DEGREE, 0, 360, 9, 0 45 90 135 180 225 270 315 360",
    "DEGREE, 0, 360, 8, 0 90 180 270 360",
    "DEGREE, -0.5, 359.5, 9, 0 45 90 135 180 225 270 315",
    "DEGREE, 0, 180, 7, 0 30 60 90 120 150 180",
    "DEGREE, 0, 3600, 6, 0 720 1440 2160 2880 3600",
    "DEGREE, 0, 3, 4, 0 1 2 3",
    "INDEX, -0.5, 2.5, 10, 0 1 2",
    "INDEX, -0.5, 179.5, 5, 0 50 100 150",
    "NONE, 0, 3e6, 3, 0 2e6",
    "NONE, 0, 1e-7, 3, 0 5e-8 1e-7",
    "NONE, -3e38, 3e38, 4, -2e38 0 2e38",
  })
  void choosesRoundNumbers(Axis.Unit unit, double lo, double hi, int most, String labels) {
    List<Ticks.Tick> ticks = Ticks.between(lo, hi, most, unit);
    String drawn = ticks.stream().map(Ticks.Tick::label).collect(Collectors.joining(" "));
    assertEquals(labels.replace('-', '\u2212'), drawn);
    for (Ticks.Tick tick : ticks) {
      assertEquals(Double.parseDouble(tick.label().replace('\u2212', '-')), tick.value());
    }
  }

  @Test
  void isRoundEvenAndInsideForAnyRange() {
    SplittableRandom random = SEED.random();
    for (int n = 0; n < 5_000; n++) {
      double lo = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-8, 9));
      double hi = lo + (random.nextDouble() + 1e-3) * Math.pow(10, random.nextInt(-5, 9));
      int most = random.nextInt(3, 25);
      List<Ticks.Tick> ticks = Ticks.between(lo, hi, most, Axis.Unit.NONE);
      String context = lo + " to " + hi + ", " + most + ": " + ticks;
      assertFalse(ticks.isEmpty(), context);
      assertTrue(ticks.size() <= most, context);
      assertTrue(ticks.get(0).value() >= lo, context);
      assertTrue(ticks.get(ticks.size() - 1).value() <= hi, context);
      for (int k = 1; k < ticks.size(); k++) {
        BigDecimal step = number(ticks.get(k)).subtract(number(ticks.get(k - 1)));
        assertTrue(
            List.of("1", "2", "5").contains(step.stripTrailingZeros().unscaledValue().toString()),
            context);
      }
    }
  }

  private static BigDecimal number(Ticks.Tick tick) {
    return new BigDecimal(tick.label().replace('\u2212', '-'));
  }

  @Test
  void marksASingleValueToFourDigits() {
    assertEquals("0", Ticks.single(0).label());
    assertEquals("0", Ticks.single(-0.0).label());
    assertEquals("\u22120.5", Ticks.single(-0.5).label());
    assertEquals("12.35", Ticks.single(12.3456).label());
    assertEquals("90", Ticks.single(90).label());
  }

  @Test
  void marksAnyValueToThreeDecimals() {
    assertEquals("1438", Ticks.exact(1438).label());
    assertEquals("359.5", Ticks.exact(359.5).label());
    assertEquals("\u2212308.571", Ticks.exact(-308.5714285714286).label());
    assertEquals("360", Ticks.exact(359.99999999999994).label());
    assertEquals("0", Ticks.exact(-1e-15).label());
  }

  @Test
  void refusesAnEmptyRange() {
    assertThrows(IllegalArgumentException.class, () -> Ticks.between(1, 1, 5, Axis.Unit.NONE));
  }
}
