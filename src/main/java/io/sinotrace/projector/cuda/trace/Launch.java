package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.kernel.KernelModule;
import io.sinotrace.projector.cuda.kernel.LaunchArguments;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.setup.BoxGeometry;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one launch of the kernels traces: some rows of some views.
 *
 * @param viewFrom first view
 * @param views how many
 * @param rowFrom first detector row
 * @param rows how many; all of the tile's, unless there is but one view
 * @param at index of its first pixel in the tile
 */
public record Launch(int viewFrom, int views, int rowFrom, int rows, int at) {
  private static final int MIN_ROWS = 8;

  /**
   * Cuts a group of views into launches.
   *
   * @param tile that the group is of
   * @param most pixels a launch, about: a detector row is never cut
   */
  public static List<Launch> of(Tile tile, ViewGroup group, int columns, long most) {
    // Where rows are few, what they share of a column takes more memory than their pixels.
    long pixelsOfView = (long) Math.max(MIN_ROWS, tile.rows()) * columns;
    int views = (int) Math.max(1, Math.min(group.viewTo() - group.viewFrom(), most / pixelsOfView));
    int rows = views > 1 ? tile.rows() : (int) Math.max(1, Math.min(tile.rows(), most / columns));
    return new Tile(group.viewFrom(), group.viewTo(), tile.rowFrom(), tile.rowTo())
        .cutToSize(views, rows).stream()
            .map(
                part ->
                    new Launch(
                        part.viewFrom(),
                        part.views(),
                        part.rowFrom(),
                        part.rows(),
                        tile.pixelsBefore(part, columns)))
            .toList();
  }

  int pixels(int columns) {
    return views * rows * columns;
  }

  /** Returns the bytes of its line integrals in all channels, as float32. */
  public long sumBytes(int channels, int columns) {
    return (long) Float.BYTES * channels * pixels(columns);
  }

  /** Returns the bytes of what the rows of each detector column share, for all its views. */
  public long columnBytes(int columns) {
    return (long) LaunchArguments.COLUMN_BYTES * views * columns;
  }

  /** Returns the bytes of the tables of views, columns and rows that its rays are set up from. */
  public long tableBytes(int columns) {
    return (long) Double.BYTES
        * ((long) BoxGeometry.NUMBERS_PER_VIEW * views + 2L * columns + rows);
  }

  /**
   * Brings to the device what its rays are set up from, and begins to do so.
   *
   * @param slot that nothing is under way in
   * @param channels of the volume
   * @return what to trace, but for the voxels
   */
  LaunchArguments prepare(
      StreamSlot slot,
      int channels,
      KernelModule kernels,
      BoxGeometry geometry,
      ThreadMapping mapping,
      TraceOptions options) {
    int columns = geometry.detector().columns();
    PinnedMemory out = slot.tablesOut.atLeast(tableBytes(columns));
    DeviceMemory tables = slot.tables.atLeast(tableBytes(columns));
    DeviceMemory shared = slot.columns.atLeast(columnBytes(columns));
    DeviceMemory sums = slot.sums.atLeast(sumBytes(channels, columns));
    writeTables(geometry, out.bytes());
    out.copyTo(tables, 0, tableBytes(columns), slot.stream());
    LaunchArguments arguments =
        new LaunchArguments(geometry, mapping.alongRows(), options)
            .pixels(tables.address(0), views, rows, shared.address(0), sums.address(0));
    kernels.hoist(arguments, slot.stream());
    return arguments;
  }

  /** Writes the numbers of its views, then x and y of the columns, then z of its rows. */
  private void writeTables(BoxGeometry geometry, ByteBuffer to) {
    to.clear();
    for (int view = viewFrom; view < viewFrom + views; view++) {
      geometry.write(view, to);
    }
    Detector detector = geometry.detector();
    for (int c = 0; c < detector.columns(); c++) {
      to.putDouble(detector.x(c));
    }
    for (int c = 0; c < detector.columns(); c++) {
      to.putDouble(detector.y(c));
    }
    for (int r = rowFrom; r < rowFrom + rows; r++) {
      to.putDouble(detector.z(r));
    }
  }
}
