package io.sinotrace.description;

import io.sinotrace.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one section of a description.
 *
 * <p>Opening a section refuses keys that it does not know, so nothing written is ever ignored. What
 * is read from it is noted as well, with defaults filled in: {@link #effective} is the description
 * as it was understood.
 */
final class Section {
  private final String name;
  private final Place place;
  private final Map<String, Entry> entries;
  private final Map<String, Object> effective = new LinkedHashMap<>();

  private Section(String name, Place place, Map<String, Entry> entries, List<String> keys) {
    this.name = name;
    this.place = place;
    this.entries = entries;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw entry
            .getValue()
            .place()
            .error(
                "unknown key %s%s: expected %s"
                    .formatted(
                        Words.brief(dotted(entry.getKey())),
                        Words.suggest(entry.getKey(), keys),
                        Words.anyOf(keys)));
      }
    }
  }

  /** Opens a whole description. */
  static Section root(Entry.Keys tree, List<String> keys) {
    return new Section("", tree.place(), tree.entries(), keys);
  }

  /**
   * Opens the section under {@code key}. One that is missing or empty is opened all the same: the
   * error then names the first key that it lacks.
   */
  Section section(String key, List<String> keys) {
    Entry entry = entries.get(key);
    Section section;
    if (entry == null || (entry instanceof Entry.Scalar s && s.isEmpty())) {
      Place at = entry == null ? place : entry.place();
      section = new Section(dotted(key), at, Map.of(), keys);
    } else if (entry instanceof Entry.Keys below) {
      section = new Section(dotted(key), below.place(), below.entries(), keys);
    } else {
      throw new Value(dotted(key), entry)
          .expected("a section with the keys " + String.join(", ", keys));
    }
    effective.put(key, section.effective);
    return section;
  }

  /** Refuses all keys but {@code keys}, which are those of {@code what}. */
  void only(String what, List<String> keys) {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        refuse(
            entry.getKey(),
            "does not go with %s: expected only %s".formatted(what, String.join(", ", keys)));
      }
    }
  }

  /** Refuses {@code key} if it is there. */
  void refuse(String key, String message) {
    Value value = value(key);
    if (value != null) {
      throw value.error(message);
    }
  }

  /** Returns which of two keys is there. */
  String exactlyOne(String a, String b, String expected) {
    if (has(a) && has(b)) {
      throw required(b, expected)
          .error(
              "cannot go with %s (%s): expected one of the two"
                  .formatted(dotted(a), required(a, expected).place().label()));
    }
    if (!has(a) && !has(b)) {
      throw missing(a, expected);
    }
    return has(a) ? a : b;
  }

  /** Returns whether {@code key} is there. */
  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Returns the value of {@code key}, or null if it is not there. */
  @Nullable Value value(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : new Value(dotted(key), entry);
  }

  /** Returns the value of {@code key}, which must be there. */
  Value required(String key, String expected) {
    Value value = value(key);
    if (value == null) {
      throw missing(key, expected);
    }
    return value;
  }

  /** Returns the error that {@code key} is not there. */
  InputException missing(String key, String expected) {
    return place.error(dotted(key) + " is missing: expected " + expected);
  }

  /** Returns "head.yaml:7: geometry.slices", for errors that are found later. */
  String where(String key) {
    Value value = value(key);
    return value != null ? value.where() : place.label() + ": " + dotted(key);
  }

  /** Returns a number that must be there. */
  double number(String key, Limit limit) {
    return note(key, required(key, limit.words()).number(limit));
  }

  /** Returns a number, or {@code fallback}. */
  double number(String key, Limit limit, double fallback) {
    return note(key, has(key) ? number(key, limit) : fallback);
  }

  /** Returns a whole number that must be there. */
  int integer(String key, int min, int max) {
    String words = "a whole number from %d to %d".formatted(min, max);
    return note(key, required(key, words).integer(min, max));
  }

  /** Returns a constant, or {@code fallback}. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Value value = value(key);
    E constant = value == null ? fallback : value.choice(type);
    note(key, Value.word(constant));
    return constant;
  }

  /** Returns a constant that must be there. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> words = List.of(type.getEnumConstants()).stream().map(Value::word).toList();
    E constant = required(key, Words.anyOf(words)).choice(type);
    note(key, Value.word(constant));
    return constant;
  }

  /** Returns true or false, or {@code fallback}. */
  boolean truth(String key, boolean fallback) {
    Value value = value(key);
    return note(key, value == null ? fallback : value.truth());
  }

  /** Returns a pair, or {@code fallback}; one that must be there if {@code fallback} is null. */
  Pair pair(String key, Limit limit, @Nullable Pair fallback) {
    String words = limit.words() + ", or two of them as [v, u]";
    Pair pair = fallback != null && !has(key) ? fallback : required(key, words).pair(limit);
    note(key, pair.toList());
    return pair;
  }

  /** Notes what {@code key} was understood as, and returns it. */
  <T> T note(String key, T value) {
    effective.put(key, value);
    return value;
  }

  /**
   * Returns what was read so far, as nested maps of strings, numbers, booleans and lists. Sections
   * that are read later appear in it.
   */
  Map<String, Object> effective() {
    return effective;
  }

  private String dotted(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
