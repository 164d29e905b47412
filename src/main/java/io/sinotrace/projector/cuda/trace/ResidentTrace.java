package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.cuda.device.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.kernel.KernelModule;
import io.sinotrace.projector.cuda.kernel.LaunchArguments;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.setup.BoxGeometry;
import java.util.List;

/**
 * Traces with a volume that lies on the device: launches take turns in two slots, so that one is
 * traced while the results of the other are copied and taken away.
 */
public final class ResidentTrace {
  private final KernelModule kernels;
  private final BoxGeometry geometry;
  private final Lease volume;
  private final TraceOptions options;
  private final int columns;

  /**
   * Prepares to trace.
   *
   * @param volume the lease of its copy on the device; stays the caller's, and has to be held until
   *     {@link #project} has returned
   */
  public ResidentTrace(
      KernelModule kernels, BoxGeometry geometry, Lease volume, TraceOptions options) {
    this.kernels = kernels;
    this.geometry = geometry;
    this.volume = volume;
    this.options = options;
    this.columns = geometry.detector().columns();
  }

  /**
   * Traces launches with one mapping, and returns when all results are in {@code out}. The device's
   * context must be current.
   *
   * @param out line integrals of the tile; in channel c each launch's are from {@link Launch#at}
   *     {@code + c * channelStride} on
   * @throws io.sinotrace.projector.cuda.driver.GpuException if the device fails or its memory does
   *     not suffice; work may still be under way in the workspace then
   */
  public void project(
      Workspace workspace,
      List<Launch> launches,
      ThreadMapping mapping,
      float[] out,
      int channelStride) {
    int n = 0;
    for (Launch launch : launches) {
      StreamSlot slot = workspace.slot(n++);
      slot.finish();
      start(slot, launch, mapping, out, channelStride);
    }
    workspace.slot(n).finish();
    workspace.slot(n + 1).finish();
  }

  private void start(
      StreamSlot slot, Launch launch, ThreadMapping mapping, float[] out, int channelStride) {
    int channels = volume.layout().channels();
    long bytes = launch.sumBytes(channels, columns);
    LaunchArguments arguments =
        launch
            .prepare(slot, channels, kernels, geometry, mapping, options)
            .voxels(volume.memory(), volume.layout(), geometry.grid());
    kernels.trace(arguments, slot.stream());
    PinnedMemory back = slot.sumsBack.atLeast(bytes);
    back.copyFrom(slot.sums.atLeast(bytes), 0, bytes, slot.stream());
    int pixels = launch.pixels(columns);
    slot.then(
        () -> {
          for (int c = 0; c < channels; c++) {
            back.floats().get(c * pixels, out, launch.at() + c * channelStride, pixels);
          }
        });
  }
}
