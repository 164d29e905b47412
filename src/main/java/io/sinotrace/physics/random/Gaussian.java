package io.sinotrace.physics.random;

import io.sinotrace.physics.arithmetic.StableMath;

/**
 * Numbers of the standard normal distribution, by the ratio of uniform numbers (Kinderman and
 * Monahan 1977) with the quadratic bounds of Leva, "A fast normal random number generator" (ACM
 * Transactions on Mathematical Software 18, 1992): exact, with a logarithm once in 80 numbers.
 */
public final class Gaussian {
  /** Not below 2 sqrt(2 / e), the width of the region in which u and v are uniform. */
  private static final double WIDTH = 1.7156;

  // Leva's two ellipses, which touch the region from within and from without.

  private static final double CENTER_U = 0.449871;
  private static final double CENTER_V = -0.386595;
  private static final double SQUARE = 0.19600;
  private static final double PRODUCT = 0.25472;
  private static final double INNER = 0.27597;
  private static final double OUTER = 0.27846;

  private Gaussian() {}

  /** Returns the next number, of mean 0 and variance 1. */
  public static double next(NoiseStream stream) {
    while (true) {
      double u = stream.nextDouble();
      double v = WIDTH * (stream.nextDouble() - 0.5);
      double x = u - CENTER_U;
      double y = Math.abs(v) - CENTER_V;
      double q = x * x + y * (SQUARE * y - PRODUCT * x);
      if (q < INNER || (q <= OUTER && v * v <= -4 * u * u * StableMath.log(u))) {
        return v / u;
      }
    }
  }
}
