package io.sinotrace.spark;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A filter of a query on one of the columns scan, view and row, decided before anything is traced.
 *
 * @param column the column it speaks of
 * @param test whether a value of that column (String or Integer) passes
 */
record ColumnFilter(String column, java.util.function.Predicate<Object> test) {
  private static final Set<String> COLUMNS =
      Set.of(ProjectionTable.SCAN, ProjectionTable.VIEW, ProjectionTable.ROW);

  /** Returns the filter of a predicate, or null where it must be left to Spark. */
  static @Nullable ColumnFilter of(Predicate predicate) {
    Expression[] parts = predicate.children();
    switch (predicate.name()) {
      case "AND", "OR" -> {
        ColumnFilter a = of((Predicate) parts[0]);
        ColumnFilter b = of((Predicate) parts[1]);
        if (a == null || b == null || !a.column.equals(b.column)) {
          return null;
        }
        return new ColumnFilter(
            a.column, predicate.name().equals("AND") ? a.test.and(b.test) : a.test.or(b.test));
      }
      case "NOT" -> {
        ColumnFilter a = of((Predicate) parts[0]);
        return a == null ? null : new ColumnFilter(a.column, a.test.negate());
      }
      case "IN" -> {
        return in(parts);
      }
      case "IS_NOT_NULL" -> {
        String column = column(parts[0]);
        return column == null ? null : new ColumnFilter(column, value -> true);
      }
      default -> {
        return parts.length == 2 ? comparison(predicate.name(), parts[0], parts[1]) : null;
      }
    }
  }

  private static @Nullable ColumnFilter in(Expression[] parts) {
    String column = column(parts[0]);
    if (column == null) {
      return null;
    }
    Set<Object> values = new HashSet<>();
    for (int i = 1; i < parts.length; i++) {
      Object value = value(parts[i]);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return new ColumnFilter(column, values::contains);
  }

  private static @Nullable ColumnFilter comparison(String name, Expression a, Expression b) {
    String column = column(a);
    Object bound = value(b);
    if (column == null
        || bound == null
        || column.equals(ProjectionTable.SCAN) != bound instanceof String) {
      return null;
    }
    java.util.function.IntPredicate sign =
        switch (name) {
          case "=", "<=>" -> s -> s == 0;
          case "<>" -> s -> s != 0;
          case "<" -> s -> s < 0;
          case "<=" -> s -> s <= 0;
          case ">" -> s -> s > 0;
          case ">=" -> s -> s >= 0;
          default -> null;
        };
    return sign == null
        ? null
        : new ColumnFilter(column, value -> sign.test(compare(value, bound)));
  }

  private static int compare(Object value, Object bound) {
    if (value instanceof Integer i && bound instanceof Integer j) {
      return Integer.compare(i, j);
    }
    return ((String) value).compareTo((String) bound);
  }

  private static @Nullable String column(Expression e) {
    if (e instanceof NamedReference reference && reference.fieldNames().length == 1) {
      String name = reference.fieldNames()[0];
      return COLUMNS.contains(name) ? name : null;
    }
    return null;
  }

  private static @Nullable Object value(Expression e) {
    if (e instanceof Literal<?> literal) {
      if (literal.value() instanceof UTF8String s) {
        return s.toString();
      }
      return literal.value() instanceof Integer i ? i : null;
    }
    return null;
  }
}
