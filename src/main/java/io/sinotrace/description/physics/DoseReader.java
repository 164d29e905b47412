package io.sinotrace.description.physics;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.NumberName;
import io.sinotrace.physics.beam.Exposure;
import io.sinotrace.physics.protocol.Dose;
import io.sinotrace.physics.protocol.Dose.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how many quanta a protocol has: the section {@code dose}. */
final class DoseReader {
  private static final String PHOTONS = "photons";
  private static final String FLUENCE = "fluence";
  private static final String MAS_PER_VIEW = "mas-per-view";
  private static final String MAS_PER_ROTATION = "mas-per-rotation";

  private static final String REFERENCE = "reference";

  private static final List<String> UNITS =
      List.of(PHOTONS, FLUENCE, MAS_PER_VIEW, MAS_PER_ROTATION);
  static final List<String> KEYS =
      List.of(PHOTONS, FLUENCE, MAS_PER_VIEW, MAS_PER_ROTATION, REFERENCE);

  private DoseReader() {}

  /**
   * One of the doses of a list.
   *
   * @param suffix of the protocol's name; empty where there is no list
   */
  record Named(String suffix, @Nullable Dose dose) {}

  /**
   * Reads the section.
   *
   * @param monochromatic whether the beam has one energy and no tube
   * @return one without a dose if there is no section
   */
  static List<Named> read(Section protocol, boolean monochromatic) {
    if (!protocol.has("dose")) {
      return List.of(new Named("", null));
    }
    Section section = protocol.section("dose");
    List<String> there = UNITS.stream().filter(section::has).toList();
    if (there.size() != 1) {
      section.fault(
          there.isEmpty()
              ? section.missing(PHOTONS, "one of " + String.join(", ", UNITS))
              : section
                  .required(there.get(1), PHOTONS)
                  .error("cannot go with %s: expected one of them".formatted(there.get(0))));
      return List.of(new Named("", null));
    }
    String key = there.get(0);
    boolean ofQuanta = key.equals(PHOTONS) || key.equals(FLUENCE);
    if (monochromatic && !ofQuanta) {
      section.refuse(
          key,
          "needs a tube or a spectrum: with beam.energy expected %s or %s"
              .formatted(PHOTONS, FLUENCE));
    }
    NumberRange range = ofQuanta ? NumberRange.QUANTA : NumberRange.MAS;
    String expected = "%s, or a list of them".formatted(range.description());
    Value value = section.required(key, expected);
    List<Double> numbers =
        section.attempt(
            () -> value.oneOrMore(expected).map(each -> each.number(range)).toList(), List.of(1.0));
    section.note(key, value.isList() ? numbers : numbers.get(0));
    double reference = reference(section, range);
    if (key.equals(MAS_PER_VIEW)) {
      double[] views = numbers.stream().mapToDouble(Double::doubleValue).toArray();
      return List.of(
          new Named("", dose(section, new Exposure(views), Unit.MAS_PER_VIEW, reference)));
    }
    Unit unit =
        switch (key) {
          case PHOTONS -> Unit.QUANTA_PER_PIXEL;
          case FLUENCE -> Unit.FLUENCE;
          default -> Unit.MAS_PER_ROTATION;
        };
    String word = ofQuanta ? key : "mas";
    return numbers.stream()
        .map(
            number ->
                new Named(
                    value.isList() ? "_%s%s".formatted(NumberName.of(number), word) : "",
                    dose(section, Exposure.everyView(number), unit, reference)))
        .toList();
  }

  private static double reference(Section section, NumberRange range) {
    Value value = section.value(REFERENCE);
    if (value == null) {
      return Dose.WITHOUT_NOISE;
    }
    return section.note(REFERENCE, section.attempt(() -> value.number(range), Dose.WITHOUT_NOISE));
  }

  private static Dose dose(Section section, Exposure exposure, Unit unit, double reference) {
    if (!section.has(REFERENCE)) {
      return new Dose(exposure, unit);
    }
    return section.required(REFERENCE, "a dose").located(() -> new Dose(exposure, unit, reference));
  }
}
