package io.sinotrace.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Figures: for people, as Markdown and rounded, and for programs, as CSV and not. */
final class Table {
  private static final MathContext SHOWN = new MathContext(3);

  private final String name;
  private final String title;
  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * Makes an empty table.
   *
   * @param name of the CSV file, without its ending
   * @param title what it shows
   */
  Table(String name, String title, String... columns) {
    this.name = name;
    this.title = title;
    this.columns = List.of(columns);
  }

  String name() {
    return name;
  }

  /** Adds a row: a text or a number for each column; NaN where there is none. */
  void row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(Arrays.toString(cells) + " for " + columns);
    }
    rows.add(List.of(cells));
  }

  /** Returns the table to paste into a page, after a line that says what it shows. */
  String markdown() {
    StringBuilder text = new StringBuilder(title).append("\n\n").append(line(columns, c -> c));
    text.append(line(Collections.nCopies(columns.size(), "---"), c -> c));
    rows.forEach(row -> text.append(line(row, Table::shown)));
    return text.toString();
  }

  private static <T> String line(List<T> cells, Function<T, String> shown) {
    return cells.stream().map(shown).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** Returns a cell as people want it: three digits, but of whole numbers all. */
  static String shown(Object cell) {
    if (!(cell instanceof Double number)) {
      return cell.toString();
    }
    if (!Double.isFinite(number)) {
      return "";
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal rounded = exact.round(SHOWN);
    return (whole.precision() > SHOWN.getPrecision() ? whole : rounded).toPlainString();
  }

  /** Returns all of it, with every digit. */
  String csv() {
    StringBuilder text = new StringBuilder(csvLine(columns));
    rows.forEach(row -> text.append(csvLine(row)));
    return text.toString();
  }

  private static String csvLine(List<?> cells) {
    return cells.stream()
        .map(cell -> cell instanceof Double number && number.isNaN() ? "" : cell.toString())
        .map(cell -> cell.matches("[^\",\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining(",", "", "\n"));
  }
}
