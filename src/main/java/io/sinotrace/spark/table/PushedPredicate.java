package io.sinotrace.spark.table;

import io.sinotrace.sinogram.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads Spark's predicates on the columns scan, view and row: comparisons with constants, {@code
 * IN}, {@code LIKE 'x%'} and similar, {@code view % 10 = 0}, and their combinations by {@code AND},
 * {@code OR} and {@code NOT}.
 */
final class PushedPredicate {
  private PushedPredicate() {}

  /** Returns the equivalent filter, or null if the predicate must be left to Spark. */
  static @Nullable RowFilter filter(Expression expression) {
    if (!(expression instanceof Predicate predicate)) {
      return null;
    }
    Expression[] parts = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> {
        List<RowFilter> filters = filters(parts);
        yield filters == null ? null : filters.get(0).and(filters.get(1));
      }
      case "OR" -> {
        List<RowFilter> filters = filters(parts);
        yield filters == null ? null : filters.get(0).or(filters.get(1));
      }
      case "NOT" -> {
        // These columns are never null, so there is no third truth value.
        List<RowFilter> filters = filters(parts);
        yield filters == null ? null : filters.get(0).negate();
      }
      case "ALWAYS_TRUE", "ALWAYS_FALSE" ->
          RowFilter.scans(scan -> predicate.name().equals("ALWAYS_TRUE"));
      case "IS_NOT_NULL", "IS_NULL" ->
          leaf(parts[0], value -> predicate.name().equals("IS_NOT_NULL"));
      case "IN" -> in(parts);
      default -> parts.length == 2 ? comparison(predicate.name(), parts[0], parts[1]) : null;
    };
  }

  private static @Nullable List<RowFilter> filters(Expression[] parts) {
    List<RowFilter> filters = new ArrayList<>();
    for (Expression part : parts) {
      RowFilter filter = filter(part);
      if (filter == null) {
        return null;
      }
      filters.add(filter);
    }
    return filters;
  }

  private static @Nullable RowFilter in(Expression[] parts) {
    Set<Object> values = new HashSet<>();
    for (Expression part : Arrays.asList(parts).subList(1, parts.length)) {
      Object value = constant(part);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return leaf(parts[0], values::contains);
  }

  private static @Nullable RowFilter comparison(String name, Expression a, Expression b) {
    if (constant(b) instanceof Integer bound) {
      IntPredicate sign = sign(name);
      return sign == null
          ? null
          : leaf(a, value -> value instanceof Integer i && sign.test(i.compareTo(bound)));
    }
    if (constant(b) instanceof String bound) {
      return text(name, a, bound);
    }
    String flipped = flipped(name);
    return flipped == null || constant(a) == null ? null : comparison(flipped, b, a);
  }

  private static @Nullable RowFilter text(String name, Expression term, String bound) {
    java.util.function.Predicate<String> test =
        switch (name) {
          case "STARTS_WITH" -> text -> text.startsWith(bound);
          case "ENDS_WITH" -> text -> text.endsWith(bound);
          case "CONTAINS" -> text -> text.contains(bound);
          default -> {
            // An id is plain ASCII, for which this is the order of Spark's bytes too.
            IntPredicate sign = sign(name);
            yield sign == null ? null : text -> sign.test(text.compareTo(bound));
          }
        };
    return test == null ? null : leaf(term, value -> value instanceof String s && test.test(s));
  }

  private static @Nullable IntPredicate sign(String comparison) {
    return switch (comparison) {
      case "=", "<=>" -> sign -> sign == 0;
      case "<>" -> sign -> sign != 0;
      case "<" -> sign -> sign < 0;
      case "<=" -> sign -> sign <= 0;
      case ">" -> sign -> sign > 0;
      case ">=" -> sign -> sign >= 0;
      default -> null;
    };
  }

  /** Returns the equivalent comparison with its sides exchanged. */
  private static @Nullable String flipped(String comparison) {
    return switch (comparison) {
      case "=", "<=>", "<>" -> comparison;
      case "<" -> ">";
      case "<=" -> ">=";
      case ">" -> "<";
      case ">=" -> "<=";
      default -> null;
    };
  }

  /** Returns the filter of one column's values: String for scan, Integer for view and row. */
  private static @Nullable RowFilter leaf(
      Expression term, java.util.function.Predicate<Object> test) {
    if (term instanceof GeneralScalarExpression function
        && function.name().equals("%")
        && constant(function.children()[1]) instanceof Integer divisor
        && divisor != 0) {
      return leaf(
          function.children()[0], value -> value instanceof Integer i && test.test(i % divisor));
    }
    if (!(term instanceof NamedReference reference) || reference.fieldNames().length != 1) {
      return null;
    }
    return switch (reference.fieldNames()[0]) {
      case Columns.SCAN -> RowFilter.scans(test::test);
      case Columns.VIEW -> RowFilter.views(test::test);
      case Columns.ROW -> RowFilter.rows(test::test);
      default -> null;
    };
  }

  private static @Nullable Object constant(Expression expression) {
    if (!(expression instanceof Literal<?> literal)) {
      return null;
    }
    return literal.value() instanceof UTF8String text
        ? text.toString()
        : literal.value() instanceof Integer number ? number : null;
  }
}
