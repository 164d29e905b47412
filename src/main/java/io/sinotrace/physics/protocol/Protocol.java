package io.sinotrace.physics.protocol;

import io.sinotrace.InputException;
import io.sinotrace.physics.beam.BeamQuality;
import io.sinotrace.physics.beam.Bowtie;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.BrokenPixels;
import io.sinotrace.physics.detector.Crosstalk;
import io.sinotrace.physics.detector.DetectorResponse;
import io.sinotrace.physics.detector.Electronics;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a scan's rays are measured: with which quanta, how many of them, and by what detector.
 *
 * @param name small letters, digits and underscores; it tells noise from that of other protocols
 * @param bowtie between source and object; null for none
 * @param dose how many quanta; null where only what does not depend on their number is wanted
 * @param response of a pixel to quanta
 * @param crosstalk to the pixels beside it
 * @param afterglow in later views
 * @param electronics from signals to the numbers that are read
 * @param broken pixels
 * @param quantumNoise how the noise of an integrating detector is drawn
 * @param referenceEnergy in keV, of the line integrals that water-corrected ones stand for
 */
public record Protocol(
    String name,
    BeamQuality beam,
    @Nullable Bowtie bowtie,
    @Nullable Dose dose,
    DetectorResponse response,
    Crosstalk crosstalk,
    Afterglow afterglow,
    Electronics electronics,
    BrokenPixels broken,
    QuantumModel quantumNoise,
    double referenceEnergy)
    implements Serializable {
  /**
   * Checks it.
   *
   * @throws InputException if noise is drawn for each energy, of which a part is there already, or
   *     which is another for each ray
   */
  public Protocol {
    if (quantumNoise == QuantumModel.COMPOUND && beam.heel() != null) {
      throw new InputException(
          "compound noise cannot be drawn with the heel effect, where each ray has a spectrum of its own: expected matched noise");
    }
    if (quantumNoise == QuantumModel.COMPOUND && dose != null && dose.hasReference()) {
      throw new InputException(
          "compound noise cannot be drawn in part, behind areal densities with noise of their own: expected matched noise");
    }
  }

  /** How the noise of quanta that do not all give one signal is drawn. */
  public enum QuantumModel {
    /** One Poisson number a pixel, of quanta with the spectrum's mean and variance. */
    MATCHED,
    /** A Poisson number for each energy of the spectrum: exact. */
    COMPOUND
  }
}
