package io.sinotrace.spark.table;

import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Which detector rows of which views of which scans a query wants: known before anything is traced.
 */
@FunctionalInterface
interface RowFilter {
  /**
   * Returns the wanted rows of each view of a scan; the sets must not be changed.
   *
   * @param scan the scan's id
   * @param rows how many detector rows it has
   */
  IntFunction<BitSet> in(String scan, int rows);

  /** Returns the filter of scans by their id. */
  static RowFilter scans(Predicate<String> wanted) {
    return (scan, rows) -> {
      BitSet set = wanted.test(scan) ? all(rows) : new BitSet();
      return view -> set;
    };
  }

  /** Returns the filter of views by their number. */
  static RowFilter views(IntPredicate wanted) {
    return (scan, rows) -> {
      BitSet all = all(rows);
      BitSet none = new BitSet();
      return view -> wanted.test(view) ? all : none;
    };
  }

  /** Returns the filter of detector rows by their number. */
  static RowFilter rows(IntPredicate wanted) {
    return (scan, rows) -> {
      BitSet set = new BitSet(rows);
      for (int row = 0; row < rows; row++) {
        set.set(row, wanted.test(row));
      }
      return view -> set;
    };
  }

  /** Returns the filter of the rows that both want. */
  default RowFilter and(RowFilter other) {
    return (scan, rows) -> {
      IntFunction<BitSet> a = in(scan, rows);
      IntFunction<BitSet> b = other.in(scan, rows);
      return view -> intersection(a.apply(view), b.apply(view));
    };
  }

  /** Returns the filter of the rows that this one does not want. */
  default RowFilter negate() {
    return (scan, rows) -> {
      IntFunction<BitSet> a = in(scan, rows);
      return view -> {
        BitSet others = all(rows);
        others.andNot(a.apply(view));
        return others;
      };
    };
  }

  /** Returns the filter of the rows that at least one of the two wants. */
  default RowFilter or(RowFilter other) {
    return negate().and(other.negate()).negate();
  }

  /** Returns what two sets have in common. */
  static BitSet intersection(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  private static BitSet all(int rows) {
    BitSet all = new BitSet(rows);
    all.set(0, rows);
    return all;
  }
}
