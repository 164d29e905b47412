package io.sinotrace.physics.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of a signal are asked for, and where their pixels go. */
final class AskedFields {
  private final List<ProtocolField> fields;
  private final int first;
  private final float[] @Nullable [] out;

  /**
   * Looks at those of a signal.
   *
   * @param fields that each signal has
   * @param signal its number
   * @param out receives the pixels of each field of each signal; null where one is not asked for
   */
  AskedFields(List<ProtocolField> fields, int signal, float[] @Nullable [] out) {
    this.fields = fields;
    this.first = signal * fields.size();
    this.out = out;
  }

  /** Returns what receives a field; null if it is not asked for. */
  float @Nullable [] pixels(ProtocolField field) {
    int index = fields.indexOf(field);
    return index < 0 ? null : out[first + index];
  }

  /** Returns whether one of some fields is asked for. */
  boolean any(ProtocolField... some) {
    for (ProtocolField field : some) {
      if (pixels(field) != null) {
        return true;
      }
    }
    return false;
  }

  /** Hands over a field, if it is asked for. */
  void put(ProtocolField field, double[] row) {
    float[] into = pixels(field);
    for (int i = 0; into != null && i < row.length; i++) {
      into[i] = (float) row[i];
    }
  }
}
