package io.sinotrace.description.physics;

import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.attenuation.Material;
import io.sinotrace.physics.attenuation.Materials;
import io.sinotrace.physics.detector.CountingBins;
import io.sinotrace.physics.detector.Crosstalk;
import io.sinotrace.physics.detector.DetectorResponse;
import io.sinotrace.physics.detector.DetectorResponse.Kind;
import io.sinotrace.physics.detector.DetectorResponse.Layer;
import io.sinotrace.physics.detector.Electronics;
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
          "quantum-noise",
          "crosstalk",
          "gain",
          "electronic-noise",
          "saturation",
          "bits");

  private static final String THRESHOLDS = "energies in keV, ascending";
  private static final String CROSSTALK =
      "shares of a pixel and those beside it in its row, an odd number of them";
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
    return new DetectorResponse(kind, layer, fillFactor, bins);
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
