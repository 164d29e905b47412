package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value of a description and its dotted key: converts it, or throws an error with its line. */
public final class Value {
  private final String name;
  private final YamlNode entry;

  /**
   * Takes a node.
   *
   * @param name its dotted key, in errors
   */
  public Value(String name, YamlNode entry) {
    this.name = name;
    this.entry = entry;
  }

  /** Returns where the value was written. */
  public SourceLocation location() {
    return entry.location();
  }

  /** Returns "head.yaml:7: geometry.slices", for errors that are found later. */
  public String where() {
    return location().label() + ": " + name;
  }

  /** Returns whether all of it was written in the file, and none of it by an argument. */
  boolean isOfFile() {
    return entry.isOfFile();
  }

  /** Returns the error "place: name is ...: expected {@code expected}". */
  public InputException expected(String expected) {
    if (entry instanceof YamlNode.Mapping keys && !keys.entries().isEmpty()) {
      return error(
          "has no key %s: expected %s"
              .formatted(Messages.brief(Messages.anyOf(keys.entries().keySet())), expected));
    }
    return error("is " + entry.shown() + ": expected " + expected);
  }

  /** Returns the error "place: name {@code message}". */
  public InputException error(String message) {
    return location().error(name + " " + message);
  }

  /**
   * Returns what {@code read} makes of it.
   *
   * @throws InputException "place: name: message" with the message of what {@code read} throws
   */
  public <T> T located(Supplier<T> read) {
    try {
      return read.get();
    } catch (InputException e) {
      throw new InputException("%s: %s".formatted(where(), e.getMessage()), e);
    }
  }

  /** Returns whether this can be opened as a section: keys, or nothing. */
  public boolean isSection() {
    return entry instanceof YamlNode.Mapping || (entry instanceof YamlNode.Scalar s && s.isEmpty());
  }

  /** Returns the keys and values of a section that is not empty. */
  YamlNode.Mapping keys(String expected) {
    if (entry instanceof YamlNode.Mapping keys && !keys.entries().isEmpty()) {
      return keys;
    }
    throw expected(expected);
  }

  /** Returns the values of a section that is not empty and whose keys are any words. */
  public Map<String, Value> entries(String expected) {
    Map<String, Value> values = new LinkedHashMap<>();
    keys(expected)
        .entries()
        .forEach((key, below) -> values.put(key, new Value(name + "." + key, below)));
    return values;
  }

  /** Returns whether this is a list. */
  public boolean isList() {
    return entry instanceof YamlNode.Sequence;
  }

  /** Returns whether this is the word {@code word}, quoted or not. */
  public boolean is(String word) {
    return entry instanceof YamlNode.Scalar s && s.text().equals(word);
  }

  /** Returns a number within {@code range}. */
  public double number(NumberRange range) {
    return number(range, range.description());
  }

  /** Returns a number within {@code range}, which an error calls {@code words}. */
  public double number(NumberRange range, String words) {
    Double number = asNumber();
    if (number == null || !range.contains(number)) {
      throw expected(words);
    }
    return number;
  }

  /** Returns a whole number from {@code min} to {@code max}; {@code 1e3} is one, 0.5 is not. */
  public int integer(int min, int max) {
    return integer(min, max, "a whole number from %d to %d".formatted(min, max));
  }

  /** Returns a whole number from {@code min} to {@code max}, which an error calls {@code words}. */
  public int integer(int min, int max, String words) {
    Double number = asNumber();
    if (number == null || number != Math.rint(number) || number < min || number > max) {
      throw expected(words);
    }
    return number.intValue();
  }

  private @Nullable Double asNumber() {
    return entry instanceof YamlNode.Scalar s && !s.quoted() ? Decimals.parse(s.text()) : null;
  }

  /** Returns text, quoted or not, that is not blank. */
  public String text(String expected) {
    if (entry instanceof YamlNode.Scalar s && !s.isEmpty() && !s.text().isBlank()) {
      return s.text();
    }
    throw expected(expected);
  }

  /** Returns true or false. */
  boolean truth() {
    boolean bare = entry instanceof YamlNode.Scalar s && !s.quoted();
    if (!bare || !(is("true") || is("false"))) {
      throw expected("true or false");
    }
    return is("true");
  }

  /** Returns the constant of {@code type} whose {@link #word} this is. */
  public <E extends Enum<E>> E choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> words = constants.stream().map(Value::word).toList();
    return constants.get(words.indexOf(choice(words)));
  }

  /** Returns which of {@code words} this is. */
  public String choice(List<String> words) {
    if (entry instanceof YamlNode.Scalar s && words.contains(s.text())) {
      return s.text();
    }
    String near = entry instanceof YamlNode.Scalar s ? Spelling.suggest(s.text(), words) : "";
    throw near.isEmpty()
        ? expected(Messages.anyOf(words))
        : error("is " + entry.shown() + near + ": expected " + Messages.anyOf(words));
  }

  /** Returns the word for a constant in descriptions: its name in lower case with hyphens. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the elements of a list that is not empty. */
  public List<Value> items(String expected) {
    if (!(entry instanceof YamlNode.Sequence list) || list.items().isEmpty()) {
      throw expected(expected);
    }
    List<Value> values = new ArrayList<>(list.items().size());
    for (YamlNode item : list.items()) {
      values.add(new Value("element %d of %s".formatted(values.size() + 1, name), item));
    }
    return values;
  }

  /** Returns a pair: [v, u], or one number that means both. */
  DetectorPair pair(NumberRange range) {
    String words = range.description() + ", or two of them as [v, u]";
    if (!isList()) {
      double both = number(range, words);
      return new DetectorPair(both, both);
    }
    List<Value> items = items(words);
    if (items.size() != 2) {
      throw expected(words);
    }
    return new DetectorPair(items.get(0).number(range), items.get(1).number(range));
  }

  /** Returns this alone, or its elements if it is a list. */
  public Stream<Value> oneOrMore(String expected) {
    return isList() ? items(expected).stream() : Stream.of(this);
  }
}
