package io.sinotrace.spark.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The filters of a query that Spark need not apply again: see {@link PushedPredicate}. */
final class PushedFilters {
  private final List<Predicate> pushed = new ArrayList<>();
  private RowFilter filter = RowFilter.ALL;

  /** Takes what can be known before the rows are made; returns what is left to Spark. */
  Predicate[] push(Predicate[] predicates) {
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : predicates) {
      RowFilter one = PushedPredicate.filter(predicate);
      if (one == null) {
        left.add(predicate);
      } else {
        filter = filter.and(one);
        pushed.add(predicate);
      }
    }
    return left.toArray(Predicate[]::new);
  }

  /** Returns the predicates that were taken. */
  Predicate[] pushed() {
    return pushed.toArray(Predicate[]::new);
  }

  /** Returns what they want together. */
  RowFilter filter() {
    return filter;
  }
}
