package io.sinotrace.description;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All keys that a description can have, with their sections. */
final class KnownKeys {
  /** What can be below each section. */
  private static final Map<String, List<String>> BELOW =
      Map.of(
          "", Descriptions.SECTIONS,
          "volume", VolumeSpec.KEYS,
          "geometry", GeometryType.allKeys(),
          "geometry.detector", DetectorReader.KEYS,
          "geometry.detector.tilt", DetectorReader.TILT,
          "geometry.views", ViewAngles.KEYS,
          "compute", ComputeSpec.KEYS,
          "output", OutputSpec.KEYS,
          "output.preview", PreviewSpec.KEYS);

  private KnownKeys() {}

  /** Returns whether {@code dotted} is a section and has keys of its own. */
  static boolean isSection(String dotted) {
    return BELOW.containsKey(dotted);
  }

  /** Returns whether {@code dotted} is true or false. */
  static boolean isTruth(String dotted) {
    return dotted.equals("output.overwrite");
  }

  /**
   * Returns the dotted keys whose last part is {@code name}, or nearly; without a section of their
   * own a person has looked for them elsewhere. None if there are none.
   */
  static Set<String> named(String name) {
    Set<String> parts = new LinkedHashSet<>();
    BELOW.values().forEach(parts::addAll);
    String nearest = parts.contains(name) ? name : Words.nearest(name, parts);
    return BELOW.entrySet().stream()
        .filter(section -> nearest != null && section.getValue().contains(nearest))
        .map(section -> section.getKey().isEmpty() ? nearest : section.getKey() + "." + nearest)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns " (did you mean output.overwrite?)" for a key whose section was left out, or wrong. */
  static String suggest(String name) {
    Set<String> named = named(name);
    return named.isEmpty() ? "" : " (did you mean " + Words.anyOf(named) + "?)";
  }
}
