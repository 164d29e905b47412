package io.sinotrace.physics.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What of a beam is meant for the pixels of a detector row.
 *
 * @param quanta what the quanta of the protocol's spectrum are multiplied by at each pixel; only
 *     for protocols with a dose
 * @param bowtie areal density of the bowtie before each pixel, in g/cm^2; null where there is none
 * @param takeOff the angle at which the ray of each pixel leaves the anode, in degrees; null where
 *     there is no heel effect
 */
public record PixelBeam(double[] quanta, float @Nullable [] bowtie, double @Nullable [] takeOff) {
  /** A beam without heel effect. */
  public PixelBeam(double[] quanta, float @Nullable [] bowtie) {
    this(quanta, bowtie, null);
  }

  /** Returns whether the same arrives at all pixels without object. */
  boolean isEven() {
    return bowtie == null && takeOff == null;
  }
}
