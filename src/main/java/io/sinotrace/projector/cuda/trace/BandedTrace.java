package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.Detector;
import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.trace.WorkspacePool.Workspace;
import io.sinotrace.volume.Volume;
import java.util.List;

/**
 * Traces with a volume that is larger than the device's memory: it passes through in bands of slabs
 * along the main axis of the rays, ascending, and each ray's sums wait between bands. The additions
 * and their order are the same, and so are the bits.
 *
 * <p>While a band is traced, the next one is brought to the device in the other lane.
 */
public final class BandedTrace {
  private final Gpu gpu;
  private final BoxGeometry geometry;
  private final Volume volume;
  private final TraceOptions options;
  private final int columns;

  public BandedTrace(Gpu gpu, BoxGeometry geometry, Volume volume, TraceOptions options) {
    this.gpu = gpu;
    this.geometry = geometry;
    this.volume = volume;
    this.options = options;
    this.columns = geometry.detector().columns();
  }

  /**
   * Traces views whose rays run alike.
   *
   * @param halvings how often the share of the memory that is taken is halved
   */
  public void project(Workspace workspace, Tile tile, Run run, float[] out, int halvings) {
    gpu.volumes().freeIdle();
    long budget = budget(workspace) >> halvings;
    // The more pixels at a time, the less often the volume has to pass. Each has two sums.
    long most = Math.max(columns, budget / 4 / (2 * Float.BYTES));
    List<Batch> batches = Batch.of(tile, run, columns, most);
    long bandBytes = bandBytes(workspace, batches.get(0), halvings);
    for (Batch batch : batches) {
      trace(workspace, batch, run.course(), bandBytes);
      takeAway(workspace, batch, out);
    }
  }

  /** Returns the bytes that may be used. */
  private long budget(Workspace workspace) {
    return lessALittle(
        gpu.freeMemory() + workspace.lane(0).deviceBytes() + workspace.lane(1).deviceBytes());
  }

  /** Leaves out what the driver takes by itself. */
  private static long lessALittle(long bytes) {
    return bytes - bytes / 32;
  }

  /**
   * Returns the bytes that are left for a band. What a lane holds for another purpose it keeps,
   * from the largest batch to the smallest and from run to run: it need not be found, nor can it be
   * had.
   */
  private long bandBytes(Workspace workspace, Batch largest, int halvings) {
    Lane first = workspace.lane(0);
    Lane second = workspace.lane(1);
    long passing = Uploader.passingBytes(volume.grid());
    long missing =
        Math.max(0, largest.sumBytes(columns) - first.sums.size())
            + Math.max(0, largest.sumBytes(columns) - first.blockSums.size())
            + Math.max(0, largest.columnBytes(columns) - first.columns.size())
            + Math.max(0, largest.tableBytes(columns) - first.tables.size())
            + Math.max(0, passing - first.voxels.size())
            + Math.max(0, passing - second.voxels.size());
    long bytes = gpu.freeMemory() + first.band.size() + second.band.size();
    return ((lessALittle(bytes) >> halvings) - missing) / 2;
  }

  /** Leaves the line integrals of a batch in the sums of the first lane. */
  private void trace(Workspace workspace, Batch batch, Course course, long bandBytes) {
    Lane first = workspace.lane(0);
    DeviceMemory blockSums = first.blockSums.atLeast(batch.sumBytes(columns));
    TraceArguments arguments =
        batch
            .prepare(first, gpu.kernels(), geometry, course, options)
            .blockSums(blockSums.address(0));
    first.finish();
    Detector detector = geometry.detector();
    int n = 0;
    for (int axis = 0; axis < 3; axis++) {
      if (!Course.mayBeMain(geometry, batch, axis, detector.reach())) {
        continue;
      }
      int fastest = course.fastest() != axis ? course.fastest() : OtherAxes.first(axis);
      int size = volume.grid().size(axis);
      int slabs = slabs(fastest, axis, bandBytes);
      for (int from = 0; from < size; from += slabs) {
        Layout layout =
            Layout.band(volume.grid(), fastest, axis, from, Math.min(size, from + slabs));
        band(workspace.lane(n), workspace.lane(n + 1), arguments, layout);
        n++;
      }
    }
    workspace.lane(n).finish();
    workspace.lane(n + 1).finish();
  }

  private int slabs(int fastest, int axis, long bandBytes) {
    long slab = Layout.band(volume.grid(), fastest, axis, 0, 1).bytes();
    if (bandBytes < slab) {
      throw new GpuException(
          Kind.OUT_OF_MEMORY,
          "its free memory does not hold two slabs of %,d bytes beside the rays".formatted(slab));
    }
    return (int) Math.min(volume.grid().size(axis), bandBytes / slab);
  }

  /** Brings a band and traces it, after the band that the other lane has at hand. */
  private void band(Lane lane, Lane other, TraceArguments arguments, Layout layout) {
    lane.finish();
    DeviceMemory memory = lane.band.atLeast(layout.bytes());
    new Uploader(gpu.kernels(), volume).upload(layout, memory, List.of(lane));
    lane.stream().waitFor(other.done());
    gpu.kernels().trace(arguments.voxels(memory, layout, geometry.grid()), lane.stream());
    lane.done().record(lane.stream());
  }

  /** Copies the line integrals, a piece at a time. */
  private void takeAway(Workspace workspace, Batch batch, float[] out) {
    Lane first = workspace.lane(0);
    DeviceMemory sums = first.sums.atLeast(batch.sumBytes(columns));
    int piece = Math.min(batch.pixels(columns), 1 << 22);
    int n = 0;
    for (int at = 0; at < batch.pixels(columns); at += piece) {
      Lane lane = workspace.lane(n++);
      lane.finish();
      int from = at;
      int count = Math.min(piece, batch.pixels(columns) - at);
      PinnedMemory back = lane.sumsBack.atLeast((long) Float.BYTES * count);
      back.copyFrom(sums, (long) Float.BYTES * from, (long) Float.BYTES * count, lane.stream());
      lane.then(() -> back.floats().get(0, out, batch.at() + from, count));
    }
    workspace.lane(n).finish();
    workspace.lane(n + 1).finish();
  }
}
