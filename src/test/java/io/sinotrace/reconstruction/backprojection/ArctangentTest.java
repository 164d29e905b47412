package io.sinotrace.reconstruction.backprojection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sinotrace.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Angles are right to a unit or two in the last place, wherever a point is. */
class ArctangentTest {
  @RegisterExtension final Seed seed = Seed.fixed(20261127);

  private static final MathContext DIGITS = new MathContext(50);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  /**
   * What the class promises, and the error of half a unit of the value that it is compared with.
   */
  private static final double ULPS = 1.4;

  /** A point. */
  private record Point(double across, double along) {}

  /** Points of all directions within a right angle of the axis, near the axis and far from it. */
  private Point draw(SplittableRandom random) {
    double along = random.nextDouble(1, 3000);
    double across =
        switch (random.nextInt(4)) {
          // Directions of a detector of up to half a turn.
          case 0 -> along * StrictMath.tan(random.nextDouble(-1.55, 1.55));
          case 1 -> along * random.nextDouble(-3, 3);
          case 2 -> along * random.nextDouble(-1, 1) * StrictMath.pow(10, random.nextInt(-20, 1));
          default -> along * StrictMath.pow(10, random.nextDouble(0, 20));
        };
    return new Point(across, along);
  }

  /** Where one reduction of the argument gives way to the next. */
  private static List<Point> seams() {
    List<Point> seams = new ArrayList<>();
    for (double seam : new double[] {0.4375, 0.5, 0.6875, 1, 1.1875, 1.5, 2.4375, 1e300, 1e-300}) {
      for (double along : new double[] {1, 1.7, 999.5, 2999}) {
        double across = seam * along;
        for (double one : new double[] {across, Math.nextUp(across), Math.nextDown(across)}) {
          seams.add(new Point(one, along));
          seams.add(new Point(-one, along));
        }
      }
    }
    return seams;
  }

  @Test
  void areThoseOfExactArithmetic() {
    SplittableRandom random = new SplittableRandom(seed.value());
    List<Point> points = seams();
    for (int i = 0; i < 4000; i++) {
      points.add(draw(random));
    }
    double worst = 0;
    for (Point point : points) {
      double angle = Arctangent.of(point.across(), point.along());
      BigDecimal exact = exact(point);
      double error =
          exact.subtract(new BigDecimal(angle)).abs().doubleValue() / Math.ulp(exact.doubleValue());
      worst = Math.max(worst, error);
      assertTrue(error <= ULPS, () -> "%s: %s, %s ulp off".formatted(point, angle, error));
    }
    System.out.printf("angles: at most %.2f ulp off%n", worst);
  }

  /** The platform's, which is at most two units off. */
  @Test
  void areThoseOfStrictMath() {
    SplittableRandom random = new SplittableRandom(seed.value());
    for (int i = 0; i < 1_000_000; i++) {
      Point point = draw(random);
      double expected = StrictMath.atan2(point.across(), point.along());
      assertEquals(
          expected,
          Arctangent.of(point.across(), point.along()),
          3 * Math.ulp(expected),
          point::toString);
    }
  }

  @Test
  void areOppositeOnOppositeSides() {
    SplittableRandom random = new SplittableRandom(seed.value());
    for (int i = 0; i < 1000; i++) {
      Point point = draw(random);
      assertEquals(
          -Arctangent.of(point.across(), point.along()),
          Arctangent.of(-point.across(), point.along()));
    }
    assertEquals(0, Arctangent.of(0, 1000));
    assertEquals(Math.PI / 4, Arctangent.of(1000, 1000));
    assertEquals(Math.PI / 2, Arctangent.of(1e300, 1e-300));
  }

  /** By halving the angle until the series of Gregory converges fast. */
  private static BigDecimal exact(Point point) {
    BigDecimal x = new BigDecimal(point.across()).divide(new BigDecimal(point.along()), DIGITS);
    BigDecimal factor = BigDecimal.ONE;
    while (x.abs().compareTo(new BigDecimal("0.05")) > 0) {
      BigDecimal root = BigDecimal.ONE.add(x.multiply(x), DIGITS).sqrt(DIGITS);
      x = x.divide(BigDecimal.ONE.add(root), DIGITS);
      factor = factor.multiply(TWO);
    }
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int n = 3; n < 45; n += 2) {
      power = power.multiply(square, DIGITS).negate();
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS));
    }
    return sum.multiply(factor);
  }
}
