package io.sinotrace.physics.beam;

import java.io.Serializable;

/** Where the quanta of a beam come from, before any filter. */
@FunctionalInterface
public interface QuantumSource extends Serializable {
  /**
   * Returns the spectrum.
   *
   * @param edges energies in keV at which bins are cut, such as the absorption edges of what is in
   *     the beam
   */
  Spectrum spectrum(double... edges);
}
