package io.sinotrace.description.poses;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import io.sinotrace.description.text.Decimals;
import io.sinotrace.geometry.Beam;
import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Poses as text: twelve numbers a line, between commas or blanks. A first line without any number
 * is a header; what follows # is a comment.
 */
final class CsvPoses {
  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private CsvPoses() {}

  /** Returns the views of a text; {@code label} is the file's name in errors. */
  static List<View> read(String text, String label, Beam beam) {
    List<View> views = new ArrayList<>();
    boolean first = true;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      int comment = line.indexOf('#');
      String content = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (content.isEmpty()) {
        continue;
      }
      String[] fields =
          Arrays.stream((content.indexOf(',') < 0 ? BLANKS : COMMA).split(content, -1))
              .map(String::strip)
              .toArray(String[]::new);
      boolean header =
          first && Arrays.stream(fields).allMatch(field -> Decimals.parse(field) == null);
      first = false;
      if (!header) {
        String where = label + ":" + number;
        if (views.size() == Geometry.MAX_VIEWS) {
          throw new InputException(where + ": expected at most " + Geometry.MAX_VIEWS + " poses");
        }
        views.add(Pose.view(numbers(fields, where), beam, where));
      }
    }
    if (views.isEmpty()) {
      throw new InputException(
          label + ": holds no pose: expected " + Pose.NUMBERS + " numbers a line");
    }
    return views;
  }

  private static double[] numbers(String[] fields, String where) {
    if (fields.length != Pose.NUMBERS) {
      throw new InputException(
          "%s: the line has %d field%s: expected 12 numbers (source or direction, detector centre,"
                  .formatted(where, fields.length, fields.length == 1 ? "" : "s")
              + " u, v)");
    }
    double[] numbers = new double[Pose.NUMBERS];
    for (int k = 0; k < numbers.length; k++) {
      Double number = Decimals.parse(fields[k]);
      if (number == null) {
        throw new InputException(
            "%s: field %d is %s: expected a number"
                .formatted(where, k + 1, Messages.quote(fields[k])));
      }
      numbers[k] = number;
    }
    return numbers;
  }
}
