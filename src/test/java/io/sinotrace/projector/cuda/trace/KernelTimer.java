package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BenchmarkScan;
import io.sinotrace.projector.cuda.device.DeviceVolume;
import io.sinotrace.projector.cuda.device.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.kernel.LaunchArguments;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.setup.BoxGeometry;
import java.util.List;

/**
 * Times the kernels by the device's own clock: the volume lies on the device, and nothing is copied
 * back.
 */
public final class KernelTimer {
  private final Gpu gpu;
  private final BenchmarkScan scan;
  private final BoxGeometry geometry;

  /**
   * What the kernels took for all views.
   *
   * @param trace seconds of the rays
   * @param hoist seconds of what the rows of a column share
   */
  public record Seconds(double trace, double hoist) {
    private Seconds plus(Seconds o) {
      return new Seconds(trace + o.trace, hoist + o.hoist);
    }
  }

  public KernelTimer(Gpu gpu, BenchmarkScan scan) {
    this.gpu = gpu;
    this.scan = scan;
    this.geometry = new BoxGeometry(scan.volume().grid(), scan.geometry());
  }

  /**
   * Traces the whole scan once.
   *
   * @param repeats how often each launch is repeated; its time is the mean
   * @throws GpuException if the volume does not fit into the device's memory, or the device fails
   */
  public Seconds time(TraceOptions options, int repeats) {
    return gpu.inTurn(
        Resources.GPU_CONCURRENCY,
        () -> {
          Workspace workspace = gpu.workspaces().take();
          boolean done = false;
          try {
            Seconds all = new Seconds(0, 0);
            for (ViewGroup group : ViewGroup.of(geometry, scan.geometry().all())) {
              all = all.plus(time(workspace, group, options, repeats));
            }
            done = true;
            return all;
          } finally {
            if (done) {
              gpu.workspaces().giveBack(workspace);
            } else {
              workspace.close();
            }
          }
        });
  }

  private Seconds time(Workspace workspace, ViewGroup group, TraceOptions options, int repeats) {
    List<StreamSlot> slots = List.of(workspace.slot(0), workspace.slot(1));
    try (Lease lease =
        DeviceVolume.of(scan.volume(), gpu).lease(group.mapping().fastest(), 0, slots)) {
      if (lease == null) {
        throw new GpuException(
            Kind.OUT_OF_MEMORY, "the volume does not fit, so the kernel cannot be timed alone");
      }
      int columns = geometry.detector().columns();
      Seconds all = new Seconds(0, 0);
      for (Launch launch :
          Launch.of(scan.geometry().all(), group, columns, options.launchPixels())) {
        LaunchArguments arguments =
            launch
                .prepare(workspace.slot(0), 1, gpu.kernels(), geometry, group.mapping(), options)
                .voxels(lease.memory(), lease.layout(), geometry.grid());
        all = all.plus(time(workspace.slot(0), arguments, repeats));
      }
      return all;
    }
  }

  private Seconds time(StreamSlot slot, LaunchArguments arguments, int repeats) {
    slot.finish();
    try (Event begin = new Event();
        Event hoisted = new Event();
        Event traced = new Event()) {
      begin.record(slot.stream());
      for (int i = 0; i < repeats; i++) {
        gpu.kernels().hoist(arguments, slot.stream());
      }
      hoisted.record(slot.stream());
      for (int i = 0; i < repeats; i++) {
        gpu.kernels().trace(arguments, slot.stream());
      }
      traced.record(slot.stream());
      return new Seconds(
          traced.secondsSince(hoisted) / repeats, hoisted.secondsSince(begin) / repeats);
    }
  }
}
