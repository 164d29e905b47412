package io.sinotrace.spark.values;

import io.sinotrace.geometry.View;
import io.sinotrace.physics.protocol.RowRays;
import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value columns that are worked out from others. */
public interface DerivedColumns {
  /** Returns the columns that it gives. */
  List<ValueColumn> columns();

  /** Returns the columns that it needs. */
  List<ValueColumn> needs();

  /**
   * Checks that they can be worked out of a scan.
   *
   * @throws io.sinotrace.InputException if not
   */
  default void check(ScanBeam beam) {}

  /** Returns whether they depend on where source and pixels are. */
  default boolean needsBeam() {
    return false;
  }

  /**
   * Returns whether they are worked out of each ray of a pixel: what they are is not what the mean
   * of several rays would give.
   */
  default boolean isOfRays() {
    return false;
  }

  /** Returns on how many earlier views of a row its values depend. */
  default int earlierViews() {
    return 0;
  }

  /** Makes what can be made once, on the driver. */
  Prepared prepare();

  /** What goes to executors. */
  interface Prepared extends Serializable {
    /**
     * Begins with the rows of a scan.
     *
     * @param scan its id
     * @param beam of the scan; not null if they depend on it
     * @param pixels of a row
     */
    Rows rows(String scan, @Nullable ScanBeam beam, int pixels);
  }

  /**
   * Works out rows, one after the other, views in ascending order. Where they depend on {@linkplain
   * DerivedColumns#earlierViews earlier views}, each row has been worked out in these, or has
   * preceded. Not for several threads.
   */
  interface Rows {
    /**
     * Works out a row.
     *
     * @param place where it is
     * @param rays the row's values of the columns that are needed
     * @param out receives the pixels of each column that is given, from index 0; null where a
     *     column is not asked for
     */
    void compute(Place place, RowRays rays, float[] @Nullable [] out);

    /**
     * Takes note of a row of an earlier view, which is not worked out itself.
     *
     * @param out which columns are asked for: those that are not null, which stay as they are
     */
    default void precede(Place place, RowRays rays, float[] @Nullable [] out) {}
  }

  /**
   * Where a row is.
   *
   * @param view its number in the scan
   * @param row its number on the detector
   * @param pose of the view; null if it was not said to be needed
   */
  record Place(int view, int row, @Nullable View pose) {}
}
