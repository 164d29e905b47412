package io.sinotrace.spark.table;

import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Which detector rows of which views of which scans a query wants: known before anything is traced
 * or read.
 */
interface RowFilter {
  /** Wants all rows. */
  RowFilter ALL = scans(scan -> true);

  /**
   * Returns the wanted rows of each view of a scan; the sets must not be changed.
   *
   * @param scan the scan's id
   * @param rows how many detector rows it has
   */
  IntFunction<BitSet> in(String scan, int rows);

  /** Returns how much of a scan is wanted, as far as its id alone tells. */
  Share of(String scan);

  /** How much of a scan is wanted. */
  enum Share {
    ALL,
    NONE,
    /** It depends on the numbers of views and rows. */
    UNKNOWN
  }

  /** Returns the filter of scans by their id. */
  static RowFilter scans(Predicate<String> wanted) {
    return new Scans(wanted);
  }

  /** Returns the filter of views by their number. */
  static RowFilter views(IntPredicate wanted) {
    return new Views(wanted);
  }

  /** Returns the filter of detector rows by their number. */
  static RowFilter rows(IntPredicate wanted) {
    return new Rows(wanted);
  }

  /** Returns the filter of the rows that both want. */
  default RowFilter and(RowFilter other) {
    return new Both(this, other);
  }

  /** Returns the filter of the rows that this one does not want. */
  default RowFilter negate() {
    return new Others(this);
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

  /** See {@link #scans}. */
  record Scans(Predicate<String> wanted) implements RowFilter {
    @Override
    public IntFunction<BitSet> in(String scan, int rows) {
      BitSet set = wanted.test(scan) ? all(rows) : new BitSet();
      return view -> set;
    }

    @Override
    public Share of(String scan) {
      return wanted.test(scan) ? Share.ALL : Share.NONE;
    }
  }

  /** See {@link #views}. */
  record Views(IntPredicate wanted) implements RowFilter {
    @Override
    public IntFunction<BitSet> in(String scan, int rows) {
      BitSet all = all(rows);
      BitSet none = new BitSet();
      return view -> wanted.test(view) ? all : none;
    }

    @Override
    public Share of(String scan) {
      return Share.UNKNOWN;
    }
  }

  /** See {@link #rows}. */
  record Rows(IntPredicate wanted) implements RowFilter {
    @Override
    public IntFunction<BitSet> in(String scan, int rows) {
      BitSet set = new BitSet(rows);
      for (int row = 0; row < rows; row++) {
        set.set(row, wanted.test(row));
      }
      return view -> set;
    }

    @Override
    public Share of(String scan) {
      return Share.UNKNOWN;
    }
  }

  /** See {@link #and}. */
  record Both(RowFilter a, RowFilter b) implements RowFilter {
    @Override
    public IntFunction<BitSet> in(String scan, int rows) {
      IntFunction<BitSet> ofA = a.in(scan, rows);
      IntFunction<BitSet> ofB = b.in(scan, rows);
      return view -> intersection(ofA.apply(view), ofB.apply(view));
    }

    @Override
    public Share of(String scan) {
      Share ofA = a.of(scan);
      Share ofB = b.of(scan);
      if (ofA == Share.NONE || ofB == Share.NONE) {
        return Share.NONE;
      }
      return ofA == Share.ALL ? ofB : Share.UNKNOWN;
    }
  }

  /** See {@link #negate}. */
  record Others(RowFilter filter) implements RowFilter {
    @Override
    public IntFunction<BitSet> in(String scan, int rows) {
      IntFunction<BitSet> wanted = filter.in(scan, rows);
      return view -> {
        BitSet others = all(rows);
        others.andNot(wanted.apply(view));
        return others;
      };
    }

    @Override
    public Share of(String scan) {
      return switch (filter.of(scan)) {
        case ALL -> Share.NONE;
        case NONE -> Share.ALL;
        case UNKNOWN -> Share.UNKNOWN;
      };
    }
  }
}
