package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.beam.Exposure;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How many quanta a protocol has.
 *
 * <p>A volume that a scanner made has the noise of that scan. Behind areal densities with the noise
 * of a dose R, a signal that is worked out for a dose D has D / R of the variance that quanta of
 * the dose D cause; what is missing is drawn. It is independent of what is there, so that in sum
 * there is the noise of the dose D, and an object's noise at two doses is correlated as if quanta
 * of the one scan had been left out for the other.
 *
 * @param exposure what the quanta of the beam's spectrum are multiplied by in each view
 * @param unit what the exposure counts
 * @param reference the exposure whose noise the areal densities have, in the same unit; {@link
 *     #WITHOUT_NOISE} where they have none
 */
public record Dose(Exposure exposure, Unit unit, double reference) implements Serializable {
  /** The reference of areal densities without noise. */
  public static final double WITHOUT_NOISE = Double.POSITIVE_INFINITY;

  /**
   * Checks it.
   *
   * @throws InputException if the exposure of a view is above the reference: noise that is there
   *     cannot be taken away
   */
  public Dose {
    double most = Arrays.stream(exposure.perView()).max().orElse(0);
    if (!(reference >= most)) {
      throw new InputException(
          "a dose of %s behind areal densities with the noise of %s: expected at most that"
              .formatted(most, reference));
    }
  }

  /** The dose of an object that is known without noise. */
  public Dose(Exposure exposure, Unit unit) {
    this(exposure, unit, WITHOUT_NOISE);
  }

  /** Returns the part of the noise of a view that is there already: of the signal's variance. */
  double presentShare(int view) {
    return exposure.of(view) / reference;
  }

  /** Returns whether areal densities have noise. */
  public boolean hasReference() {
    return reference < WITHOUT_NOISE;
  }

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
