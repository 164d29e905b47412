package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.beam.NumberPairs.Pair;
import java.util.List;

/**
 * A spectrum as text: a line an energy, {@code energy-in-keV quanta}, parted by a comma, a
 * semicolon or blanks. Lines that begin with # and empty lines are passed over, and so is a first
 * line without any number, which names the columns. Energies without quanta at either end are left
 * out: many programs begin at 0 keV, where there are no coefficients.
 */
public final class SpectrumText {
  private static final String EXPECTED = "an energy in keV and a number of quanta";

  private SpectrumText() {}

  /**
   * Reads a spectrum.
   *
   * @param name of the file, for messages
   * @return with the quanta of the file: per what, the file's maker knows
   * @throws InputException that names the line, if one is at fault: if it is no pair of numbers,
   *     energies do not ascend or have no coefficients, or a number of quanta is negative
   */
  public static Spectrum parse(String text, String name) {
    List<Pair> pairs = NumberPairs.parse(text, name, EXPECTED);
    if (pairs.size() == 1) {
      throw pairs.get(0).fault("one energy alone: expected a spectrum of at least 2");
    }
    double before = Double.NEGATIVE_INFINITY;
    for (Pair pair : pairs) {
      check(pair, before);
      before = pair.first();
    }
    int first = 0;
    int end = pairs.size();
    while (first < end && pairs.get(first).second() == 0) {
      first++;
    }
    while (first < end && pairs.get(end - 1).second() == 0) {
      end--;
    }
    List<Pair> kept = pairs.subList(first, end);
    if (kept.isEmpty()) {
      throw new InputException(
          "%s: no quantum in the spectrum: expected at least one number above 0".formatted(name));
    }
    for (Pair pair : kept) {
      try {
        Material.checkEnergy(pair.first());
      } catch (InputException e) {
        throw new InputException(pair.where() + ": " + e.getMessage(), e);
      }
    }
    return new Spectrum(
        kept.stream().mapToDouble(Pair::first).toArray(),
        kept.stream().mapToDouble(Pair::second).toArray());
  }

  private static void check(Pair pair, double before) {
    double keV = pair.first();
    if (!(keV >= 0 && keV < Double.POSITIVE_INFINITY)) {
      throw pair.fault("%s keV: expected energies above 0".formatted(keV));
    }
    if (!(keV > before)) {
      throw pair.fault("%s keV comes after %s: expected ascending energies".formatted(keV, before));
    }
    if (!(pair.second() >= 0 && pair.second() < Double.POSITIVE_INFINITY)) {
      throw pair.fault("%s quanta: expected a number of at least 0".formatted(pair.second()));
    }
  }
}
