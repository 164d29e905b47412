package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.IntColumn;

/**
 * Some detector rows of some views: each of the rows in each of the views.
 *
 * @param views numbers of the views
 * @param rows numbers of the detector rows
 */
record RowSelection(BitSet views, BitSet rows) {
  static RowSelection of(int[] views, int[] rows) {
    return new RowSelection(set(views), set(rows));
  }

  private static BitSet set(int[] numbers) {
    BitSet set = new BitSet();
    Arrays.stream(numbers).forEach(set::set);
    return set;
  }

  boolean contains(int view, int row) {
    return view >= 0 && row >= 0 && views.get(view) && rows.get(row);
  }

  /**
   * Returns the condition by which Parquet leaves out row groups and pages that hold none of them.
   * It is made of ranges, since Parquet knows of a set of values only the least and the greatest.
   */
  FilterPredicate predicate() {
    return FilterApi.and(in(Columns.VIEW, views), in(Columns.ROW, rows));
  }

  private static FilterPredicate in(String column, BitSet numbers) {
    List<FilterPredicate> ranges = new ArrayList<>();
    IntColumn values = FilterApi.intColumn(column);
    for (int from = numbers.nextSetBit(0), to; from >= 0; from = numbers.nextSetBit(to)) {
      to = numbers.nextClearBit(from);
      ranges.add(FilterApi.and(FilterApi.gtEq(values, from), FilterApi.lt(values, to)));
    }
    return anyOf(ranges);
  }

  /** Returns the alternatives as a tree of little depth: Parquet goes through it by recursion. */
  private static FilterPredicate anyOf(List<FilterPredicate> some) {
    int half = some.size() / 2;
    return half == 0
        ? some.get(0)
        : FilterApi.or(anyOf(some.subList(0, half)), anyOf(some.subList(half, some.size())));
  }
}
