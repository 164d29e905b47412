package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.BoxGeometry;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.trace.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.trace.WorkspacePool.Workspace;
import java.util.List;

/**
 * Traces with a volume that lies on the device: batches take turns in two lanes, so that one is
 * traced while the results of the other are copied and taken away.
 */
public final class ResidentTrace {
  private final Kernels kernels;
  private final BoxGeometry geometry;
  private final Lease volume;
  private final TraceOptions options;
  private final int columns;

  public ResidentTrace(Kernels kernels, BoxGeometry geometry, Lease volume, TraceOptions options) {
    this.kernels = kernels;
    this.geometry = geometry;
    this.volume = volume;
    this.options = options;
    this.columns = geometry.detector().columns();
  }

  public void project(Workspace workspace, List<Batch> batches, Course course, float[] out) {
    int n = 0;
    for (Batch batch : batches) {
      Lane lane = workspace.lane(n++);
      lane.finish();
      start(lane, batch, course, out);
    }
    workspace.lane(n).finish();
    workspace.lane(n + 1).finish();
  }

  private void start(Lane lane, Batch batch, Course course, float[] out) {
    long bytes = batch.sumBytes(columns);
    TraceArguments arguments =
        batch
            .prepare(lane, kernels, geometry, course, options)
            .voxels(volume.memory(), volume.layout(), geometry.grid());
    kernels.trace(arguments, lane.stream());
    PinnedMemory back = lane.sumsBack.atLeast(bytes);
    back.copyFrom(lane.sums.atLeast(bytes), 0, bytes, lane.stream());
    lane.then(() -> back.floats().get(0, out, batch.at(), batch.pixels(columns)));
  }
}
