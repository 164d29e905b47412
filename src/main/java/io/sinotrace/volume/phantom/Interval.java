package io.sinotrace.volume.phantom;

/**
 * The parameters t of a line {@code point + t direction} at which it is inside a convex solid.
 *
 * @param from where the line enters
 * @param to where it leaves; not above {@code from} if the line misses the solid
 */
public record Interval(double from, double to) {
  /** The interval of a line that misses. */
  static final Interval EMPTY = new Interval(0, 0);

  /** Returns the length, 0 if empty. */
  public double length() {
    return Math.max(to - from, 0);
  }
}
