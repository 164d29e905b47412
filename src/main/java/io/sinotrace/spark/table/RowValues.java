package io.sinotrace.spark.table;

import io.sinotrace.sinogram.ValueColumn;
import io.sinotrace.spark.table.RowTask.Pixels;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query's value columns are made of: which given columns have to be traced or read, and what
 * is worked out from them.
 */
final class RowValues implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<ValueColumn> given;
  private final List<DerivedColumns> derived = new ArrayList<>();

  /** Of each asked column: the index among the given ones, or -1. */
  private final int[] indexOfGiven;

  /** Of each asked column: the index of what derives it, or -1, and of the column there. */
  private final int[] indexOfDerived;

  private final int[] indexInDerived;

  /**
   * Finds out what is needed.
   *
   * @param columns of the table
   * @param asked columns of the query, each of them a column of the table
   */
  RowValues(ValueColumns columns, List<ValueColumn> asked) {
    Set<ValueColumn> needed = new LinkedHashSet<>();
    this.indexOfDerived = new int[asked.size()];
    this.indexInDerived = new int[asked.size()];
    Arrays.fill(indexOfDerived, -1);
    for (int i = 0; i < asked.size(); i++) {
      ValueColumn column = asked.get(i);
      DerivedColumns source = deriving(columns, column);
      if (source == null) {
        needed.add(column);
      } else {
        needed.addAll(source.needs());
        if (!derived.contains(source)) {
          derived.add(source);
        }
        indexOfDerived[i] = derived.indexOf(source);
        indexInDerived[i] = source.columns().indexOf(column);
      }
    }
    this.given = List.copyOf(needed);
    this.indexOfGiven = asked.stream().mapToInt(given::indexOf).toArray();
  }

  private static @Nullable DerivedColumns deriving(ValueColumns columns, ValueColumn column) {
    for (DerivedColumns some : columns.derived()) {
      if (some.columns().contains(column)) {
        return some;
      }
    }
    return null;
  }

  /** Returns the columns that have to be traced or read. */
  List<ValueColumn> given() {
    return given;
  }

  /** The values of one partition's rows, one row after the other. */
  final class Row {
    private final float[][] @Nullable [] results = new float[derived.size()][][];
    private final int[][] offsets = new int[derived.size()][];

    /** Makes room for rows. */
    Row(int pixels) {
      for (int d = 0; d < results.length; d++) {
        results[d] = new float[derived.get(d).columns().size()][];
        offsets[d] = new int[derived.get(d).needs().size()];
      }
      for (int i = 0; i < indexOfDerived.length; i++) {
        if (indexOfDerived[i] >= 0) {
          results[indexOfDerived[i]][indexInDerived[i]] = new float[pixels];
        }
      }
    }

    /** Works out what is derived from the current row. */
    void update(Pixels row) {
      for (int d = 0; d < results.length; d++) {
        List<ValueColumn> needs = derived.get(d).needs();
        for (int k = 0; k < needs.size(); k++) {
          offsets[d][k] = row.offset(given.indexOf(needs.get(k)));
        }
        derived.get(d).compute(row.values(), offsets[d], row.columns(), results[d]);
      }
    }

    /** Returns a copy of the pixels of an asked column. */
    float[] copy(Pixels row, int asked) {
      if (indexOfDerived[asked] >= 0) {
        return results[indexOfDerived[asked]][indexInDerived[asked]].clone();
      }
      int from = row.offset(indexOfGiven[asked]);
      return Arrays.copyOfRange(row.values(), from, from + row.columns());
    }
  }
}
