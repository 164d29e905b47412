package io.sinotrace.physics.beam;

import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import java.util.Arrays;

/** Figures by which people describe and compare beams. */
public final class BeamFigures {
  private static final double JOULE_PER_KEV = 1.602176634e-16;

  private static final double LN_2 = StrictMath.log(2);

  /** A layer so thick, in mm, lets nothing pass that counts. */
  private static final double THICKEST = 1e4;

  private BeamFigures() {}

  /**
   * Returns the air kerma: the energy that the quanta give to the electrons of air, by mass.
   *
   * <p>It is the sum over the energies E of {@code fluence(E) E (mu_en/rho)(E)}, where {@code
   * mu_en/rho} of air is {@link Material#massEnergyAbsorption}: below 150 keV the electrons lose
   * less than 0.2 % of that to bremsstrahlung, which is what sets kerma apart from absorbed energy.
   *
   * @param spectrum quanta per mm^2
   * @return in mGy
   */
  public static double airKerma(Spectrum spectrum) {
    return Arrays.stream(kermas(spectrum)).sum();
  }

  /** Returns the air kerma of the quanta of each energy, in mGy. */
  private static double[] kermas(Spectrum spectrum) {
    Material air = Materials.named("air");
    double[] kermas = new double[spectrum.size()];
    for (int i = 0; i < kermas.length; i++) {
      double keV = spectrum.energies()[i];
      // Quanta per mm^2 times keV times cm^2/g: 100 mm^2 a cm^2, 1000 g a kg, 1000 mGy a Gy.
      kermas[i] =
          spectrum.quanta()[i]
              * (keV * JOULE_PER_KEV)
              * air.massEnergyAbsorption(keV)
              * (100 * 1000 * 1000);
    }
    return kermas;
  }

  /**
   * Returns the half-value layer: how thick a layer halves the air kerma, without what it scatters.
   *
   * @param material of the layer; its density is known
   * @return in mm
   */
  public static double halfValueLayer(Spectrum spectrum, Material material) {
    return layer(spectrum, material, 0.5);
  }

  /** Returns how much more of the layer halves the air kerma again, in mm. */
  public static double secondHalfValueLayer(Spectrum spectrum, Material material) {
    return layer(spectrum, material, 0.25) - layer(spectrum, material, 0.5);
  }

  /**
   * Returns the energy, in keV, of quanta that have the beam's first half-value layer.
   *
   * @param material of the layer; above its K edge its attenuation falls with energy
   */
  public static double effectiveEnergy(Spectrum spectrum, Material material) {
    double layer = halfValueLayer(spectrum, material);
    double low = spectrum.energies()[0];
    double high = spectrum.energies()[spectrum.size() - 1];
    for (double keV = (low + high) / 2; keV > low && keV < high; keV = (low + high) / 2) {
      if (material.massAttenuation(keV) * material.density() / 10 * layer > LN_2) {
        low = keV;
      } else {
        high = keV;
      }
    }
    return high;
  }

  /** Returns how thick a layer lets a part of the air kerma pass, in mm. */
  private static double layer(Spectrum spectrum, Material material, double part) {
    double[] kermas = kermas(spectrum);
    double[] perMm =
        Arrays.stream(spectrum.energies())
            .map(keV -> material.massAttenuation(keV) * material.density() / 10)
            .toArray();
    double wanted = part * Arrays.stream(kermas).sum();
    double thin = 0;
    double thick = THICKEST;
    // Halved until no number lies between the two.
    for (double middle = thick / 2; middle > thin && middle < thick; middle = (thin + thick) / 2) {
      double passes = 0;
      for (int i = 0; i < kermas.length; i++) {
        passes += kermas[i] * StrictMath.exp(-perMm[i] * middle);
      }
      if (passes > wanted) {
        thin = middle;
      } else {
        thick = middle;
      }
    }
    return thin;
  }
}
