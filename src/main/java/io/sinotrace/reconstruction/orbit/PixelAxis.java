package io.sinotrace.reconstruction.orbit;

import java.io.Serializable;

/**
 * Evenly spaced places along a detector.
 *
 * @param first place of pixel 0, in mm or radians
 * @param step from one pixel to the next; not 0, may be negative
 * @param count how many pixels there are
 */
public record PixelAxis(double first, double step, int count) implements Serializable {
  /** Returns the place of a pixel. */
  public double at(double pixel) {
    return first + pixel * step;
  }

  /** Returns the place of the last pixel. */
  public double last() {
    return at(count - 1.0);
  }

  /** Returns the greatest distance of a pixel's place from 0. */
  public double reach() {
    return Math.max(Math.abs(first), Math.abs(last()));
  }

  /** Returns the distance from 0 that there are pixels up to on either side. */
  public double overlap() {
    return Math.max(0, Math.min(-Math.min(first, last()), Math.max(first, last())));
  }

  /** Returns how many pixels are to be added before pixel 0 for as many on either side of 0. */
  int missingBefore() {
    return (int) Math.max(0, Math.round((first + last()) / step));
  }

  /** Returns the places with as many pixels on either side of 0, added where there are fewer. */
  PixelAxis balanced() {
    int before = missingBefore();
    int after = (int) Math.max(0, Math.round(-(first + last()) / step));
    return new PixelAxis(at(-before), step, before + count + after);
  }
}
