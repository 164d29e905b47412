package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.physics.attenuation.Material;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many quanta of which energies a beam has.
 *
 * @param energies in keV, ascending: the middles of bins, and the energies of lines
 * @param quanta of each, at least 0 and not all 0; whoever makes it says per what
 */
public record Spectrum(double[] energies, double[] quanta) implements Serializable {
  /** By which part spacings may differ that are meant to be one: energies are printed rounded. */
  private static final double SPACING = 1e-3;

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
   * Returns it with as many quanta as make a fluence, of all energies together.
   *
   * @param perMm2 the fluence, above 0
   * @param distance from the source at which it is, in mm
   * @return quanta per mm^2 at 1 m
   * @throws InputException if a number is not above 0
   */
  public Spectrum withFluence(double perMm2, double distance) {
    if (!(perMm2 > 0 && perMm2 < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "a fluence of %s quanta per mm^2: expected a number above 0".formatted(perMm2));
    }
    if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
      throw new InputException(
          "a fluence at %s mm from the source: expected a number above 0".formatted(distance));
    }
    return times(perMm2 / (InverseSquare.fluence(distance) * total()));
  }

  /**
   * Returns what passes a layer straight on.
   *
   * @param material whose density is known
   * @param mm its thickness
   * @throws InputException if its density is not known, the thickness is negative or no number, or
   *     there are no data for an energy
   */
  public Spectrum behind(Material material, double mm) {
    return behind(List.of(new Filter(material, mm)));
  }

  /**
   * Returns what passes layers straight on.
   *
   * @throws InputException if nothing that numbers could hold passes, or there are no data for an
   *     energy
   */
  public Spectrum behind(List<Filter> filters) {
    double[] passed = new double[size()];
    for (int i = 0; i < passed.length; i++) {
      double thickness = 0;
      for (Filter filter : filters) {
        thickness += filter.material().massAttenuation(energies[i]) * filter.gramsPerCm2();
      }
      passed[i] = quanta[i] * StrictMath.exp(-thickness);
    }
    if (Arrays.stream(passed).allMatch(q -> q == 0)) {
      throw new InputException(
          "nothing passes %s: expected thinner filters"
              .formatted(
                  filters.stream()
                      .map(f -> "%s mm of %s".formatted(f.millimetres(), f.material().name()))
                      .collect(Collectors.joining(" and "))));
    }
    return new Spectrum(energies, passed);
  }

  /**
   * Returns it with bins cut at absorption edges, so that what lies on either side of one is
   * attenuated as it is there.
   *
   * <p>Energies of one spacing are the middles of bins as wide as that; what a bin holds is spread
   * evenly, so that its parts, each at its own middle, hold by their widths, and number and mean
   * energy of the quanta stay. Energies of different spacings are lines, and stay as they are.
   *
   * @param edges in keV
   */
  public Spectrum cutAt(double... edges) {
    if (!isOfBins()) {
      return this;
    }
    double half = 0.5 * (energies[1] - energies[0]);
    List<double[]> parts = new ArrayList<>();
    double low = energies[0] - half;
    for (int i = 0; i < size(); i++) {
      double from = low;
      double to = i + 1 < size() ? 0.5 * (energies[i] + energies[i + 1]) : energies[i] + half;
      double[] inside =
          Arrays.stream(edges).filter(e -> e > from && e < to).distinct().sorted().toArray();
      for (double edge : inside) {
        parts.add(new double[] {0.5 * (low + edge), quanta[i] * (edge - low) / (to - from)});
        low = edge;
      }
      double middle = inside.length == 0 ? energies[i] : 0.5 * (low + to);
      parts.add(new double[] {middle, quanta[i] * (to - low) / (to - from)});
      low = to;
    }
    return new Spectrum(
        parts.stream().mapToDouble(part -> part[0]).toArray(),
        parts.stream().mapToDouble(part -> part[1]).toArray());
  }

  /** Two lines have one spacing as well. */
  private boolean isOfBins() {
    if (size() < 3) {
      return false;
    }
    double width = energies[1] - energies[0];
    for (int i = 2; i < size(); i++) {
      if (!(Math.abs(energies[i] - energies[i - 1] - width) <= SPACING * width)) {
        return false;
      }
    }
    return true;
  }
}
