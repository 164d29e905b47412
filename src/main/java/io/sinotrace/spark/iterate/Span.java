package io.sinotrace.spark.iterate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a vector: views of rays, or planes of an image.
 *
 * @param number of the part, from 0
 * @param from the first view or plane
 * @param to the one after the last
 */
record Span(int number, int from, int to) implements Serializable {
  /** Cuts so many views or planes into parts of equal size, but for the last. */
  static List<Span> cut(int count, int size) {
    List<Span> spans = new ArrayList<>();
    for (int from = 0; from < count; from += size) {
      spans.add(new Span(spans.size(), from, Math.min(count, from + size)));
    }
    return spans;
  }

  /** Returns how many views or planes there are. */
  int count() {
    return to - from;
  }
}
