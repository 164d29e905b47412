package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Lays {@code key=value} pairs over a description.
 *
 * <p>A key is dotted, as in {@code geometry.views.count}. A value that begins with a bracket, a
 * brace or a quote is YAML ({@code [0, 90]}, {@code {rows: 4, columns: 8}}); any other is taken as
 * it stands, so that a path may hold what YAML would read otherwise ({@code *.nii}, {@code a: b}).
 * {@code null} and {@code ~} take a key away, as if nobody had written it.
 */
public final class Overrides {
  private static final Pattern DOT = Pattern.compile("\\.");

  private final Entry.Keys root;
  private final KnownKeys known;

  /**
   * Begins with a description as it was written.
   *
   * @param root changed by what is laid over it
   */
  public Overrides(Entry.Keys root, KnownKeys known) {
    this.root = root;
    this.known = known;
  }

  /** Lays an argument {@code key=value} over the description; a later one wins. */
  public void argument(String argument) {
    Place place = new Place("argument " + Messages.brief(argument), null);
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw place.error("expected key=value, for example geometry.views.count=90");
    }
    String key = argument.substring(0, equals).strip();
    set(place, key, argument.substring(equals + 1));
  }

  /** Lays an option over the description. */
  public void option(String key, String value) {
    Place place = new Place("option " + Messages.brief(key + "=" + value), null);
    set(place, key.strip(), value);
  }

  private void set(Place place, String key, String text) {
    List<String> names = List.of(DOT.split(key, -1));
    if (names.stream().anyMatch(String::isBlank)) {
      throw place.error("expected names joined by dots before the =, as in geometry.views.count");
    }
    Entry value = value(place, text);
    Map<String, Entry> section = root.entries();
    for (int i = 0; i < names.size() - 1; i++) {
      section = below(place, section, names, i);
    }
    section.put(names.get(names.size() - 1), value);
  }

  /** Returns the section that key i of {@code names} leads to, made if it is not there. */
  private Map<String, Entry> below(
      Place place, Map<String, Entry> section, List<String> names, int i) {
    Entry entry = section.get(names.get(i));
    String above = String.join(".", names.subList(0, i + 1));
    // What the file says of a key that is no section gives way, and reading says what is expected.
    boolean givesWay = entry != null && entry.isOfFile() && !known.isSection(above);
    if (entry == null || givesWay || (entry instanceof Entry.Scalar scalar && scalar.isEmpty())) {
      entry = new Entry.Keys(place, new LinkedHashMap<>());
      section.put(names.get(i), entry);
    }
    if (entry instanceof Entry.Keys keys) {
      return keys.entries();
    }
    throw place.error(
        "%s is %s (%s): expected a section, to set its key %s"
            .formatted(above, entry.shown(), entry.place().label(), names.get(i + 1)));
  }

  private static Entry value(Place place, String text) {
    String value = text.strip();
    if (value.isEmpty() || "[{\"'".indexOf(value.charAt(0)) < 0) {
      return new Entry.Scalar(place, value, false);
    }
    try {
      return Objects.requireNonNull(YamlTree.parse(value, line -> place));
    } catch (InputException e) {
      throw new InputException(
          e.getMessage() + "; text that begins with [ or { must stand in quotes", e);
    }
  }
}
