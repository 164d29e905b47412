package io.sinotrace.description.text;

import io.sinotrace.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A section of a list of sections with names.
 *
 * @param name {@code [a-z][a-z0-9_]{0,39}}, unique in the list
 * @param section its other keys; messages call it by the key of the list and the name, such as
 *     {@code geometry.low}
 */
public record NamedSection(String name, Section section) {
  /** The key of the name. */
  public static final String NAME = "name";

  private static final Pattern ALPHABET = Pattern.compile("[a-z][a-z0-9_]{0,39}");
  private static final String EXPECTED =
      "a name of at most 40 small letters, digits and underscores, the first a letter";

  /** Opens the sections of the list under {@code key}. */
  public static List<NamedSection> openAll(Section parent, String key) {
    List<NamedSection> sections = new ArrayList<>();
    Map<String, SourceLocation> seen = new HashMap<>();
    String list = "a list of sections, each with a name";
    List<Value> items = parent.attempt(() -> parent.required(key, list).items(list), List.of());
    for (Value item : items) {
      parent.attempt(() -> sections.add(open(parent, key, item, seen)), false);
    }
    parent.note(key, sections.stream().map(each -> each.section.effective()).toList());
    return sections;
  }

  private static NamedSection open(
      Section parent, String key, Value item, Map<String, SourceLocation> seen) {
    YamlNode.Mapping written = item.keys("a section, with a name");
    Map<String, YamlNode> others = new LinkedHashMap<>(written.entries());
    YamlNode given = others.remove(NAME);
    if (given == null) {
      throw item.error("has no name: expected the key name, with " + EXPECTED);
    }
    String name = new Value(NAME, given).text(EXPECTED);
    if (!ALPHABET.matcher(name).matches()) {
      throw item.error("has the name %s: expected %s".formatted(Messages.quote(name), EXPECTED));
    }
    SourceLocation first = seen.putIfAbsent(name, item.location());
    if (first != null) {
      throw item.error(
          "has the name %s, and so has the one at %s: expected names that differ"
              .formatted(name, first.label()));
    }
    Section section = parent.element(key, name, new YamlNode.Mapping(written.location(), others));
    section.note(NAME, name);
    return new NamedSection(name, section);
  }

  /** Returns the sections of a list by their names; empty if it is no such list. */
  static Map<String, YamlNode.Mapping> byName(@Nullable YamlNode list) {
    Map<String, YamlNode.Mapping> sections = new LinkedHashMap<>();
    if (list instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        if (item instanceof YamlNode.Mapping section
            && section.entries().get(NAME) instanceof YamlNode.Scalar name) {
          sections.putIfAbsent(name.text(), section);
        }
      }
    }
    return sections;
  }
}
