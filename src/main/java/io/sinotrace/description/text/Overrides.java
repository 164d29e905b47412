package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Lays {@code key=value} pairs over a description.
 *
 * <p>A key is dotted, as in {@code geometry.views.count}; where there is a list of sections, with
 * the name of one of them, as in {@code geometry.low.views.count}. A value that begins with a
 * bracket, a brace or a quote is YAML ({@code [0, 90]}, {@code {rows: 4, columns: 8}}); any other
 * is taken literally, so that a path may hold characters with a meaning in YAML ({@code *.nii},
 * {@code a: b}). {@code null} and {@code ~} remove a key, as if it had not been written.
 */
public final class Overrides {
  private static final Pattern DOT = Pattern.compile("\\.");

  private final YamlNode.Mapping root;
  private final KnownKeys known;

  /**
   * Takes a description as it was written.
   *
   * @param root changed by the overrides
   */
  public Overrides(YamlNode.Mapping root, KnownKeys known) {
    this.root = root;
    this.known = known;
  }

  /** Lays an argument {@code key=value} over the description; a later one wins. */
  public void argument(String argument) {
    SourceLocation location = new SourceLocation("argument " + Messages.brief(argument), null);
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw location.error("expected key=value, for example geometry.views.count=90");
    }
    String key = argument.substring(0, equals).strip();
    set(location, key, argument.substring(equals + 1));
  }

  /** Lays an option over the description. */
  public void option(String key, String value) {
    SourceLocation location =
        new SourceLocation("option " + Messages.brief(key + "=" + value), null);
    set(location, key.strip(), value);
  }

  private void set(SourceLocation location, String key, String text) {
    List<String> names = List.of(DOT.split(key, -1));
    if (names.stream().anyMatch(String::isBlank)) {
      throw location.error(
          "expected names joined by dots before the =, as in geometry.views.count");
    }
    YamlNode value = value(location, text);
    List<String> keys = new ArrayList<>();
    Map<String, YamlNode> section = root.entries();
    for (int i = 0; i < names.size() - 1; i++) {
      keys.add(names.get(i));
      Map<String, YamlNode.Mapping> list = NamedSection.byName(section.get(names.get(i)));
      if (list.isEmpty()) {
        section = below(location, section, keys, names.get(i + 1));
      } else {
        section = element(location, section, list, names, i);
        i++;
      }
    }
    section.put(names.get(names.size() - 1), value);
  }

  /** Returns the section that name i + 1 of {@code names} is the name of, in a list. */
  private static Map<String, YamlNode> element(
      SourceLocation location,
      Map<String, YamlNode> above,
      Map<String, YamlNode.Mapping> list,
      List<String> names,
      int i) {
    YamlNode.Mapping element = list.get(names.get(i + 1));
    if (element != null && i + 2 < names.size()) {
      return element.entries();
    }
    String key = String.join(".", names.subList(0, i + 1));
    YamlNode written = Objects.requireNonNull(above.get(names.get(i)));
    throw location.error(
        "%s is %s (%s): expected a key of %s"
            .formatted(
                key,
                written.shown(),
                written.location().label(),
                Messages.anyOf(list.keySet().stream().map(name -> key + "." + name).toList())));
  }

  /**
   * Returns the section that the last of {@code keys} names, of which {@code next} is to be set;
   * creates it if it is missing.
   */
  private Map<String, YamlNode> below(
      SourceLocation location, Map<String, YamlNode> section, List<String> keys, String next) {
    String key = keys.get(keys.size() - 1);
    YamlNode entry = section.get(key);
    String above = String.join(".", keys);
    // An override of a key below a value of the file replaces the value; reading reports the fault.
    boolean givesWay = entry != null && entry.isOfFile() && !known.isSection(above);
    if (entry == null
        || givesWay
        || (entry instanceof YamlNode.Scalar scalar && scalar.isEmpty())) {
      entry = new YamlNode.Mapping(location, new LinkedHashMap<>());
      section.put(key, entry);
    }
    if (entry instanceof YamlNode.Mapping below) {
      return below.entries();
    }
    throw location.error(
        "%s is %s (%s): expected a section, to set its key %s"
            .formatted(above, entry.shown(), entry.location().label(), next));
  }

  private static YamlNode value(SourceLocation location, String text) {
    String value = text.strip();
    if (value.isEmpty() || "[{\"'".indexOf(value.charAt(0)) < 0) {
      return new YamlNode.Scalar(location, value, false);
    }
    try {
      return Objects.requireNonNull(YamlParser.parse(value, line -> location));
    } catch (InputException e) {
      throw new InputException(
          e.getMessage() + "; text that begins with [ or { must stand in quotes", e);
    }
  }
}
