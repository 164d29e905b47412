package io.sinotrace.physics.beam;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.physics.DataLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tables of two columns as text: a line a pair of numbers, parted by a comma, a semicolon or
 * blanks. Lines that begin with # and empty lines are passed over, and so is a first line without
 * any number, which names the columns.
 */
final class NumberPairs {
  private NumberPairs() {}

  /**
   * A line of a table.
   *
   * @param where the file and the line, for messages
   */
  record Pair(double first, double second, String where) {
    /** Says what is wrong with it. */
    InputException fault(String problem) {
      return new InputException(where + ": " + problem);
    }
  }

  /**
   * Reads a table.
   *
   * @param name of the file, for messages
   * @param expected what a line has
   * @throws InputException that names the line at fault, or says that there is none
   */
  static List<Pair> parse(String text, String name, String expected) {
    List<Pair> pairs = new ArrayList<>();
    DataLines.forEach(
        text,
        name,
        line -> Arrays.stream(fields(line)).anyMatch(NumberPairs::isNumber),
        (where, line) -> pairs.add(pair(line, where, expected)));
    if (pairs.isEmpty()) {
      throw new InputException("%s: no numbers: expected lines of %s".formatted(name, expected));
    }
    return pairs;
  }

  private static Pair pair(String line, String where, String expected) {
    String[] fields = fields(line);
    if (fields.length != 2 || !isNumber(fields[0]) || !isNumber(fields[1])) {
      throw new InputException(
          "%s: %s: expected %s".formatted(where, Messages.quote(line), expected));
    }
    return new Pair(Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), where);
  }

  private static String[] fields(String line) {
    return line.split("\\s*[,;]\\s*|\\s+", -1);
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  }
}
