package io.sinotrace.volume.coverage;

/**
 * An interval along one axis of the detector, counted in pixels from its middle.
 *
 * @param from its lower end
 * @param to its upper end
 */
record Extent(double from, double to) {
  /** Returns the share of this that lies before another one; 0 to 1. */
  double shareBefore(Extent other) {
    return share(other.from - from);
  }

  /** Returns the share of this that lies after another one; 0 to 1. */
  double shareAfter(Extent other) {
    return share(to - other.to);
  }

  private double share(double beyond) {
    return to > from ? Math.min(1, Math.max(0, beyond / (to - from))) : 0;
  }

  /** Returns whether the two are disjoint. */
  boolean misses(Extent other) {
    return to <= other.from || from >= other.to;
  }
}
