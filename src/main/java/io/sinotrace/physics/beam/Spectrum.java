package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many quanta of which energies a beam has.
 *
 * @param energies in keV, ascending: the middles of bins, and the energies of lines
 * @param quanta of each, at least 0 and not all 0; whoever makes it says per what
 */
public record Spectrum(double[] energies, double[] quanta) {
  /**
   * Checks it.
   *
   * @throws InputException if there is no quantum, a number of quanta is negative or not finite, or
   *     the energies do not ascend
   */
  public Spectrum {
    if (energies.length != quanta.length) {
      throw new IllegalArgumentException("the numbers of energies and of quanta differ");
    }
    double total = 0;
    for (int i = 0; i < energies.length; i++) {
      if (i > 0 && !(energies[i] > energies[i - 1])) {
        throw new InputException(
            "%s keV comes after %s: expected ascending energies"
                .formatted(energies[i], energies[i - 1]));
      }
      if (!(quanta[i] >= 0 && quanta[i] < Double.POSITIVE_INFINITY)) {
        throw new InputException(
            "%s quanta of %s keV: expected numbers of at least 0"
                .formatted(quanta[i], energies[i]));
      }
      total += quanta[i];
    }
    if (!(total > 0)) {
      throw new InputException("no quantum in the spectrum: expected at least one number above 0");
    }
  }

  /** Returns how many energies it has. */
  public int size() {
    return energies.length;
  }

  /** Returns the number of all quanta. */
  public double total() {
    return Arrays.stream(quanta).sum();
  }

  /** Returns the mean energy of a quantum in keV. */
  public double meanEnergy() {
    return IntStream.range(0, size()).mapToDouble(i -> energies[i] * quanta[i]).sum() / total();
  }

  /** Returns it with every number of quanta multiplied by a factor above 0. */
  public Spectrum times(double factor) {
    return new Spectrum(energies, Arrays.stream(quanta).map(q -> q * factor).toArray());
  }

  /**
   * Returns what passes a layer straight on.
   *
   * @param material whose density is known
   * @param mm its thickness
   * @throws InputException if its density is not known, or there are no data for an energy
   */
  public Spectrum behind(Material material, double mm) {
    if (Double.isNaN(material.density())) {
      throw new InputException(
          "the density of %s is not known: expected it to be given".formatted(material.name()));
    }
    double gramsPerCm2 = material.density() * (mm / 10);
    double[] passed = new double[size()];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = quanta[i] * StrictMath.exp(-material.massAttenuation(energies[i]) * gramsPerCm2);
    }
    return new Spectrum(energies, passed);
  }
}
