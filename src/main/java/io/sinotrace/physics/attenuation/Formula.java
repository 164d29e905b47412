package io.sinotrace.physics.attenuation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A chemical formula: symbols of elements, numbers of atoms, whole or not, and round brackets, such
 * as {@code CaWO4} or {@code CuSO4(H2O)5}.
 *
 * <p>xraylib can read formulas too, but changes the locale of the whole program while it does.
 */
final class Formula {
  /** So short that no product of its numbers is too large for a double. */
  private static final int MOST_CHARACTERS = 200;

  private static final Pattern PART =
      Pattern.compile(
          "\\(|(?:\\)|(?<symbol>[A-Z][a-z]?))(?<count>\\d{1,9}\\.?\\d{0,9}|\\.\\d{1,9})?");

  private Formula() {}

  /**
   * Reads a formula.
   *
   * @return the mass fraction of each element by its number of protons; null if the text is no
   *     formula, or has a symbol that is no element's
   */
  static @Nullable SortedMap<Integer, Double> massFractions(String text) {
    SortedMap<Integer, Double> atoms = text.length() > MOST_CHARACTERS ? null : atoms(text);
    if (atoms == null || atoms.isEmpty()) {
      return null;
    }
    SortedMap<Integer, Double> fractions = new TreeMap<>(atoms);
    fractions.replaceAll((protons, count) -> count * AttenuationData.atomicWeight(protons));
    double total = fractions.values().stream().mapToDouble(Double::doubleValue).sum();
    fractions.replaceAll((protons, weight) -> weight / total);
    return fractions;
  }

  private static @Nullable SortedMap<Integer, Double> atoms(String text) {
    // The group in the innermost open bracket is on top; the whole formula is below all.
    Deque<SortedMap<Integer, Double>> groups = new ArrayDeque<>();
    groups.push(new TreeMap<>());
    Matcher part = PART.matcher(text);
    while (part.lookingAt()) {
      if (part.group().equals("(")) {
        groups.push(new TreeMap<>());
      } else {
        SortedMap<Integer, Double> group = group(part.group("symbol"), groups);
        double count = part.group("count") == null ? 1 : Double.parseDouble(part.group("count"));
        if (group.isEmpty() || groups.isEmpty() || count == 0) {
          return null;
        }
        group.forEach(
            (protons, each) -> groups.element().merge(protons, count * each, Double::sum));
      }
      part.region(part.end(), text.length());
    }
    return part.regionStart() == text.length() && groups.size() == 1 ? groups.pop() : null;
  }

  /** Returns an atom of an element, or what the bracket that is closed holds; empty if neither. */
  private static SortedMap<Integer, Double> group(
      @Nullable String symbol, Deque<SortedMap<Integer, Double>> groups) {
    if (symbol == null) {
      return groups.pop();
    }
    int protons = AttenuationData.protons(symbol);
    return protons == 0 ? new TreeMap<>() : new TreeMap<>(Map.of(protons, 1.0));
  }
}
