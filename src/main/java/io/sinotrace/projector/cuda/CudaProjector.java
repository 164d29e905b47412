package io.sinotrace.projector.cuda;

import io.sinotrace.geometry.Geometry;
import io.sinotrace.geometry.Tile;
import io.sinotrace.projector.Projector;
import io.sinotrace.projector.cuda.device.DeviceVolume;
import io.sinotrace.projector.cuda.device.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.Uploader;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.cuda.kernel.VoxelLayout;
import io.sinotrace.projector.cuda.trace.BandedTrace;
import io.sinotrace.projector.cuda.trace.Launch;
import io.sinotrace.projector.cuda.trace.ResidentTrace;
import io.sinotrace.projector.cuda.trace.ViewGroup;
import io.sinotrace.projector.setup.BoxGeometry;
import io.sinotrace.volume.Volume;
import java.util.List;

/**
 * Traces on one GPU, with the bits of every other backend.
 *
 * <p>A volume that fits stays on the device; a larger one passes through in bands of slabs.
 */
final class CudaProjector implements Projector {
  /** The name of this backend. */
  static final String NAME = "cuda";

  private final Gpu gpu;
  private final int concurrency;
  private final Volume volume;
  private final DeviceVolume deviceVolume;
  private final BoxGeometry geometry;
  private final int columns;
  private final int channels;
  private final TraceOptions options;

  /**
   * Prepares to trace on a GPU that has been opened.
   *
   * @param concurrency how many threads may use the GPU at a time
   */
  CudaProjector(Gpu gpu, int concurrency, Volume volume, Geometry geometry) {
    this(gpu, concurrency, volume, geometry, TraceOptions.DEFAULT);
  }

  /** As above, with other options than the default. */
  CudaProjector(Gpu gpu, int concurrency, Volume volume, Geometry geometry, TraceOptions options) {
    this.gpu = gpu;
    this.concurrency = concurrency;
    this.volume = volume;
    this.deviceVolume = DeviceVolume.of(volume, gpu);
    this.options = options;
    this.geometry = new BoxGeometry(volume.grid(), geometry);
    this.columns = geometry.detector().columns();
    this.channels = volume.channels();
  }

  @Override
  public String backend() {
    return NAME;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public boolean offloads() {
    return true;
  }

  @Override
  public long pixelsAtATime() {
    // A volume that has to pass through the device should do so for as many pixels as possible.
    boolean fits =
        VoxelLayout.whole(volume.grid(), channels, 0).bytes() <= gpu.usableMemory() / 10 * 9;
    return fits ? 2 * options.launchPixels() : Long.MAX_VALUE;
  }

  /**
   * {@inheritDoc}
   *
   * @throws GpuException if the GPU fails; where that was fatal, this process does not use it again
   */
  @Override
  public void project(Tile tile, float[] out) {
    gpu.inTurn(concurrency, (alone, halvings) -> attempt(tile, out, alone, halvings));
  }

  /**
   * Traces a tile; returns false where the memory did not suffice, and the whole device or less at
   * a time may do.
   *
   * @param alone whether no other thread uses the device: then a volume may pass in bands
   * @param halvings how often the size of launches, and the share of the memory, is halved
   */
  private boolean attempt(Tile tile, float[] out, boolean alone, int halvings) {
    Workspace workspace = null;
    try {
      workspace = gpu.workspaces().take();
      boolean resident = true;
      for (ViewGroup group : ViewGroup.of(geometry, tile)) {
        if (!traceResident(workspace, tile, group, out, halvings)) {
          if (!alone) {
            return false;
          }
          resident = false;
          new BandedTrace(gpu, geometry, volume, options)
              .project(workspace, tile, group, out, channelStride(tile), halvings);
        }
      }
      if (resident) {
        Workspace sound = workspace;
        workspace = null;
        gpu.workspaces().giveBack(sound);
      }
      return true;
    } catch (GpuException e) {
      if (e.kind() == Kind.OUT_OF_MEMORY
          && (!alone || options.launchPixels() >> halvings > columns)) {
        return false;
      }
      throw e;
    } finally {
      if (workspace != null) {
        // After a failure, work may still be under way in it; after bands, it holds memory that
        // volumes need.
        workspace.close();
      }
    }
  }

  /** Traces views with one mapping; returns false where there is no room for the volume. */
  private boolean traceResident(
      Workspace workspace, Tile tile, ViewGroup group, float[] out, int halvings) {
    long most = Math.max(1, (options.launchPixels() >> halvings) / channels);
    List<Launch> launches = Launch.of(tile, group, columns, most);
    List<StreamSlot> slots = List.of(workspace.slot(0), workspace.slot(1));
    try (Lease lease =
        deviceVolume.lease(group.mapping().fastest(), reserve(launches.get(0), slots), slots)) {
      if (lease == null) {
        return false;
      }
      new ResidentTrace(gpu.kernels(), geometry, lease, options)
          .project(workspace, launches, group.mapping(), out, channelStride(tile));
      return true;
    }
  }

  /** Returns from a pixel of a tile in one channel to that in the next. */
  private int channelStride(Tile tile) {
    return Math.toIntExact(tile.pixels(columns));
  }

  /** Returns the device memory that the slots need beside the volume, and do not have yet. */
  private long reserve(Launch largest, List<StreamSlot> slots) {
    long each =
        largest.sumBytes(channels, columns)
            + largest.columnBytes(columns)
            + largest.tableBytes(columns)
            + Uploader.passingBytes(volume.grid());
    return slots.stream().mapToLong(slot -> Math.max(0, each - slot.deviceBytes())).sum();
  }
}
