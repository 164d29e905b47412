package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.beam.NumberPairs.Pair;
import java.util.List;

/**
 * A bowtie by fan angle as text: a line an angle, {@code angle-in-degrees thickness-in-mm}, parted
 * by a comma, a semicolon or blanks. Lines that begin with # and empty lines are passed over, and
 * so is a first line without any number, which names the columns.
 */
public final class BowtieText {
  private BowtieText() {}

  /**
   * Reads a bowtie.
   *
   * @param name of the file, for messages
   * @param material whose density is known
   * @throws InputException that names the line, if one is at fault, or the file; as {@link
   *     Bowtie#byFanAngle}
   */
  public static Bowtie parse(String text, String name, Material material) {
    List<Pair> pairs =
        NumberPairs.parse(text, name, "a fan angle in degrees and a thickness in mm");
    double before = Double.NEGATIVE_INFINITY;
    for (Pair pair : pairs) {
      if (!(pair.first() > before)) {
        throw pair.fault(
            "%s degrees come after %s: expected ascending angles".formatted(pair.first(), before));
      }
      if (!(pair.second() >= 0 && pair.second() < Double.POSITIVE_INFINITY)) {
        throw pair.fault("%s mm: expected a number of at least 0".formatted(pair.second()));
      }
      before = pair.first();
    }
    try {
      return Bowtie.byFanAngle(
          material,
          pairs.stream().mapToDouble(Pair::first).toArray(),
          pairs.stream().mapToDouble(Pair::second).toArray());
    } catch (InputException e) {
      throw new InputException(name + ": " + e.getMessage(), e);
    }
  }
}
