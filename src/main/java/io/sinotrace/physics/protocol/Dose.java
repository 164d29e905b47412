package io.sinotrace.physics.protocol;

import io.sinotrace.physics.beam.Exposure;
import java.io.Serializable;

/**
 * How many quanta a protocol has.
 *
 * @param exposure what the quanta of the beam's spectrum are multiplied by in each view
 * @param unit what the exposure counts
 */
public record Dose(Exposure exposure, Unit unit) implements Serializable {
  /** What an exposure counts. */
  public enum Unit {
    /**
     * Quanta of all energies that arrive at each pixel without object and bowtie, wherever the
     * pixel lies.
     */
    QUANTA_PER_PIXEL,

    /** Quanta per mm^2 at 1 m from the source, of all energies, without object and bowtie. */
    FLUENCE,

    /**
     * The tube's charge in mAs of each view; the spectrum has quanta per mm^2 and mAs at 1 m from
     * the source.
     */
    MAS_PER_VIEW,

    /** Likewise, of each turn of 360 degrees, over whose views it is spread evenly. */
    MAS_PER_ROTATION
  }

  /**
   * Returns what the quanta of the spectrum are multiplied by in each view.
   *
   * @param viewsPerTurn of 360 degrees
   * @throws io.sinotrace.InputException if that is no number above 0 where it matters
   */
  public Exposure perView(double viewsPerTurn) {
    return unit == Unit.MAS_PER_ROTATION ? Exposure.turn(exposure.of(0), viewsPerTurn) : exposure;
  }
}
