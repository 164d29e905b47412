package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one section of a description.
 *
 * <p>Opening a section refuses unknown keys, so nothing written is ever ignored. The values read
 * are recorded, with defaults filled in: {@link #effective} returns them.
 *
 * <p>A value that cannot be used is recorded in {@link Faults} and replaced by a valid one; only
 * the methods of {@link Value} throw.
 */
public final class Section {
  /** The dotted key of the section, by which its keys are known. */
  private final String name;

  /** What messages call it: its dotted key, in which the elements of lists have their names. */
  private final String shown;

  private final SourceLocation location;
  private final KnownKeys known;
  private final Map<String, YamlNode> entries = new LinkedHashMap<>();

  /** Keys that an argument removed, and where. */
  private final Map<String, SourceLocation> unset = new LinkedHashMap<>();

  private final Map<String, Object> effective = new LinkedHashMap<>();
  private final Faults faults;

  /** Whether there is an unknown key, which may be a misspelt name of a missing one. */
  private boolean misnamed;

  private Section(
      String name,
      String shown,
      SourceLocation location,
      Map<String, YamlNode> written,
      KnownKeys known,
      Faults faults,
      boolean misnamed) {
    this.name = name;
    this.shown = shown;
    this.location = location;
    this.known = known;
    this.faults = faults;
    this.misnamed = misnamed;
    List<String> keys = known.in(name);
    written.forEach(
        (key, entry) -> {
          if (!keys.contains(key)) {
            unknown(key, entry, keys);
          } else if (entry instanceof YamlNode.Scalar scalar && scalar.unsets()) {
            unset.put(key, entry.location());
          } else {
            entries.put(key, entry);
          }
        });
  }

  private void unknown(String key, YamlNode entry, List<String> keys) {
    misnamed = true;
    String near = Spelling.suggest(key, keys);
    faults.add(
        entry
            .location()
            .error(
                "unknown key %s%s: expected %s"
                    .formatted(
                        Messages.brief(dotted(key)),
                        near.isEmpty() ? known.suggest(key) : near,
                        Messages.anyOf(keys))));
  }

  /** Opens a whole description. */
  public static Section root(YamlNode.Mapping tree, KnownKeys known, Faults faults) {
    return new Section("", "", tree.location(), tree.entries(), known, faults, false);
  }

  /**
   * Opens the section under {@code key}. A missing or empty section is opened too: the faults
   * reported are then its missing keys.
   */
  public Section section(String key) {
    YamlNode entry = entries.get(key);
    Section section;
    if (entry instanceof YamlNode.Mapping below) {
      section =
          new Section(
              below(name, key),
              dotted(key),
              below.location(),
              below.entries(),
              known,
              faults,
              misnamed);
    } else {
      boolean wrong = entry != null && !(entry instanceof YamlNode.Scalar s && s.isEmpty());
      if (entry != null && wrong) {
        faults.add(
            new Value(dotted(key), entry)
                .expected(
                    "a section with the keys " + String.join(", ", known.in(below(name, key)))));
      }
      SourceLocation at = entry == null ? unset.getOrDefault(key, location) : entry.location();
      section =
          new Section(
              below(name, key), dotted(key), at, Map.of(), known, faults, misnamed || wrong);
    }
    effective.put(key, section.effective);
    return section;
  }

  /**
   * Returns this section with other values laid over it, which win.
   *
   * @param over by key; all are known
   * @param ofBoth where faults are recorded
   */
  public Section overlaid(Map<String, YamlNode> over, Faults ofBoth) {
    Map<String, YamlNode> both = new LinkedHashMap<>(entries);
    both.putAll(over);
    return new Section(name, shown, location, both, known, ofBoth, false);
  }

  /** Opens an element of the list under {@code key}, which has a name. */
  Section element(String key, String ofElement, YamlNode.Mapping element) {
    return new Section(
        below(name, key),
        below(dotted(key), ofElement),
        element.location(),
        element.entries(),
        known,
        faults,
        misnamed);
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
   * @param overridden whether the conflict comes from an argument: a key of the file is then
   *     removed instead of refused
   */
  public void refuse(String key, boolean overridden, String message) {
    Value value = value(key);
    if (value != null && overridden && value.isOfFile()) {
      entries.remove(key);
    } else if (value != null) {
      faults.add(value.error(message));
    }
  }

  /** Returns whether an argument set {@code key} or a part of it. */
  public boolean isOverridden(String key) {
    Value value = value(key);
    return value != null && !value.isOfFile();
  }

  /** Returns which of two keys is there; a key set by an argument replaces one of the file. */
  public String exactlyOne(String a, String b, String expected) {
    String one = atMostOne(List.of(a, b));
    if (one == null) {
      throw missing(a, expected);
    }
    return one;
  }

  /**
   * Returns which of some keys is there, null if none is; keys set by arguments replace those of
   * the file.
   */
  public @Nullable String atMostOne(List<String> keys) {
    if (keys.stream().anyMatch(this::isOverridden)) {
      keys.stream().filter(key -> !isOverridden(key)).forEach(entries::remove);
    }
    List<String> there = keys.stream().filter(this::has).toList();
    if (there.size() > 1) {
      String first = there.get(0);
      throw required(there.get(1), "")
          .error(
              "cannot go with %s (%s): expected one of the two"
                  .formatted(dotted(first), required(first, "").location().label()));
    }
    return there.isEmpty() ? null : there.get(0);
  }

  /** Records a fault. */
  public void fault(InputException fault) {
    faults.add(fault);
  }

  /**
   * Returns the result of {@code read}; if it throws a fault, records it, returns {@code instead}.
   */
  public <T> T attempt(Supplier<T> read, T instead) {
    return faults.attempt(read, instead);
  }

  /** Returns whether no fault has been recorded, so that the values read are valid. */
  public boolean isSound() {
    return faults.none();
  }

  /** Returns whether {@code key} is there. */
  public boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Returns whether the value of {@code key} is a list. */
  public boolean isList(String key) {
    return entries.get(key) instanceof YamlNode.Sequence;
  }

  /** Returns the value of {@code key}, or null if it is not there. */
  public @Nullable Value value(String key) {
    YamlNode entry = entries.get(key);
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
  public InputException missing(String key, String expected) {
    SourceLocation at = unset.getOrDefault(key, location);
    InputException fault = at.error(dotted(key) + " is missing: expected " + expected);
    return misnamed ? faults.consequence(fault) : fault;
  }

  /** Returns "head.yaml:7: geometry.slices", for errors that are found later. */
  public String where(String key) {
    Value value = value(key);
    return value != null ? value.where() : location.label() + ": " + dotted(key);
  }

  /** Returns a number that must be there. */
  public double number(String key, NumberRange range) {
    return note(key, attempt(() -> required(key, range.description()).number(range), 1.0));
  }

  /** Returns a number, or {@code fallback}. */
  public double number(String key, NumberRange range, double fallback) {
    return note(key, has(key) ? number(key, range) : fallback);
  }

  /** Returns a whole number that must be there. */
  public int integer(String key, int min, int max) {
    String words = "a whole number from %d to %d".formatted(min, max);
    return note(key, attempt(() -> required(key, words).integer(min, max), min));
  }

  /** Returns a whole number, or {@code fallback}. */
  public int integer(String key, int min, int max, int fallback) {
    return has(key) ? integer(key, min, max) : note(key, fallback);
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

  /** Returns a required constant; throws, since what else is read depends on it. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> words = List.of(type.getEnumConstants()).stream().map(Value::word).toList();
    E constant = required(key, Messages.anyOf(words)).choice(type);
    note(key, Value.word(constant));
    return constant;
  }

  /** Returns true or false, or {@code fallback}. */
  public boolean truth(String key, boolean fallback) {
    Value value = value(key);
    return note(key, value == null ? fallback : attempt(value::truth, fallback));
  }

  /** Returns a pair, or {@code fallback}; one that must be there if {@code fallback} is null. */
  public DetectorPair pair(String key, NumberRange range, @Nullable DetectorPair fallback) {
    String words = range.description() + ", or two of them as [v, u]";
    DetectorPair instead = fallback == null ? new DetectorPair(1, 1) : fallback;
    boolean given = fallback == null || has(key);
    DetectorPair pair = given ? attempt(() -> required(key, words).pair(range), instead) : instead;
    note(key, pair.toList());
    return pair;
  }

  /** Records {@code value} as the effective value of {@code key}, and returns it. */
  public <T> T note(String key, T value) {
    effective.put(key, value);
    return value;
  }

  /**
   * Returns the values read so far, as nested maps of strings, numbers, booleans and lists.
   * Sections that are read later are added to it.
   */
  public Map<String, Object> effective() {
    return effective;
  }

  private String dotted(String key) {
    return below(shown, key);
  }

  private static String below(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }
}
