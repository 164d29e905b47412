package io.sinotrace.physics.protocol;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** The signals of detector rows in earlier views, as long as their afterglow is read. */
final class EarlierSignals {
  private final int views;

  /** By view, by row. */
  private final Map<Integer, Map<Integer, double[]>> signals = new HashMap<>();

  /**
   * Begins.
   *
   * @param views how many earlier views are read of
   */
  EarlierSignals(int views) {
    this.views = views;
  }

  /** Keeps the signal of a row; it is not to be changed. */
  void put(int view, int row, double[] signal) {
    if (views > 0) {
      signals.computeIfAbsent(view, number -> new HashMap<>()).put(row, signal);
    }
  }

  /** Drops what no view from this one on reads of. */
  void forgetBefore(int view) {
    Iterator<Integer> kept = signals.keySet().iterator();
    while (kept.hasNext()) {
      if (kept.next() < view - views) {
        kept.remove();
      }
    }
  }

  /**
   * Returns the signal of a row.
   *
   * @throws IllegalStateException if it was not kept
   */
  double[] get(int view, int row) {
    double[] signal = signals.getOrDefault(view, Map.of()).get(row);
    if (signal == null) {
      throw new IllegalStateException("row %d of view %d was not worked out".formatted(row, view));
    }
    return signal;
  }
}
