package io.sinotrace.description.physics;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.detector.Afterglow;
import io.sinotrace.physics.detector.BrokenPixels;
import io.sinotrace.physics.detector.CountingBins;
import io.sinotrace.physics.detector.Crosstalk;
import io.sinotrace.physics.detector.DetectorResponse;
import io.sinotrace.physics.detector.DetectorResponse.Kind;
import io.sinotrace.physics.detector.DetectorResponse.Layer;
import io.sinotrace.physics.detector.Electronics;
import io.sinotrace.physics.detector.EnergyTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what becomes of quanta at a pixel: the section {@code detector} of a protocol. */
final class ResponseReader {
  static final List<String> KEYS =
      List.of(
          "type",
          "absorber",
          "absorber-thickness",
          "absorber-density",
          "fill-factor",
          "thresholds",
          "response",
          "quantum-noise",
          "crosstalk",
          "afterglow",
          "gain",
          "electronic-noise",
          "saturation",
          "bits",
          "dead",
          "hot");

  static final List<String> RESPONSE = List.of("energies", "registered", "shares");

  private static final String THRESHOLDS = "energies in keV, ascending";
  private static final String CROSSTALK =
      "shares of a pixel and those beside it in its row, an odd number of them";
  private static final String AFTERGLOW =
      "shares of a view's signal that are read with it, with the next view, and so on";
  private static final String ENERGIES = "energies of quanta in keV, ascending";
  private static final String REGISTERED =
      "the limits of intervals of registered energies in keV, ascending";
  private static final String SHARES =
      "for each energy a list of the shares of its quanta in each interval";
  private static final String PIXELS = "a list of pixels, each a row and a column";
  private static final int MOST_BITS = 32;

  private ResponseReader() {}

  static DetectorResponse response(Section section) {
    Kind kind = section.choice("type", Kind.class, Kind.COUNTING);
    @Nullable Layer layer = layer(section);
    double fillFactor = section.number("fill-factor", NumberRange.SHARE, 1);
    CountingBins bins = new CountingBins(new double[] {0});
    if (kind == Kind.INTEGRATING) {
      section.refuse("thresholds", "goes with type: counting alone");
    } else if (section.has("thresholds")) {
      Value value = section.required("thresholds", THRESHOLDS);
      double[] thresholds = numbers(section, "thresholds", NumberRange.THRESHOLD, THRESHOLDS);
      bins = value.located(() -> new CountingBins(thresholds));
    }
    return new DetectorResponse(kind, layer, fillFactor, bins, table(section, kind));
  }

  private static @Nullable EnergyTable table(Section section, Kind kind) {
    if (kind == Kind.INTEGRATING) {
      section.refuse("response", "goes with type: counting alone");
    }
    if (!section.has("response")) {
      return null;
    }
    Section table = section.section("response");
    double[] energies = numbers(table, "energies", NumberRange.ENERGY, ENERGIES);
    double[] registered = numbers(table, "registered", NumberRange.THRESHOLD, REGISTERED);
    Value lines = table.required("shares", SHARES);
    List<List<Double>> shares =
        lines.items(SHARES).stream()
            .map(
                line ->
                    line.items(SHARES).stream()
                        .map(share -> share.number(NumberRange.SHARE_OR_NONE))
                        .toList())
            .toList();
    table.note("shares", shares);
    return lines.located(
        () ->
            new EnergyTable(
                energies,
                registered,
                shares.stream()
                    .map(line -> line.stream().mapToDouble(Double::doubleValue).toArray())
                    .toArray(double[][]::new)));
  }

  /** Reads which pixels are broken. */
  static BrokenPixels broken(Section section, Electronics electronics) {
    if (section.has("hot") && electronics.greatest() == Double.POSITIVE_INFINITY) {
      section.refuse("hot", "needs a greatest number: expected saturation or bits beside it");
    }
    return new BrokenPixels(pixels(section, "dead"), pixels(section, "hot"));
  }

  private static int[][] pixels(Section section, String key) {
    Value value = section.value(key);
    if (value == null) {
      return new int[0][];
    }
    List<List<Integer>> pixels = new ArrayList<>();
    for (Value item : value.items(PIXELS)) {
      List<Value> two = item.items(PIXELS);
      if (two.size() != 2) {
        throw item.expected("a row and a column");
      }
      pixels.add(two.stream().map(index -> index.integer(0, Integer.MAX_VALUE)).toList());
    }
    section.note(key, pixels);
    return pixels.stream()
        .map(pixel -> pixel.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private static @Nullable Layer layer(Section section) {
    if (!section.has("absorber")) {
      section.refuse("absorber-thickness", "goes with absorber alone");
      section.refuse("absorber-density", "goes with absorber alone");
      return null;
    }
    Value name = section.required("absorber", "a material");
    String word = section.note("absorber", name.text("a material"));
    Material material = name.located(() -> Materials.named(word));
    double mm = section.number("absorber-thickness", NumberRange.LENGTH);
    Material dense =
        section.has("absorber-density")
            ? material.withDensity(section.number("absorber-density", NumberRange.DENSITY))
            : material;
    return name.located(() -> new Layer(dense, mm));
  }

  static Crosstalk crosstalk(Section section) {
    if (!section.has("crosstalk")) {
      return Crosstalk.NONE;
    }
    double[] shares = numbers(section, "crosstalk", NumberRange.SHARE_OR_NONE, CROSSTALK);
    return section.required("crosstalk", CROSSTALK).located(() -> new Crosstalk(shares));
  }

  static Afterglow afterglow(Section section) {
    if (!section.has("afterglow")) {
      return Afterglow.NONE;
    }
    double[] shares = numbers(section, "afterglow", NumberRange.SHARE_OR_NONE, AFTERGLOW);
    return section.required("afterglow", AFTERGLOW).located(() -> new Afterglow(shares));
  }

  static Electronics electronics(Section section) {
    return new Electronics(
        section.number("gain", NumberRange.POSITIVE, 1),
        section.number("electronic-noise", NumberRange.NOT_NEGATIVE, 0),
        section.has("saturation")
            ? section.number("saturation", NumberRange.POSITIVE)
            : Double.POSITIVE_INFINITY,
        section.has("bits") ? section.integer("bits", 1, MOST_BITS) : 0);
  }

  private static double[] numbers(Section section, String key, NumberRange range, String expected) {
    Value value = section.required(key, expected);
    List<Double> numbers = value.oneOrMore(expected).map(each -> each.number(range)).toList();
    section.note(key, numbers);
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
