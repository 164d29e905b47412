package io.sinotrace.physics.attenuation;

import io.sinotrace.InputException;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A material: what it is made of, and how dense it is. Its mass coefficients are the sums of those
 * of its elements by mass fraction.
 *
 * @param name as a description names it
 * @param density in g/cm^3; NaN where nothing says it, as of a formula
 * @param massFractions of each element by its number of protons; they add up to 1
 */
public record Material(String name, double density, SortedMap<Integer, Double> massFractions)
    implements Serializable {
  /** No density on Earth is greater, in g/cm^3: osmium has 22.6. */
  public static final double MOST_DENSE = 30;

  /** The heaviest element of which fluorescence is left out: calcium. */
  private static final int LIGHT = 20;

  /** How far from 1 the sum of mass fractions may be that somebody rounded. */
  private static final double ROUNDING = 1e-3;

  /**
   * Checks it, and scales the mass fractions, which may be rounded, to the sum 1.
   *
   * @throws InputException if an element has no data, a fraction is not above 0, they do not add up
   *     to 1, or the density is not above 0
   */
  public Material {
    double sum = 0;
    for (Map.Entry<Integer, Double> element : massFractions.entrySet()) {
      if (element.getKey() < 1 || element.getKey() > AttenuationData.MOST_PROTONS) {
        throw new InputException(
            "%s has an element of %d protons: expected 1 to %d, for which there are coefficients"
                .formatted(name, element.getKey(), AttenuationData.MOST_PROTONS));
      }
      if (!(element.getValue() > 0)) {
        throw new InputException(
            "%s has a mass fraction of %s: expected numbers above 0"
                .formatted(name, element.getValue()));
      }
      sum += element.getValue();
    }
    if (!(Math.abs(sum - 1) <= ROUNDING)) {
      throw new InputException(
          "%s has mass fractions that add up to %s: expected 1".formatted(name, sum));
    }
    if (density <= 0 || Double.isInfinite(density)) {
      throw new InputException(
          "%s has a density of %s g/cm^3: expected a number above 0".formatted(name, density));
    }
    TreeMap<Integer, Double> scaled = new TreeMap<>(massFractions);
    double total = sum;
    scaled.replaceAll((protons, fraction) -> fraction / total);
    massFractions = Collections.unmodifiableSortedMap(scaled);
  }

  /**
   * Checks that there are coefficients for an energy.
   *
   * @throws InputException if not
   */
  public static void checkEnergy(double keV) {
    AttenuationData.checkEnergy(keV);
  }

  /** Returns the same matter at another density, in g/cm^3. */
  public Material withDensity(double other) {
    return new Material(name, other, massFractions);
  }

  /** Returns it by another name. */
  public Material named(String other) {
    return new Material(other, density, massFractions);
  }

  /**
   * Returns the mass attenuation coefficient mu/rho in cm^2/g, coherent scattering included.
   *
   * @throws InputException if there are no data for the energy
   */
  public double massAttenuation(double keV) {
    AttenuationData.checkEnergy(keV);
    double sum = 0;
    for (Map.Entry<Integer, Double> element : massFractions.entrySet()) {
      sum += element.getValue() * AttenuationData.massAttenuation(element.getKey(), keV);
    }
    return sum;
  }

  /**
   * Returns the part of mu/rho in cm^2/g by which quanta give their energy to electrons: all of the
   * photoelectric part, and of Compton scattering the electrons' mean share by Klein and Nishina.
   *
   * <p>Where fluorescence and bremsstrahlung carry little away again, as in light elements at
   * diagnostic energies, this is the mass-energy absorption coefficient; xraylib's own table of
   * that is off by up to a third between 20 and 60 keV (its issues 176 and 255).
   *
   * @throws InputException if there are no data for the energy, or an element has more than {@value
   *     #LIGHT} protons
   */
  public double massEnergyAbsorption(double keV) {
    AttenuationData.checkEnergy(keV);
    if (massFractions.lastKey() > LIGHT) {
      throw new InputException(
          "%s: the energy that stays is known of elements of up to %d protons alone"
              .formatted(name, LIGHT));
    }
    double share = KleinNishina.electronShare(keV);
    double sum = 0;
    for (Map.Entry<Integer, Double> element : massFractions.entrySet()) {
      int protons = element.getKey();
      double photoelectric = AttenuationData.photoelectric(protons, keV);
      double compton = AttenuationData.compton(protons, keV);
      sum += element.getValue() * (photoelectric + share * compton);
    }
    return sum;
  }

  /** Returns the absorption edges of its elements between 1 and 799 keV, ascending. */
  public double[] edges() {
    TreeSet<Double> edges = new TreeSet<>();
    massFractions.keySet().forEach(protons -> AttenuationData.addEdges(protons, edges));
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
