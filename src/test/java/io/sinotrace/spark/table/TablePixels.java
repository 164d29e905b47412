package io.sinotrace.spark.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The pixels of a value column. */
final class TablePixels {
  private TablePixels() {}

  /** Returns those of all rows of one scan, ordered by view, then row. */
  static float[] of(Dataset<Row> table, String column) {
    List<Float> pixels =
        table.select(column, "view", "row").orderBy("view", "row").collectAsList().stream()
            .flatMap(row -> row.<Float>getList(0).stream())
            .toList();
    float[] array = new float[pixels.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = pixels.get(i);
    }
    return array;
  }
}
