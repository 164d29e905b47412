package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.geometry.Affine;
import io.sinotrace.reconstruction.backprojection.LineConstants;
import io.sinotrace.reconstruction.orbit.Orbit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The {@code struct Backprojection} of backprojection.cuh: planes, and a batch of views. */
final class BatchArguments {
  /** Bytes of a {@code float4}. */
  private static final int PATH_BYTES = 4 * Float.BYTES;

  /** Bytes of what a line and a view share: {@code paths} and {@code columns}. */
  static final int LINE_BYTES = PATH_BYTES + Integer.BYTES;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(BatchMember.BYTES).order(ByteOrder.nativeOrder());

  /**
   * Sets what holds for all batches.
   *
   * @param zFrom the first plane
   * @param depth how many
   * @param sums address
   * @param sumStride from a line to the next, in floats
   */
  BatchArguments(Scan scan, int zFrom, int depth, long sums, int sumStride) {
    Orbit orbit = scan.orbit();
    LineConstants shared = LineConstants.of(orbit, scan.grid());
    Affine map = scan.grid().grid().indexToWorld();
    for (int row = 0; row < 2; row++) {
      int at = BatchMember.MAP.at + 3 * row * Double.BYTES;
      bytes.putDouble(at, map.get(row, 0));
      bytes.putDouble(at + Double.BYTES, map.get(row, 1));
      bytes.putDouble(at + 2 * Double.BYTES, map.get(row, 3));
    }
    bytes.putDouble(BatchMember.TO_AXIS.at, orbit.sourceToAxis());
    bytes.putDouble(BatchMember.TO_DETECTOR.at, orbit.sourceToDetector());
    bytes.putDouble(BatchMember.COLUMN_FIRST.at, shared.columnFirst());
    bytes.putDouble(BatchMember.COLUMN_INVERSE.at, shared.columnInverse());
    bytes.putDouble(BatchMember.ROW_FIRST.at, shared.rowFirst());
    bytes.putDouble(BatchMember.ROW_INVERSE.at, shared.rowInverse());
    bytes.putDouble(BatchMember.MIDDLE_Z.at, shared.middleZ());
    bytes.putDouble(BatchMember.STEP_Z.at, shared.stepZ());
    bytes.putFloat(BatchMember.LO.at, shared.lo());
    bytes.putFloat(BatchMember.HI.at, shared.hi());
    bytes.putLong(BatchMember.VIEW_STRIDE.at, scan.viewFloats());
    bytes.putInt(BatchMember.COLUMN_STRIDE.at, scan.views().stride());
    bytes.putInt(BatchMember.COLUMN_COUNT.at, orbit.columns().count());
    bytes.putInt(
        BatchMember.FORM.at,
        switch (orbit.form()) {
          case PARALLEL -> 0;
          case FLAT -> 1;
          case CURVED -> 2;
        });
    bytes.putInt(BatchMember.MAGNIFIES.at, orbit.magnifiesRows() ? 1 : 0);
    bytes.putInt(BatchMember.HALF_ROWS.at, shared.halfRows());
    bytes.putInt(BatchMember.ROW_FROM.at, scan.views().rows().from());
    bytes.putInt(BatchMember.NX.at, scan.grid().grid().nx());
    bytes.putInt(BatchMember.NY.at, scan.grid().grid().ny());
    bytes.putInt(BatchMember.FIRST.at, zFrom - shared.middlePlane());
    bytes.putInt(BatchMember.DEPTH.at, depth);
    bytes.putLong(BatchMember.SUMS.at, sums);
    bytes.putInt(BatchMember.SUM_STRIDE.at, sumStride);
  }

  /**
   * Says which views are added.
   *
   * @param views address of their cosines and sines
   * @param values address of the first row of the column before the detector's
   * @param paths address of room for {@link #LINE_BYTES} a line and view
   * @param begins whether they are the first of all
   */
  BatchArguments batch(int count, long views, long values, long paths, boolean begins) {
    bytes.putLong(BatchMember.VIEWS.at, views);
    bytes.putLong(BatchMember.VALUES.at, values);
    bytes.putLong(BatchMember.PATHS.at, paths);
    bytes.putLong(BatchMember.COLUMNS.at, paths + (long) PATH_BYTES * count * lines());
    bytes.putInt(BatchMember.VIEW_COUNT.at, count);
    bytes.putInt(BatchMember.BEGINS.at, begins ? 1 : 0);
    return this;
  }

  /**
   * Says which planes are laid out.
   *
   * @param from the first, of those that there are sums of
   * @param image address of room for them
   */
  BatchArguments planes(int from, int count, long image) {
    bytes.putInt(BatchMember.PLANE_FROM.at, from);
    bytes.putInt(BatchMember.PLANE_COUNT.at, count);
    bytes.putLong(BatchMember.IMAGE.at, image);
    return this;
  }

  int nx() {
    return bytes.getInt(BatchMember.NX.at);
  }

  int ny() {
    return bytes.getInt(BatchMember.NY.at);
  }

  int lines() {
    return nx() * ny();
  }

  int depth() {
    return bytes.getInt(BatchMember.DEPTH.at);
  }

  int views() {
    return bytes.getInt(BatchMember.VIEW_COUNT.at);
  }

  int planes() {
    return bytes.getInt(BatchMember.PLANE_COUNT.at);
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
