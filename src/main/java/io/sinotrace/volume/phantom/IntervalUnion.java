package io.sinotrace.volume.phantom;

/** The union of some intervals of one line, kept as disjoint ones in ascending order. */
final class IntervalUnion {
  private final double[] from;
  private final double[] to;
  private int count;

  /** Makes an empty one with room for so many intervals. */
  IntervalUnion(int most) {
    from = new double[most];
    to = new double[most];
  }

  /** Returns the length of what of {@code [first, last]} is not in it. */
  double uncovered(double first, double last) {
    double length = 0;
    double at = first;
    for (int k = 0; k < count && from[k] < last; k++) {
      if (from[k] > at) {
        length += from[k] - at;
      }
      at = Math.max(at, to[k]);
    }
    return last > at ? length + (last - at) : length;
  }

  /** Adds {@code [first, last]}, unless it is empty. */
  void add(double first, double last) {
    if (!(first < last)) {
      return;
    }
    double lo = first;
    double hi = last;
    int kept = 0;
    int place = 0;
    for (int k = 0; k < count; k++) {
      if (to[k] < lo || from[k] > hi) {
        place += to[k] < lo ? 1 : 0;
        from[kept] = from[k];
        to[kept++] = to[k];
      } else {
        lo = Math.min(lo, from[k]);
        hi = Math.max(hi, to[k]);
      }
    }
    System.arraycopy(from, place, from, place + 1, kept - place);
    System.arraycopy(to, place, to, place + 1, kept - place);
    from[place] = lo;
    to[place] = hi;
    count = kept + 1;
  }
}
