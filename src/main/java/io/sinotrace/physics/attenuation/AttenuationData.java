package io.sinotrace.physics.attenuation;

import com.github.tschoonj.xraylib.Xraylib;
import io.sinotrace.InputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Set;

/**
 * The coefficients of the elements, as xraylib interpolates them.
 *
 * <p>xraylib calls {@link Math#exp} and {@link Math#log}, whose last bits may differ between Java
 * platforms. What it returns is therefore rounded to {@value #DIGITS} decimal digits, far below the
 * accuracy of the data: so the bits of whatever is computed from it are the same everywhere, unless
 * a value lies within one unit in its last place of where rounding turns, of which the chance is
 * about one in a million a value.
 */
final class AttenuationData {
  /** The energies for which there are data, in keV: xraylib's tables end there. */
  static final double LEAST_KEV = 1;

  static final double GREATEST_KEV = 799;

  /** The elements for which there are all coefficients: 1 to this. */
  static final int MOST_PROTONS = 92;

  private static final int DIGITS = 10;
  private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  private AttenuationData() {}

  /**
   * Checks an energy.
   *
   * @throws InputException if there are no data for it
   */
  static void checkEnergy(double keV) {
    if (!(keV >= LEAST_KEV && keV <= GREATEST_KEV)) {
      throw new InputException(
          "%s keV: expected an energy from %.0f to %.0f keV, for which there are coefficients"
              .formatted(keV, LEAST_KEV, GREATEST_KEV));
    }
  }

  /** Returns mu/rho of an element in cm^2/g, coherent scattering included. */
  static double massAttenuation(int protons, double keV) {
    return rounded(Xraylib.CS_Total(protons, keV));
  }

  /** Returns the photoelectric part of mu/rho of an element in cm^2/g. */
  static double photoelectric(int protons, double keV) {
    return rounded(Xraylib.CS_Photo(protons, keV));
  }

  /** Returns the part of mu/rho of an element that is due to Compton scattering, in cm^2/g. */
  static double compton(int protons, double keV) {
    return rounded(Xraylib.CS_Compt(protons, keV));
  }

  /** Returns the atomic weight of an element, in g/mol. */
  static double atomicWeight(int protons) {
    return Xraylib.AtomicWeight(protons);
  }

  /** Returns the protons of the element with a symbol such as {@code Ca}; 0 if none has it. */
  static int protons(String symbol) {
    try {
      return Xraylib.SymbolToAtomicNumber(symbol);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }

  private static double rounded(double value) {
    return new BigDecimal(value, ROUNDING).doubleValue();
  }

  /**
   * Adds the absorption edges of an element within the range of the data, in keV: as measured, and
   * the coefficients jump up to 0.5 % beside that (at K edges above 10 keV, 0.01 %).
   */
  static void addEdges(int protons, Set<Double> edges) {
    for (int shell = Xraylib.K_SHELL; shell <= Xraylib.Q3_SHELL; shell++) {
      double edge;
      try {
        edge = Xraylib.EdgeEnergy(protons, shell);
      } catch (IllegalArgumentException e) {
        // The element has no such shell.
        continue;
      }
      if (edge > LEAST_KEV && edge < GREATEST_KEV) {
        edges.add(edge);
      }
    }
  }
}
