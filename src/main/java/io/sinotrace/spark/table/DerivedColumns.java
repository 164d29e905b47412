package io.sinotrace.spark.table;

import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value columns that are worked out from others, a detector row at a time. */
interface DerivedColumns extends Serializable {
  /** Returns the columns that it gives. */
  List<ValueColumn> columns();

  /** Returns the columns that it needs. */
  List<ValueColumn> needs();

  /**
   * Works out a row.
   *
   * @param values the row's pixels of the columns that it needs
   * @param offsets where in {@code values} those of each needed column begin
   * @param pixels how many a row has
   * @param out receives the pixels of each column that it gives, from index 0; null where a column
   *     is not asked for
   */
  void compute(float[] values, int[] offsets, int pixels, float[] @Nullable [] out);
}
