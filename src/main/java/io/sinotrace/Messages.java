package io.sinotrace;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Text from outside (names, values, messages of libraries) as parts of messages of one line. */
public final class Messages {
  /** The most characters of a value in a message. */
  private static final int MAX_VALUE = 80;

  /** The most characters of another library's message. */
  private static final int MAX_REASON = 300;

  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  /** The classes of exceptions, as in the message of one that was made from another. */
  private static final Pattern CLASSES = Pattern.compile("^([\\w.$]+(Exception|Error): )+");

  private Messages() {}

  /** Returns {@code text} on one line: blanks stand for line breaks and control characters. */
  public static String oneLine(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }

  /** Returns {@code text} on one line, cut to the length of a value in a message. */
  public static String brief(String text) {
    return brief(text, MAX_VALUE);
  }

  /** Returns {@code text} on one line; of more than {@code max} characters the first, and dots. */
  public static String brief(String text, int max) {
    String line = oneLine(text);
    return line.length() <= max ? line : line.substring(0, max - 3) + "...";
  }

  /** Returns {@code text} in double quotes, as {@link #brief(String)}. */
  public static String quote(String text) {
    return '"' + brief(text) + '"';
  }

  /** Returns "a, b or c". */
  public static String anyOf(Collection<String> words) {
    List<String> list = List.copyOf(words);
    int last = list.size() - 1;
    return last <= 0
        ? String.join("", list)
        : String.join(", ", list.subList(0, last)) + " or " + list.get(last);
  }

  /**
   * Returns the class and the first line of the message of an exception; of one that only carries
   * an {@link java.io.IOException} through code which declares none, its own words or those of what
   * it carries.
   */
  public static String named(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    Throwable carried = e.getCause();
    if (e instanceof UncheckedIOException && carried != null) {
      return message.equals(carried.toString()) ? named(carried) : firstLine(message);
    }
    return e.getClass().getSimpleName() + ": " + firstLine(message);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Returns the message of an exception on one line, cut; the name of its class if it has none. */
  public static String reason(Throwable e) {
    String message = e.getMessage() == null ? "" : oneLine(e.getMessage());
    return message.isEmpty()
        ? e.getClass().getSimpleName()
        : brief(CLASSES.matcher(message).replaceFirst(""), MAX_REASON);
  }
}
