package io.sinotrace.physics;

import io.sinotrace.InputException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The lines of a small table as text. Lines that begin with # and empty lines are passed over, and
 * so is a first line that is no data, which names the columns.
 */
public final class DataLines {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private DataLines() {}

  /**
   * Hands out the lines with data, one after the other.
   *
   * @param text of the table
   * @param name of the file
   * @param isData whether a line, without the blanks around it, may be data
   * @param take takes the place of a line, such as {@code spectrum.csv:7}, and the line
   * @throws InputException as {@code take} throws it
   */
  public static void forEach(
      String text, String name, Predicate<String> isData, BiConsumer<String, String> take) {
    boolean mayName = true;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = withoutMark(line, number).strip();
      if (content.isEmpty() || content.startsWith("#")) {
        continue;
      }
      if (!mayName || isData.test(content)) {
        take.accept("%s:%d".formatted(name, number), content);
      }
      mayName = false;
    }
  }

  /** Spreadsheets begin files with a mark that nobody sees: with it a number would be none. */
  private static String withoutMark(String line, int number) {
    return number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK
        ? line.substring(1)
        : line;
  }
}
