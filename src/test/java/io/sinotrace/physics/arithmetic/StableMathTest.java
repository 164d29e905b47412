package io.sinotrace.physics.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import io.sinotrace.physics.arithmetic.simd.VectorMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The functions are right to about the last bit, and the same wherever they are computed. */
class StableMathTest {
  /** More digits than two doubles have. */
  private static final MathContext DIGITS = new MathContext(45);

  /** Numbers at which an exponential or a logarithm is more than arithmetic. */
  private static final double[] CORNERS = {
    0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Math.nextDown(Double.MIN_NORMAL),
    Double.MIN_NORMAL,
    0x1p-53,
    -0x1p-54,
    Math.nextDown(Math.sqrt(0.5)),
    Math.sqrt(0.5),
    Math.nextUp(Math.sqrt(0.5)),
    Math.nextDown(1.0),
    1,
    -1,
    Math.nextUp(1.0),
    Math.sqrt(2),
    StableMath.LEAST_EXPONENT,
    Math.nextDown(StableMath.LEAST_EXPONENT),
    StableMath.GREATEST_EXPONENT,
    Math.nextUp(StableMath.GREATEST_EXPONENT),
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    Double.longBitsToDouble(0x7ff8000000000fffL),
    Double.longBitsToDouble(0xfff0000000000001L),
  };

  @RegisterExtension static final Seed SEED = Seed.fixed(14);

  /** As many numbers of each kind: any bits; of the size of exponents; near 1. */
  private static double[] numbers(int count) {
    SplittableRandom random = SEED.random();
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble(-750, 750);
            case 2 -> random.nextDouble(-30, 1);
            default -> random.nextDouble(0, 3);
          };
    }
    System.arraycopy(CORNERS, 0, numbers, count / 2, CORNERS.length);
    return numbers;
  }

  /** The exponential by its series, of an argument divided by 2^20 and squared 20 times. */
  private static BigDecimal exp(double x) {
    BigDecimal r = new BigDecimal(x).divide(new BigDecimal(1 << 20), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int i = 1; i <= 15; i++) {
      term = term.multiply(r, DIGITS).divide(new BigDecimal(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < 20; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  @Test
  void exponentialsAreRightToAboutTheLastBit() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 8_000; i++) {
      double x = i % 2 == 0 ? random.nextDouble(-708, 709) : random.nextDouble(-1, 1);
      double found = StableMath.exp(x);
      double error = new BigDecimal(found).subtract(exp(x)).doubleValue() / Math.ulp(found);
      assertTrue(Math.abs(error) < 1.06, () -> "exp(%s) is wrong by %s ulp".formatted(x, error));
    }
  }

  @Test
  void logarithmsAreRightToTheLastBit() {
    SplittableRandom random = SEED.random();
    for (int i = 0; i < 8_000; i++) {
      double x = i % 2 == 0 ? StrictMath.exp(random.nextDouble(-708, 709)) : random.nextDouble(3);
      double found = StableMath.log(x);
      // The logarithm of 1 + d is d, but for its square.
      double distance =
          exp(found).divide(new BigDecimal(x), DIGITS).subtract(BigDecimal.ONE).doubleValue();
      double error = distance / Math.ulp(found);
      assertTrue(Math.abs(error) < 0.85, () -> "log(%s) is wrong by %s ulp".formatted(x, error));
    }
  }

  @Test
  void noNumberIsFarFromThatOfAnotherProgram() {
    for (double x : numbers(1_000_000)) {
      near(StrictMath.exp(x), StableMath.exp(x), x, Double.MIN_NORMAL);
      near(StrictMath.log(x), StableMath.log(x), x, 0);
    }
  }

  private static void near(double expected, double found, double x, double flushed) {
    boolean near =
        Double.compare(expected, found) == 0
            || Math.abs(expected - found) <= 2 * Math.ulp(expected)
            || (found == 0 && expected < flushed);
    assertTrue(near, () -> "%s instead of %s at %s".formatted(found, expected, x));
  }

  @Test
  void whatIsExactIsExact() {
    assertEquals(1, StableMath.exp(0));
    assertEquals(1, StableMath.exp(-0.0));
    assertEquals(1, StableMath.exp(Double.MIN_VALUE));
    assertEquals(1, StableMath.exp(0x1p-54));
    assertEquals(Math.nextUp(1.0), StableMath.exp(0x1p-52));
    assertEquals(0, StableMath.exp(Math.nextDown(StableMath.LEAST_EXPONENT)));
    assertTrue(StableMath.exp(StableMath.LEAST_EXPONENT) >= Double.MIN_NORMAL);
    assertTrue(StableMath.exp(StableMath.GREATEST_EXPONENT) <= Double.MAX_VALUE);
    assertEquals(
        Double.POSITIVE_INFINITY, StableMath.exp(Math.nextUp(StableMath.GREATEST_EXPONENT)));
    assertEquals(0, StableMath.log(1));
    assertEquals(Double.NEGATIVE_INFINITY, StableMath.log(-0.0));
    assertEquals(Double.NaN, StableMath.log(-Double.MIN_VALUE));
  }

  @Test
  void vectorsHaveTheBitsOfSingleNumbers() {
    double[] numbers = numbers(100_003);
    double[] found = numbers.clone();
    VectorMath.expAll(found, 1, found.length - 1);
    same(numbers, found, StableMath::exp);
    found = numbers.clone();
    VectorMath.logAll(found, 1, found.length - 1);
    same(numbers, found, StableMath::log);
  }

  private static void same(double[] numbers, double[] found, DoubleUnaryOperator function) {
    int last = numbers.length - 1;
    assertEquals(numbers[0], found[0]);
    assertEquals(numbers[last], found[last]);
    for (int i = 1; i < last; i++) {
      assertEquals(function.applyAsDouble(numbers[i]), found[i], "at " + numbers[i]);
    }
  }
}
