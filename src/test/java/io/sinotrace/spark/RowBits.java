package io.sinotrace.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The bits of rows of a table or a dataset, to compare them exactly. */
public final class RowBits {
  private RowBits() {}

  /** Returns view, row and the bits of each line integral, of every row. */
  public static List<List<Integer>> of(List<Row> rows) {
    List<List<Integer>> all = new ArrayList<>();
    for (Row row : rows) {
      List<Integer> one = new ArrayList<>();
      one.add(row.getInt(row.fieldIndex("view")));
      one.add(row.getInt(row.fieldIndex("row")));
      List<Float> values = row.getList(row.fieldIndex("line_integral"));
      values.forEach(value -> one.add(Float.floatToRawIntBits(value)));
      all.add(one);
    }
    return all;
  }
}
