package io.sinotrace.projector.cuda.kernel;

import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.VoxelGrid;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The {@code struct Launch} of launch.cuh: what a launch traces of a scan. */
public final class LaunchArguments {
  /** Bytes of {@code struct Column}. */
  public static final int COLUMN_BYTES = 104;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(LaunchMember.BYTES).order(ByteOrder.nativeOrder());

  /** Channels that one kernel traces, at most: see {@code TRACE} in tracer.cu. */
  static final int MOST_CHANNELS = 4;

  private final TraceOptions options;
  private boolean wide;
  private int channels;

  /** Addresses of channel 0. */
  private long sums;

  private long blockSums;
  private long voxels;

  /**
   * Sets what holds for all launches of a scan with one mapping; pixels and voxels have to be set
   * before a kernel gets it.
   *
   * @param alongRows whether a warp takes neighbouring rows, not columns
   */
  public LaunchArguments(BoxGeometry geometry, boolean alongRows, TraceOptions options) {
    this.options = options;
    double[] linear = geometry.linear();
    boolean diagonal = true;
    for (int i = 0; i < 9; i++) {
      bytes.putDouble(LaunchMember.LINEAR.at + Double.BYTES * i, linear[i]);
      diagonal &= i % 4 == 0 || linear[i] == 0;
    }
    for (int k = 0; k < 3; k++) {
      bytes.putInt(LaunchMember.N.at + Integer.BYTES * k, geometry.grid().size(k));
    }
    bytes.putInt(LaunchMember.COLUMN_COUNT.at, geometry.detector().columns());
    bytes.putInt(
        LaunchMember.BEAM.at,
        switch (geometry.beam()) {
          case PARALLEL -> 0;
          case CONE -> 1;
          case FAN -> 2;
        });
    bytes.putInt(LaunchMember.DIAGONAL.at, diagonal ? 1 : 0);
    bytes.putInt(LaunchMember.ALONG_ROWS.at, alongRows ? 1 : 0);
  }

  /**
   * Says which pixels are traced, and where their tables lie.
   *
   * @param tables address of the views' numbers, then x and y of the columns, then z of the rows
   * @param columns address of what the rows of a column share
   * @param sums address of the line integrals, channel by channel
   */
  public LaunchArguments pixels(long tables, int views, int rows, long columns, long sums) {
    long columnX = tables + (long) Double.BYTES * BoxGeometry.NUMBERS_PER_VIEW * views;
    long columnY = columnX + (long) Double.BYTES * columns();
    bytes.putLong(LaunchMember.VIEWS.at, tables);
    bytes.putLong(LaunchMember.COLUMN_X.at, columnX);
    bytes.putLong(LaunchMember.COLUMN_Y.at, columnY);
    bytes.putLong(LaunchMember.ROW_Z.at, columnY + (long) Double.BYTES * columns());
    bytes.putInt(LaunchMember.VIEW_COUNT.at, views);
    bytes.putInt(LaunchMember.ROW_COUNT.at, rows);
    bytes.putLong(LaunchMember.COLUMNS.at, columns);
    this.sums = sums;
    return this;
  }

  /** Says where the sums of the blocks of slabs at hand wait between bands, channel by channel. */
  public LaunchArguments blockSums(long address) {
    blockSums = address;
    return this;
  }

  /** Says which voxels are met: the whole volume, or slabs of it, in all channels. */
  public LaunchArguments voxels(DeviceMemory memory, VoxelLayout layout, VoxelGrid grid) {
    boolean whole = layout.bandAxis() < 0;
    channels = layout.channels();
    voxels = memory.address(Float.BYTES * layout.origin());
    bytes.putLong(LaunchMember.CHANNEL_STRIDE.at, layout.floats());
    for (int k = 0; k < 3; k++) {
      bytes.putInt(LaunchMember.STRIDE.at + Integer.BYTES * k, Math.toIntExact(layout.stride()[k]));
    }
    bytes.putInt(LaunchMember.BAND_AXIS.at, layout.bandAxis());
    bytes.putInt(LaunchMember.BAND_FROM.at, whole ? 0 : layout.from());
    bytes.putInt(LaunchMember.BAND_TO.at, whole ? Integer.MAX_VALUE : layout.to());
    bytes.putInt(LaunchMember.FIRST.at, whole || layout.from() == 0 ? 1 : 0);
    bytes.putInt(
        LaunchMember.LAST.at, whole || layout.to() == grid.size(layout.bandAxis()) ? 1 : 0);
    wide = layout.wide() || options.wideOffsets();
    return this;
  }

  /** Sets the first channel that the next kernel traces. */
  LaunchArguments fromChannel(int channel) {
    long sumsBefore = (long) Float.BYTES * channel * views() * rows() * columns();
    bytes.putLong(LaunchMember.SUMS.at, sums + sumsBefore);
    bytes.putLong(LaunchMember.BLOCK_SUMS.at, blockSums + sumsBefore);
    long voxelsBefore = Float.BYTES * bytes.getLong(LaunchMember.CHANNEL_STRIDE.at) * channel;
    bytes.putLong(LaunchMember.VOLUME.at, voxels + voxelsBefore);
    return this;
  }

  int channels() {
    return channels;
  }

  int views() {
    return bytes.getInt(LaunchMember.VIEW_COUNT.at);
  }

  int rows() {
    return bytes.getInt(LaunchMember.ROW_COUNT.at);
  }

  int columns() {
    return bytes.getInt(LaunchMember.COLUMN_COUNT.at);
  }

  boolean alongRows() {
    return bytes.getInt(LaunchMember.ALONG_ROWS.at) != 0;
  }

  /** Returns whether 32 bits are not taken for the offsets of voxels. */
  boolean wide() {
    return wide;
  }

  BlockShape block() {
    return options.block();
  }

  ByteBuffer bytes() {
    return bytes;
  }
}
