package io.sinotrace.physics.detector;

/**
 * How much signal a quantum of each energy gives that arrives at a pixel.
 *
 * @param first the mean signal, by energy
 * @param second the mean of the signal's square, by energy
 */
public record PixelResponse(double[] first, double[] second) {
  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if there are not as many of one as of the other
   */
  public PixelResponse {
    if (first.length != second.length) {
      throw new IllegalArgumentException("the numbers of means and of squares differ");
    }
  }
}
