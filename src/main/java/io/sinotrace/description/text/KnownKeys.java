package io.sinotrace.description.text;

import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys that a description may have, by section. */
public final class KnownKeys {
  private final Map<String, List<String>> bySection;

  /**
   * Declares the keys.
   *
   * @param bySection the keys of each section, by its dotted key; those of the root by ""
   */
  public KnownKeys(Map<String, List<String>> bySection) {
    this.bySection = Map.copyOf(bySection);
  }

  /** Returns whether {@code dotted} is the key of a section. */
  boolean isSection(String dotted) {
    return bySection.containsKey(dotted);
  }

  /** Returns the keys of the section {@code dotted}. */
  List<String> in(String dotted) {
    List<String> keys = bySection.get(dotted);
    if (keys == null) {
      throw new IllegalArgumentException("no section " + dotted);
    }
    return keys;
  }

  /**
   * Returns the dotted keys whose last part is {@code name}, or the name nearest to it: the
   * candidates for a key that was written without its section. Empty if there are none.
   */
  public Set<String> named(String name) {
    Set<String> parts = new LinkedHashSet<>();
    bySection.values().forEach(parts::addAll);
    // Among so many, most short words are near to some key that has nothing to do with them.
    int edits = Math.min(2, name.length() / 4);
    String nearest = parts.contains(name) ? name : Spelling.nearest(name, parts, edits);
    return bySection.entrySet().stream()
        .filter(section -> nearest != null && section.getValue().contains(nearest))
        .map(section -> section.getKey().isEmpty() ? nearest : section.getKey() + "." + nearest)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns " (did you mean output.overwrite?)" for a key that stands in the wrong section. */
  String suggest(String name) {
    Set<String> named = named(name);
    return named.isEmpty() ? "" : " (did you mean " + Messages.anyOf(named) + "?)";
  }
}
