package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.physics.DataLines;
import java.util.ArrayList;
import java.util.List;

/**
 * A spectrum as text: a line an energy, {@code energy-in-keV quanta}, parted by a comma, a
 * semicolon or blanks. Lines that begin with # and empty lines are passed over, and so is a first
 * line without numbers, which names the columns.
 */
public final class SpectrumText {
  private static final String EXPECTED = "an energy in keV and a number of quanta";

  private SpectrumText() {}

  /**
   * Reads a spectrum.
   *
   * @param name of the file, for messages
   * @throws InputException that names the line, if one is at fault
   */
  public static Spectrum parse(String text, String name) {
    List<Double> energies = new ArrayList<>();
    List<Double> quanta = new ArrayList<>();
    DataLines.forEach(
        text,
        name,
        line -> isNumber(fields(line)[0]),
        (where, line) -> {
          String[] fields = fields(line);
          if (fields.length != 2 || !isNumber(fields[0]) || !isNumber(fields[1])) {
            throw new InputException(
                "%s: %s: expected %s".formatted(where, Messages.quote(line), EXPECTED));
          }
          energies.add(Double.parseDouble(fields[0]));
          quanta.add(Double.parseDouble(fields[1]));
          check(energies, quanta, where);
        });
    if (energies.isEmpty()) {
      throw new InputException("%s: no energies: expected lines of %s".formatted(name, EXPECTED));
    }
    try {
      return new Spectrum(array(energies), array(quanta));
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }

  private static String[] fields(String line) {
    return line.split("\\s*[,;]\\s*|\\s+", -1);
  }

  private static void check(List<Double> energies, List<Double> quanta, String where) {
    int last = energies.size() - 1;
    double keV = energies.get(last);
    if (!(keV > 0 && keV < Double.POSITIVE_INFINITY)) {
      throw new InputException("%s: %s keV: expected energies above 0".formatted(where, keV));
    }
    if (last > 0 && keV <= energies.get(last - 1)) {
      throw new InputException(
          "%s: %s keV comes after %s: expected ascending energies"
              .formatted(where, keV, energies.get(last - 1)));
    }
    if (!(quanta.get(last) >= 0 && quanta.get(last) < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "%s: %s quanta: expected a number of at least 0".formatted(where, quanta.get(last)));
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
