package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One value of a description under its name: read as what is asked for, or refused with a line. */
public final class Value {
  private final String name;
  private final Entry entry;

  Value(String name, Entry entry) {
    this.name = name;
    this.entry = entry;
  }

  /** Returns where the value was written. */
  public Place place() {
    return entry.place();
  }

  /** Returns "head.yaml:7: geometry.slices", for errors that are found later. */
  public String where() {
    return place().label() + ": " + name;
  }

  /** Returns whether all of it was written in the file, and nothing by an argument. */
  boolean isOfFile() {
    return entry.isOfFile();
  }

  /** Returns the error "place: name is ...: expected {@code expected}". */
  public InputException expected(String expected) {
    if (entry instanceof Entry.Keys keys && !keys.entries().isEmpty()) {
      return error(
          "has no key %s: expected %s"
              .formatted(Messages.brief(Words.anyOf(keys.entries().keySet())), expected));
    }
    return error("is " + entry.shown() + ": expected " + expected);
  }

  /** Returns the error "place: name {@code message}". */
  public InputException error(String message) {
    return place().error(name + " " + message);
  }

  /** Returns whether this can be opened as a section: keys, or nothing. */
  public boolean isSection() {
    return entry instanceof Entry.Keys || (entry instanceof Entry.Scalar s && s.isEmpty());
  }

  /** Returns whether this is a list. */
  public boolean isList() {
    return entry instanceof Entry.Items;
  }

  /** Returns whether this is the word {@code word}, quoted or not. */
  public boolean is(String word) {
    return entry instanceof Entry.Scalar s && s.text().equals(word);
  }

  /** Returns a number within {@code limit}. */
  public double number(Limit limit) {
    return number(limit, limit.words());
  }

  /** Returns a number within {@code limit}, which an error calls {@code words}. */
  public double number(Limit limit, String words) {
    Double number = asNumber();
    if (number == null || !limit.allows(number)) {
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
    return entry instanceof Entry.Scalar s && !s.quoted() ? Words.number(s.text()) : null;
  }

  /** Returns text, quoted or not, that is not blank. */
  public String text(String expected) {
    if (entry instanceof Entry.Scalar s && !s.isEmpty() && !s.text().isBlank()) {
      return s.text();
    }
    throw expected(expected);
  }

  /** Returns true or false. */
  boolean truth() {
    boolean bare = entry instanceof Entry.Scalar s && !s.quoted();
    if (!bare || !(is("true") || is("false"))) {
      throw expected("true or false");
    }
    return is("true");
  }

  /** Returns the constant of {@code type} whose {@link #word} this is. */
  <E extends Enum<E>> E choice(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> words = constants.stream().map(Value::word).toList();
    return constants.get(words.indexOf(choice(words)));
  }

  /** Returns which of {@code words} this is. */
  String choice(List<String> words) {
    if (entry instanceof Entry.Scalar s && words.contains(s.text())) {
      return s.text();
    }
    String near = entry instanceof Entry.Scalar s ? Words.suggest(s.text(), words) : "";
    throw near.isEmpty()
        ? expected(Words.anyOf(words))
        : error("is " + entry.shown() + near + ": expected " + Words.anyOf(words));
  }

  /** Returns what descriptions call a constant: its name in lower case with hyphens. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the elements of a list that is not empty. */
  public List<Value> items(String expected) {
    if (!(entry instanceof Entry.Items list) || list.items().isEmpty()) {
      throw expected(expected);
    }
    List<Value> values = new ArrayList<>(list.items().size());
    for (Entry item : list.items()) {
      values.add(new Value("element %d of %s".formatted(values.size() + 1, name), item));
    }
    return values;
  }

  /** Returns a pair: [v, u], or one number that means both. */
  Pair pair(Limit limit) {
    String words = limit.words() + ", or two of them as [v, u]";
    if (!isList()) {
      double both = number(limit, words);
      return new Pair(both, both);
    }
    List<Value> items = items(words);
    if (items.size() != 2) {
      throw expected(words);
    }
    return new Pair(items.get(0).number(limit), items.get(1).number(limit));
  }

  /** Returns this alone, or its elements if it is a list. */
  public Stream<Value> oneOrMore(String expected) {
    return isList() ? items(expected).stream() : Stream.of(this);
  }
}
