package io.sinotrace.physics.protocol;

import io.sinotrace.physics.detector.DetectorResponse.Kind;
import java.util.Locale;

/** What a protocol gives a pixel. The columns of tables that have them bear these names. */
public enum ProtocolField {
  /** The mean signal behind the object in parts of that without it. */
  TRANSMISSION(false),

  /** Minus the logarithm of the transmission. */
  LINE_INTEGRAL(false),

  /** What the line integral at the reference energy would be if the object were water. */
  WATER_CORRECTED(false),

  /** The number that is read without noise: {@code counts} of a counting detector. */
  SIGNAL(true),

  /** The number that is read with quantum and electronic noise. */
  NOISY(true),

  /**
   * Minus the logarithm of what is read with noise, in parts of what is read without object and
   * noise; less than half a quantum is taken for half a quantum.
   */
  NOISY_LINE_INTEGRAL(true),

  /** As {@link #WATER_CORRECTED}, of the noisy line integral. */
  NOISY_WATER_CORRECTED(true);

  private final boolean ofDose;

  ProtocolField(boolean ofDose) {
    this.ofDose = ofDose;
  }

  /** Returns whether it depends on the number of quanta. */
  boolean ofDose() {
    return ofDose;
  }

  /** Returns its name in small letters. */
  String word(Kind kind) {
    return this == SIGNAL && kind == Kind.COUNTING ? "counts" : name().toLowerCase(Locale.ROOT);
  }
}
