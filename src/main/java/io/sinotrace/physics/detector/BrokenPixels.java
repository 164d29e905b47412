package io.sinotrace.physics.detector;

import java.io.Serializable;

/**
 * Pixels that do not work, on a detector of any size.
 *
 * @param dead row and column of each pixel that reads 0
 * @param hot row and column of each pixel that reads the greatest number
 */
public record BrokenPixels(int[][] dead, int[][] hot) implements Serializable {
  /** All pixels work. */
  public static final BrokenPixels NONE = new BrokenPixels(new int[0][], new int[0][]);

  /** Returns whether there is one. */
  public boolean any() {
    return dead.length + hot.length > 0;
  }

  /**
   * Returns them on a detector.
   *
   * @throws io.sinotrace.InputException as {@link PixelMap}
   */
  public PixelMap on(int rows, int columns) {
    return any() ? new PixelMap(rows, columns, dead, hot) : PixelMap.allWork(rows, columns);
  }
}
