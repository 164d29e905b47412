package io.sinotrace.physics.attenuation;

import com.github.tschoonj.xraylib.Xraylib;
import com.github.tschoonj.xraylib.compoundDataNIST;
import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Materials by their names: short names of what scanners are made of and scan, the names of NIST's
 * list of compounds and mixtures, the symbols of elements, and chemical formulas.
 */
public final class Materials {
  /** Short names of materials of NIST's list, which gives their composition and density. */
  private static final Map<String, String> SHORT_NAMES =
      Map.ofEntries(
          Map.entry("water", "Water, Liquid"),
          Map.entry("air", "Air, Dry (near sea level)"),
          Map.entry("adipose", "Adipose Tissue (ICRP)"),
          Map.entry("blood", "Blood (ICRP)"),
          Map.entry("bone", "Bone, Cortical (ICRP)"),
          Map.entry("brain", "Brain (ICRP)"),
          Map.entry("lung", "Lung (ICRP)"),
          Map.entry("muscle", "Muscle, Skeletal"),
          Map.entry("skin", "Skin (ICRP)"),
          Map.entry("soft-tissue", "Tissue, Soft (ICRP)"),
          Map.entry("csi", "Cesium Iodide"),
          Map.entry("gos", "Gadolinium Oxysulfide"),
          Map.entry("cdte", "Cadmium Telluride"),
          Map.entry("pmma", "Polymethyl Methacralate (Lucite, Perspex)"),
          Map.entry("polyethylene", "Polyethylene"),
          Map.entry("polystyrene", "Polystyrene"),
          Map.entry("polycarbonate", "Polycarbonate (Makrolon, Lexan)"),
          Map.entry("ptfe", "Polytetrafluoroethylene (Teflon)"),
          Map.entry("teflon", "Polytetrafluoroethylene (Teflon)"),
          Map.entry("glass", "Glass, Pyrex"),
          Map.entry("concrete", "Concrete, Portland"));

  /** Elements by the names that people use of filters and targets, and in metals. */
  private static final Map<String, String> ELEMENTS =
      Map.ofEntries(
          Map.entry("beryllium", "Be"),
          Map.entry("carbon", "C"),
          Map.entry("aluminium", "Al"),
          Map.entry("aluminum", "Al"),
          Map.entry("silicon", "Si"),
          Map.entry("calcium", "Ca"),
          Map.entry("titanium", "Ti"),
          Map.entry("iron", "Fe"),
          Map.entry("copper", "Cu"),
          Map.entry("molybdenum", "Mo"),
          Map.entry("rhodium", "Rh"),
          Map.entry("silver", "Ag"),
          Map.entry("tin", "Sn"),
          Map.entry("iodine", "I"),
          Map.entry("barium", "Ba"),
          Map.entry("gadolinium", "Gd"),
          Map.entry("tungsten", "W"),
          Map.entry("gold", "Au"),
          Map.entry("lead", "Pb"));

  /** NIST's list of compounds and mixtures. */
  private static final Set<String> NIST_NAMES = Set.of(Xraylib.GetCompoundDataNISTList());

  private Materials() {}

  /**
   * Returns a material.
   *
   * @param name a short name such as {@code water}; a name of NIST's list such as {@code Bone,
   *     Compact (ICRU)}; an element's symbol or English name; or a formula such as {@code CaWO4},
   *     whose density nothing says
   * @throws InputException if it is none of these
   */
  public static Material named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String nist = SHORT_NAMES.get(lower);
    if (nist != null) {
      return ofList(nist).named(lower);
    }
    String symbol = ELEMENTS.get(lower);
    if (symbol != null) {
      return ofFormula(symbol).named(lower);
    }
    return NIST_NAMES.contains(name) ? ofList(name) : ofFormula(name);
  }

  /** Returns all names of materials but formulas and the symbols of elements, short ones first. */
  public static List<String> names() {
    return Stream.of(SHORT_NAMES.keySet(), ELEMENTS.keySet(), NIST_NAMES)
        .flatMap(names -> names.stream().sorted())
        .toList();
  }

  /**
   * Mixes materials.
   *
   * @param density of the mixture in g/cm^3; NaN if it is not known
   * @param massFractions of each material; they add up to 1
   * @throws InputException if they do not, or one is not above 0
   */
  public static Material mixture(String name, double density, Map<Material, Double> massFractions) {
    SortedMap<Integer, Double> elements = new TreeMap<>();
    massFractions.forEach(
        (material, share) -> {
          if (!(share > 0)) {
            throw new InputException(
                "%s has a mass fraction of %s: expected numbers above 0".formatted(name, share));
          }
          material
              .massFractions()
              .forEach((protons, part) -> elements.merge(protons, share * part, Double::sum));
        });
    return new Material(name, density, elements);
  }

  private static Material ofList(String name) {
    compoundDataNIST data = Xraylib.GetCompoundDataNISTByName(name);
    SortedMap<Integer, Double> fractions = new TreeMap<>();
    for (int k = 0; k < data.nElements; k++) {
      fractions.put(data.Elements[k], data.massFractions[k]);
    }
    return new Material(name, data.density, fractions);
  }

  private static Material ofFormula(String formula) {
    SortedMap<Integer, Double> fractions = Formula.massFractions(formula);
    if (fractions == null) {
      throw new InputException(
          "%s is no material%s: expected %s, an element, a chemical formula, or a name of NIST's list"
              .formatted(
                  Messages.quote(formula),
                  suggestion(formula),
                  SHORT_NAMES.keySet().stream().sorted().collect(Collectors.joining(", "))));
    }
    double density =
        fractions.size() == 1 ? Xraylib.ElementDensity(fractions.firstKey()) : Double.NaN;
    return new Material(formula, density, fractions);
  }

  /** Returns " (did you mean x?)" for a name in other letters, or else the nearest; or nothing. */
  private static String suggestion(String name) {
    Set<String> names = new TreeSet<>(NIST_NAMES);
    names.addAll(SHORT_NAMES.keySet());
    names.addAll(ELEMENTS.keySet());
    Stream<String> symbols =
        IntStream.rangeClosed(1, AttenuationData.MOST_PROTONS)
            .mapToObj(Xraylib::AtomicNumberToSymbol);
    return Stream.concat(symbols, names.stream())
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(" (did you mean %s?)"::formatted)
        .orElseGet(() -> Spelling.suggest(name, names));
  }
}
