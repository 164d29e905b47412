package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one section of a description.
 *
 * <p>Opening a section refuses keys that it does not know, so nothing written is ever ignored. What
 * is read from it is noted as well, with defaults filled in: {@link #effective} is the description
 * as it was understood.
 *
 * <p>A value that cannot be used is noted in {@link Faults}, and something that could be used is
 * returned; only a {@link Value} throws.
 */
public final class Section {
  private final String name;
  private final Place place;
  private final KnownKeys known;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Keys that an argument took away, and where. */
  private final Map<String, Place> unset = new LinkedHashMap<>();

  private final Map<String, Object> effective = new LinkedHashMap<>();
  private final Faults faults;

  /** Whether a key that is missing may be there, under a name that is unknown. */
  private boolean misnamed;

  private Section(
      String name,
      Place place,
      Map<String, Entry> written,
      KnownKeys known,
      Faults faults,
      boolean misnamed) {
    this.name = name;
    this.place = place;
    this.known = known;
    this.faults = faults;
    this.misnamed = misnamed;
    List<String> keys = known.in(name);
    written.forEach(
        (key, entry) -> {
          if (!keys.contains(key)) {
            unknown(key, entry, keys);
          } else if (entry instanceof Entry.Scalar scalar && scalar.unsets()) {
            unset.put(key, entry.place());
          } else {
            entries.put(key, entry);
          }
        });
  }

  private void unknown(String key, Entry entry, List<String> keys) {
    misnamed = true;
    String near = Words.suggest(key, keys);
    faults.add(
        entry
            .place()
            .error(
                "unknown key %s%s: expected %s"
                    .formatted(
                        Messages.brief(dotted(key)),
                        near.isEmpty() ? known.suggest(key) : near,
                        Words.anyOf(keys))));
  }

  /** Opens a whole description. */
  public static Section root(Entry.Keys tree, KnownKeys known, Faults faults) {
    return new Section("", tree.place(), tree.entries(), known, faults, false);
  }

  /**
   * Opens the section under {@code key}. One that is missing or empty is opened all the same: the
   * faults are then the keys that it lacks.
   */
  public Section section(String key) {
    Entry entry = entries.get(key);
    Section section;
    if (entry instanceof Entry.Keys below) {
      section = new Section(dotted(key), below.place(), below.entries(), known, faults, misnamed);
    } else {
      boolean wrong = entry != null && !(entry instanceof Entry.Scalar s && s.isEmpty());
      if (entry != null && wrong) {
        faults.add(
            new Value(dotted(key), entry)
                .expected("a section with the keys " + String.join(", ", known.in(dotted(key)))));
      }
      Place at = entry == null ? unset.getOrDefault(key, place) : entry.place();
      section = new Section(dotted(key), at, Map.of(), known, faults, misnamed || wrong);
    }
    effective.put(key, section.effective);
    return section;
  }

  /**
   * Refuses all keys but {@code keys}, which are those of one constant of {@code decider}, such as
   * {@code type: cone}.
   */
  public void only(String decider, Enum<?> constant, List<String> keys) {
    String what = decider + ": " + Value.word(constant);
    for (String key : List.copyOf(entries.keySet())) {
      if (!keys.contains(key)) {
        refuse(
            key,
            isOverridden(decider),
            "does not go with %s: expected only %s".formatted(what, String.join(", ", keys)));
      }
    }
  }

  /** Refuses {@code key} if it is there. */
  public void refuse(String key, String message) {
    refuse(key, false, message);
  }

  /**
   * Refuses {@code key} if it is there.
   *
   * @param overridden whether an argument made it one too many: a key of the file then gives way
   */
  public void refuse(String key, boolean overridden, String message) {
    Value value = value(key);
    if (value != null && overridden && value.isOfFile()) {
      entries.remove(key);
    } else if (value != null) {
      faults.add(value.error(message));
    }
  }

  /** Returns whether an argument said {@code key}, or a part of it, and not the file alone. */
  public boolean isOverridden(String key) {
    Value value = value(key);
    return value != null && !value.isOfFile();
  }

  /** Returns which of two keys is there; where an argument says one, it is that. */
  public String exactlyOne(String a, String b, String expected) {
    if (has(a) && has(b) && isOverridden(a) != isOverridden(b)) {
      entries.remove(isOverridden(a) ? b : a);
    }
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

  /** Notes a fault. */
  public void fault(InputException fault) {
    faults.add(fault);
  }

  /** Returns what {@code read} gives; {@code instead} if it finds a fault, which is noted. */
  public <T> T attempt(Supplier<T> read, T instead) {
    return faults.attempt(read, instead);
  }

  /** Returns whether all that was read so far can be relied upon. */
  public boolean isSound() {
    return faults.none();
  }

  /** Returns whether {@code key} is there. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Returns the value of {@code key}, or null if it is not there. */
  public @Nullable Value value(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : new Value(dotted(key), entry);
  }

  /** Returns the value of {@code key}, which must be there. */
  public Value required(String key, String expected) {
    Value value = value(key);
    if (value == null) {
      throw missing(key, expected);
    }
    return value;
  }

  /** Returns the error that {@code key} is not there. */
  private InputException missing(String key, String expected) {
    Place at = unset.getOrDefault(key, place);
    InputException fault = at.error(dotted(key) + " is missing: expected " + expected);
    return misnamed ? faults.consequence(fault) : fault;
  }

  /** Returns "head.yaml:7: geometry.slices", for errors that are found later. */
  public String where(String key) {
    Value value = value(key);
    return value != null ? value.where() : place.label() + ": " + dotted(key);
  }

  /** Returns a number that must be there. */
  public double number(String key, Limit limit) {
    return note(key, attempt(() -> required(key, limit.words()).number(limit), 1.0));
  }

  /** Returns a number, or {@code fallback}. */
  public double number(String key, Limit limit, double fallback) {
    return note(key, has(key) ? number(key, limit) : fallback);
  }

  /** Returns a whole number that must be there. */
  public int integer(String key, int min, int max) {
    String words = "a whole number from %d to %d".formatted(min, max);
    return note(key, attempt(() -> required(key, words).integer(min, max), min));
  }

  /** Returns one of some words, or {@code fallback}. */
  public String choice(String key, List<String> words, String fallback) {
    Value value = value(key);
    return note(key, value == null ? fallback : attempt(() -> value.choice(words), fallback));
  }

  /** Returns a constant, or {@code fallback}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    Value value = value(key);
    E constant = value == null ? fallback : attempt(() -> value.choice(type), fallback);
    note(key, Value.word(constant));
    return constant;
  }

  /** Returns a constant that must be there, on which depends what else is read. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> words = List.of(type.getEnumConstants()).stream().map(Value::word).toList();
    E constant = required(key, Words.anyOf(words)).choice(type);
    note(key, Value.word(constant));
    return constant;
  }

  /** Returns true or false, or {@code fallback}. */
  public boolean truth(String key, boolean fallback) {
    Value value = value(key);
    return note(key, value == null ? fallback : attempt(value::truth, fallback));
  }

  /** Returns a pair, or {@code fallback}; one that must be there if {@code fallback} is null. */
  public Pair pair(String key, Limit limit, @Nullable Pair fallback) {
    String words = limit.words() + ", or two of them as [v, u]";
    Pair instead = fallback == null ? new Pair(1, 1) : fallback;
    boolean given = fallback == null || has(key);
    Pair pair = given ? attempt(() -> required(key, words).pair(limit), instead) : instead;
    note(key, pair.toList());
    return pair;
  }

  /** Notes what {@code key} was understood as, and returns it. */
  public <T> T note(String key, T value) {
    effective.put(key, value);
    return value;
  }

  /**
   * Returns what was read so far, as nested maps of strings, numbers, booleans and lists. Sections
   * that are read later appear in it.
   */
  public Map<String, Object> effective() {
    return effective;
  }

  private String dotted(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }
}
