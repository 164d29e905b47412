package io.sinotrace.projector.cuda;

import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The {@code struct Launch} of launch.cuh: what a launch traces of a scan. */
final class TraceArguments {
  /** Bytes of {@code struct Column}. */
  static final int COLUMN_BYTES = 104;

  private static final int BYTES = 200;

  private static final int VOLUME = 0;
  private static final int VIEWS = 8;
  private static final int COLUMN_X = 16;
  private static final int COLUMN_Y = 24;
  private static final int ROW_Z = 32;
  private static final int COLUMNS = 40;
  private static final int SUMS = 48;
  private static final int LINEAR = 56;
  private static final int STRIDE = 128;
  private static final int N = 140;
  private static final int VIEW_COUNT = 152;
  private static final int ROW_COUNT = 156;
  private static final int COLUMN_COUNT = 160;
  private static final int BEAM = 164;
  private static final int DIAGONAL = 168;
  private static final int ALONG_ROWS = 172;
  private static final int BAND_AXIS = 176;
  private static final int BAND_FROM = 180;
  private static final int BAND_TO = 184;
  private static final int FIRST = 188;
  private static final int LAST = 192;

  private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
  private boolean wide;

  TraceArguments(BoxGeometry geometry, boolean alongRows) {
    double[] linear = geometry.linear();
    boolean diagonal = true;
    for (int i = 0; i < 9; i++) {
      bytes.putDouble(LINEAR + Double.BYTES * i, linear[i]);
      diagonal &= i % 4 == 0 || linear[i] == 0;
    }
    for (int k = 0; k < 3; k++) {
      bytes.putInt(N + Integer.BYTES * k, geometry.grid().size(k));
    }
    bytes.putInt(COLUMN_COUNT, geometry.detector().columns());
    bytes.putInt(
        BEAM,
        switch (geometry.beam()) {
          case PARALLEL -> 0;
          case CONE -> 1;
          case FAN -> 2;
        });
    bytes.putInt(DIAGONAL, diagonal ? 1 : 0);
    bytes.putInt(ALONG_ROWS, alongRows ? 1 : 0);
  }

  /**
   * Says which pixels are traced, and where their tables lie.
   *
   * @param tables address of the views' numbers, then x and y of the columns, then z of the rows
   * @param columns address of what the rows of a column share
   * @param sums address of the line integrals
   */
  TraceArguments pixels(long tables, int views, int rows, long columns, long sums) {
    long columnX = tables + (long) Double.BYTES * BoxGeometry.STRIDE * views;
    long columnY = columnX + (long) Double.BYTES * columns();
    bytes.putLong(VIEWS, tables);
    bytes.putLong(COLUMN_X, columnX);
    bytes.putLong(COLUMN_Y, columnY);
    bytes.putLong(ROW_Z, columnY + (long) Double.BYTES * columns());
    bytes.putInt(VIEW_COUNT, views);
    bytes.putInt(ROW_COUNT, rows);
    bytes.putLong(COLUMNS, columns);
    bytes.putLong(SUMS, sums);
    return this;
  }

  /** Says which voxels are met: the whole volume, or slabs of it. */
  TraceArguments voxels(DeviceMemory memory, Layout layout, VoxelGrid grid) {
    boolean whole = layout.bandAxis() < 0;
    bytes.putLong(VOLUME, memory.address(Float.BYTES * layout.origin()));
    for (int k = 0; k < 3; k++) {
      bytes.putInt(STRIDE + Integer.BYTES * k, Math.toIntExact(layout.stride()[k]));
    }
    bytes.putInt(BAND_AXIS, layout.bandAxis());
    bytes.putInt(BAND_FROM, whole ? 0 : layout.from());
    bytes.putInt(BAND_TO, whole ? Integer.MAX_VALUE : layout.to());
    bytes.putInt(FIRST, whole || layout.from() == 0 ? 1 : 0);
    bytes.putInt(LAST, whole || layout.to() == grid.size(layout.bandAxis()) ? 1 : 0);
    wide = layout.wide();
    return this;
  }

  int views() {
    return bytes.getInt(VIEW_COUNT);
  }

  int rows() {
    return bytes.getInt(ROW_COUNT);
  }

  int columns() {
    return bytes.getInt(COLUMN_COUNT);
  }

  boolean alongRows() {
    return bytes.getInt(ALONG_ROWS) != 0;
  }

  boolean wide() {
    return wide;
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
