package io.sinotrace.projector.cuda.trace;

import io.sinotrace.geometry.OtherAxes;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.Uploader;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.kernel.LaunchArguments;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import java.util.List;

/**
 * Traces with a volume that is larger than the device's memory: it passes through in bands of slabs
 * along the main axis of the rays, ascending, and each ray's sums wait between bands. The additions
 * and their order are the same, and so are the bits.
 *
 * <p>While a band is traced, the next one is brought to the device in the other slot.
 */
public final class BandedTrace {
  private final Gpu gpu;
  private final BoxGeometry geometry;
  private final Volume volume;
  private final TraceOptions options;
  private final int columns;
  private final int channels;

  /**
   * Prepares to trace; takes no memory of the device yet.
   *
   * @param gpu that is open, and that no other thread uses during {@link #project}
   * @param volume whose voxels are read anew for every launch; stays the caller's
   */
  public BandedTrace(Gpu gpu, BoxGeometry geometry, Volume volume, TraceOptions options) {
    this.gpu = gpu;
    this.geometry = geometry;
    this.volume = volume;
    this.options = options;
    this.columns = geometry.detector().columns();
    this.channels = volume.channels();
  }

  /**
   * Traces views with one mapping.
   *
   * @param out line integrals of the tile; of each channel {@code channelStride} floats farther on
   * @param halvings how often the share of the memory that is taken is halved
   */
  public void project(
      Workspace workspace,
      Tile tile,
      ViewGroup group,
      float[] out,
      int channelStride,
      int halvings) {
    gpu.volumes().freeIdle();
    long budget = budget(workspace) >> halvings;
    // The more pixels at a time, the less often the volume has to pass. Each has two sums a
    // channel.
    long most = Math.max(columns, budget / 4 / (2L * Float.BYTES * channels));
    List<Launch> launches = Launch.of(tile, group, columns, most);
    long bandBytes = bandBytes(workspace, launches.get(0), halvings);
    for (Launch launch : launches) {
      trace(workspace, launch, group.mapping(), bandBytes);
      takeAway(workspace, launch, out, channelStride);
    }
  }

  /** Returns the bytes that may be used. */
  private long budget(Workspace workspace) {
    return withoutDriverShare(
        gpu.freeMemory() + workspace.slot(0).deviceBytes() + workspace.slot(1).deviceBytes());
  }

  /** Leaves out what the driver takes by itself. */
  private static long withoutDriverShare(long bytes) {
    return bytes - bytes / 32;
  }

  /**
   * Returns the bytes that are left for a band. What a slot holds for another purpose it keeps,
   * from the largest launch to the smallest and from group to group: it need not be found, nor can
   * it be had.
   */
  private long bandBytes(Workspace workspace, Launch largest, int halvings) {
    StreamSlot first = workspace.slot(0);
    StreamSlot second = workspace.slot(1);
    long passing = Uploader.passingBytes(volume.grid());
    long missing =
        Math.max(0, largest.sumBytes(channels, columns) - first.sums.size())
            + Math.max(0, largest.sumBytes(channels, columns) - first.blockSums.size())
            + Math.max(0, largest.columnBytes(columns) - first.columns.size())
            + Math.max(0, largest.tableBytes(columns) - first.tables.size())
            + Math.max(0, passing - first.voxels.size())
            + Math.max(0, passing - second.voxels.size());
    long bytes = gpu.freeMemory() + first.band.size() + second.band.size();
    return ((withoutDriverShare(bytes) >> halvings) - missing) / 2;
  }

  /** Leaves the line integrals of a launch in the sums of the first slot. */
  private void trace(Workspace workspace, Launch launch, ThreadMapping mapping, long bandBytes) {
    StreamSlot first = workspace.slot(0);
    DeviceMemory blockSums = first.blockSums.atLeast(launch.sumBytes(channels, columns));
    LaunchArguments arguments =
        launch
            .prepare(first, channels, gpu.kernels(), geometry, mapping, options)
            .blockSums(blockSums.address(0));
    first.finish();
    int n = 0;
    for (int axis = 0; axis < 3; axis++) {
      if (!ThreadMapping.mayBeMain(geometry, launch, axis)) {
        continue;
      }
      int fastest = mapping.fastest() != axis ? mapping.fastest() : OtherAxes.first(axis);
      int size = volume.grid().size(axis);
      int slabs = slabs(fastest, axis, bandBytes);
      for (int from = 0; from < size; from += slabs) {
        VoxelLayout layout =
            VoxelLayout.band(
                volume.grid(), channels, fastest, axis, from, Math.min(size, from + slabs));
        band(workspace.slot(n), workspace.slot(n + 1), arguments, layout);
        n++;
      }
    }
    workspace.slot(n).finish();
    workspace.slot(n + 1).finish();
  }

  private int slabs(int fastest, int axis, long bandBytes) {
    long slab = VoxelLayout.band(volume.grid(), channels, fastest, axis, 0, 1).bytes();
    if (bandBytes < slab) {
      throw new GpuException(
          Kind.OUT_OF_MEMORY,
          "its free memory does not hold two slabs of %,d bytes beside the rays".formatted(slab));
    }
    return (int) Math.min(volume.grid().size(axis), bandBytes / slab);
  }

  /** Brings a band and traces it, after the band that the other slot has at hand. */
  private void band(
      StreamSlot slot, StreamSlot other, LaunchArguments arguments, VoxelLayout layout) {
    slot.finish();
    DeviceMemory memory = slot.band.atLeast(layout.bytes());
    new Uploader(gpu.kernels(), volume).upload(layout, memory, List.of(slot));
    slot.stream().waitFor(other.done());
    gpu.kernels().trace(arguments.voxels(memory, layout, geometry.grid()), slot.stream());
    slot.done().record(slot.stream());
  }

  /** Copies the line integrals, a piece at a time. */
  private void takeAway(Workspace workspace, Launch launch, float[] out, int channelStride) {
    StreamSlot first = workspace.slot(0);
    DeviceMemory sums = first.sums.atLeast(launch.sumBytes(channels, columns));
    int pixels = launch.pixels(columns);
    int piece = Math.min(pixels, 1 << 22);
    int n = 0;
    for (int c = 0; c < channels; c++) {
      for (int at = 0; at < pixels; at += piece) {
        StreamSlot slot = workspace.slot(n++);
        slot.finish();
        int to = launch.at() + c * channelStride + at;
        int count = Math.min(piece, pixels - at);
        long bytes = (long) Float.BYTES * count;
        PinnedMemory back = slot.sumsBack.atLeast(bytes);
        back.copyFrom(sums, Float.BYTES * ((long) c * pixels + at), bytes, slot.stream());
        slot.then(() -> back.floats().get(0, out, to, count));
      }
    }
    workspace.slot(n).finish();
    workspace.slot(n + 1).finish();
  }
}
