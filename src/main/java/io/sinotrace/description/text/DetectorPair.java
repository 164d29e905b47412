package io.sinotrace.description.text;

import java.io.Serializable;
import java.util.List;

/**
 * A figure of the detector along both of its directions, in the order of descriptions.
 *
 * @param v from one row to the next
 * @param u from one column to the next
 */
public record DetectorPair(double v, double u) implements Serializable {
  /** Returns [v, u]. */
  List<Double> toList() {
    return List.of(v, u);
  }
}
