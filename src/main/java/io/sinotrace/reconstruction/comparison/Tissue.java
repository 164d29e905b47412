package io.sinotrace.reconstruction.comparison;

import java.util.Locale;

/** Classes of voxels by their CT numbers; what is between them is of none. */
enum Tissue {
  AIR(0, Double.NEGATIVE_INFINITY, -500),
  SOFT_TISSUE(1, -150, 150),
  BONE(2, 300, Double.POSITIVE_INFINITY);

  /** The number of no class. */
  static final byte NONE = -1;

  private final byte number;
  private final double from;
  private final double to;

  Tissue(int number, double from, double to) {
    this.number = (byte) number;
    this.from = from;
    this.to = to;
  }

  /** Returns by which number {@link #of} knows it. */
  int number() {
    return number;
  }

  /** Returns its name in words. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns its CT numbers in words. */
  String range() {
    if (this == AIR) {
      return "below %.0f HU".formatted(to);
    }
    return this == BONE ? "from %.0f HU".formatted(from) : "%.0f to %.0f HU".formatted(from, to);
  }

  /** Returns the number of the class of each voxel. */
  static byte[] of(float[] mu, double muWater) {
    byte[] classes = new byte[mu.length];
    for (int i = 0; i < mu.length; i++) {
      double hu = 1000 * (mu[i] / muWater - 1);
      classes[i] = NONE;
      for (Tissue tissue : values()) {
        if (hu >= tissue.from && hu <= tissue.to) {
          classes[i] = tissue.number;
        }
      }
    }
    return classes;
  }
}
