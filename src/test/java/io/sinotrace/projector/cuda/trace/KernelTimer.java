package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BenchmarkScan;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.trace.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.trace.WorkspacePool.Workspace;
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
   * @param launches how often each launch is repeated; its time is the mean
   * @throws GpuException if the volume does not fit into the device's memory, or the device fails
   */
  public Seconds time(TraceOptions options, int launches) {
    return gpu.inTurn(
        Resources.GPU_CONCURRENCY,
        () -> {
          Workspace workspace = gpu.workspaces().take();
          boolean done = false;
          try {
            Seconds all = new Seconds(0, 0);
            for (Run run : Run.of(geometry, scan.geometry().all())) {
              all = all.plus(time(workspace, run, options, launches));
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

  private Seconds time(Workspace workspace, Run run, TraceOptions options, int launches) {
    List<Lane> lanes = List.of(workspace.lane(0), workspace.lane(1));
    try (Lease lease =
        DeviceVolume.of(scan.volume(), gpu).lease(run.course().fastest(), 0, lanes)) {
      if (lease == null) {
        throw new GpuException(
            Kind.OUT_OF_MEMORY, "the volume does not fit, so the kernel cannot be timed alone");
      }
      int columns = geometry.detector().columns();
      Seconds all = new Seconds(0, 0);
      for (Batch batch : Batch.of(scan.geometry().all(), run, columns, options.batchPixels())) {
        TraceArguments arguments =
            batch
                .prepare(workspace.lane(0), gpu.kernels(), geometry, run.course(), options)
                .voxels(lease.memory(), lease.layout(), geometry.grid());
        all = all.plus(time(workspace.lane(0), arguments, launches));
      }
      return all;
    }
  }

  private Seconds time(Lane lane, TraceArguments arguments, int launches) {
    lane.finish();
    try (Event begin = new Event();
        Event hoisted = new Event();
        Event traced = new Event()) {
      begin.record(lane.stream());
      for (int i = 0; i < launches; i++) {
        gpu.kernels().hoist(arguments, lane.stream());
      }
      hoisted.record(lane.stream());
      for (int i = 0; i < launches; i++) {
        gpu.kernels().trace(arguments, lane.stream());
      }
      traced.record(lane.stream());
      return new Seconds(
          traced.secondsSince(hoisted) / launches, hoisted.secondsSince(begin) / launches);
    }
  }
}
