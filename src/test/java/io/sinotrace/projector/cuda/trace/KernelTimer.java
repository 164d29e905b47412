package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BenchmarkScan;
import io.sinotrace.projector.cuda.driver.Event;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.trace.VolumeStore.Loan;
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
  public record Seconds(double trace, double hoist) {}

  public KernelTimer(Gpu gpu, BenchmarkScan scan) {
    this.gpu = gpu;
    this.scan = scan;
    this.geometry = new BoxGeometry(scan.volume().grid(), scan.geometry());
  }

  /**
   * Traces the whole scan once.
   *
   * @param batchPixels pixels of a launch, about
   * @param launches how often each launch is repeated; its time is the mean
   * @throws GpuException if the volume does not fit into the device's memory, or the device fails
   */
  public Seconds time(long batchPixels, int launches) {
    double[] seconds = new double[2];
    gpu.inTurn(
        Resources.GPU_CONCURRENCY,
        () -> {
          Workspace workspace = gpu.workspaces().take();
          boolean done = false;
          try {
            for (Run run : Run.of(geometry, scan.geometry().all())) {
              time(workspace, run, batchPixels, launches, seconds);
            }
            done = true;
          } finally {
            if (done) {
              gpu.workspaces().giveBack(workspace);
            } else {
              workspace.close();
            }
          }
        });
    return new Seconds(seconds[0], seconds[1]);
  }

  private void time(
      Workspace workspace, Run run, long batchPixels, int launches, double[] seconds) {
    List<Lane> lanes = List.of(workspace.lane(0), workspace.lane(1));
    try (Loan loan = gpu.volumes().borrow(scan.volume(), run.course().fastest(), 0, lanes)) {
      if (loan == null) {
        throw new GpuException(
            Kind.OUT_OF_MEMORY, "the volume does not fit, so the kernel cannot be timed alone");
      }
      int columns = geometry.detector().columns();
      for (Batch batch : Batch.of(scan.geometry().all(), run, columns, batchPixels)) {
        time(workspace.lane(0), batch, run.course(), loan, launches, seconds);
      }
    }
  }

  private void time(
      Lane lane, Batch batch, Course course, Loan loan, int launches, double[] seconds) {
    TraceArguments arguments =
        batch
            .prepare(lane, gpu.kernels(), geometry, course)
            .voxels(loan.memory(), loan.layout(), geometry.grid());
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
      seconds[0] += traced.secondsSince(hoisted) / launches;
      seconds[1] += hoisted.secondsSince(begin) / launches;
    }
  }
}
