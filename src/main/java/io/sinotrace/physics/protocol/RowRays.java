package io.sinotrace.physics.protocol;

/**
 * Areal densities along the rays of the pixels of a detector row, in g/cm^2. A pixel's rays count
 * alike; its signal is the mean of what they give.
 *
 * @param values those of lines of rays
 * @param offsets [line][material]: where in {@code values} they begin
 * @param sideBySide how many rays of a pixel follow each other in a line
 */
public record RowRays(float[] values, int[][] offsets, int sideBySide) {
  /** A ray for each pixel. */
  public static RowRays one(float[] values, int[] offsets) {
    return new RowRays(values, new int[][] {offsets}, 1);
  }

  /** Returns how many rays a pixel has. */
  int perPixel() {
    return offsets.length * sideBySide;
  }
}
