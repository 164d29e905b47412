package io.sinotrace.cli;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.text.NumberRange;
import io.sinotrace.description.text.Value;
import io.sinotrace.preview.raster.DisplayWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What options give: decimal numbers, with commas between them, and words. */
final class OptionValues {
  /** What Java takes for a number besides, such as 1d, 0x1p3 or NaN, is a slip here. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private OptionValues() {}

  /**
   * Reads some.
   *
   * @throws InputException if one is none, or too large for a number, that says what is expected
   */
  static List<Double> of(String option, String given, String expected) {
    List<Double> numbers = new ArrayList<>();
    for (String part : given.split(",", -1)) {
      String text = part.strip();
      double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
      if (!Double.isFinite(number)) {
        throw wrong(option, given, expected);
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** As above, one in a range. */
  static double number(String option, String given, NumberRange range) {
    List<Double> numbers = of(option, given, range.description());
    if (numbers.size() != 1 || !range.contains(numbers.get(0))) {
      throw wrong(option, given, range.description());
    }
    return numbers.get(0);
  }

  /** As above, one or three. */
  static List<Double> oneOrThree(String option, String given, String expected) {
    List<Double> numbers = of(option, given, expected);
    if (numbers.size() != 1 && numbers.size() != 3) {
      throw wrong(option, given, "one number or three, as 1,2,3");
    }
    return numbers;
  }

  /** Reads what is black and white in pictures; null if nothing is given. */
  static @Nullable DisplayWindow window(String option, @Nullable String given) {
    if (given == null) {
      return null;
    }
    String expected = "two numbers, the lower one first";
    List<Double> ends = of(option, given, expected);
    if (ends.size() != 2
        || ends.get(0) >= ends.get(1)
        || Double.isInfinite(ends.get(1) - ends.get(0))) {
      throw wrong(option, given, expected);
    }
    return new DisplayWindow(ends.get(0), ends.get(1));
  }

  /** Reads the word of a constant. */
  static <E extends Enum<E>> E choice(String option, String given, E[] constants) {
    List<String> words = new ArrayList<>();
    for (E one : constants) {
      words.add(Value.word(one));
      if (Value.word(one).equals(given)) {
        return one;
      }
    }
    throw wrong(option, given, Messages.anyOf(words));
  }

  /** Returns the fault of an option. */
  static InputException wrong(String option, String given, String expected) {
    return new InputException(
        "%s %s: expected %s".formatted(option, Messages.brief(given), expected));
  }
}
