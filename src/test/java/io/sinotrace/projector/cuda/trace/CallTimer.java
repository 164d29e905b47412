package io.sinotrace.projector.cuda.trace;

import io.sinotrace.projector.Resources;
import io.sinotrace.projector.cuda.BenchmarkScan;
import io.sinotrace.projector.cuda.device.DeviceVolume;
import io.sinotrace.projector.cuda.device.DeviceVolumes.Lease;
import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.device.StreamSlot;
import io.sinotrace.projector.cuda.device.WorkspacePool.Workspace;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.GpuException.Kind;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.projector.cuda.kernel.LaunchArguments;
import io.sinotrace.projector.cuda.kernel.TraceOptions;
import io.sinotrace.projector.setup.BoxGeometry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times the steps of one warm call of a projector by the host's clock, one after the other: where
 * the time of a small projection goes that the kernels do not take.
 */
public final class CallTimer {
  private final Gpu gpu;
  private final BenchmarkScan scan;
  private final BoxGeometry geometry;
  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private long last;

  /** Prepares to time calls that trace the whole scan in one launch. */
  public CallTimer(Gpu gpu, BenchmarkScan scan) {
    this.gpu = gpu;
    this.scan = scan;
    this.geometry = new BoxGeometry(scan.volume().grid(), scan.geometry());
  }

  /** Returns the seconds that each step took in each of so many calls, the steps in order. */
  public Map<String, List<Double>> time(int calls) {
    float[] out = new float[Math.toIntExact(scan.geometry().rays())];
    for (int i = 0; i < calls; i++) {
      last = System.nanoTime();
      gpu.inTurn(Resources.GPU_CONCURRENCY, () -> call(out));
      lap("leaving the context and the turn");
    }
    return seconds;
  }

  private boolean call(float[] out) {
    lap("taking a turn and the context");
    Workspace workspace = gpu.workspaces().take();
    boolean done = false;
    try {
      call(workspace.slot(0), out);
      done = true;
    } finally {
      if (done) {
        gpu.workspaces().giveBack(workspace);
      } else {
        workspace.close();
      }
    }
    long unused = gpu.freeMemory();
    lap("beside it: asking for the free memory");
    return done;
  }

  private void call(StreamSlot slot, float[] out) {
    ViewGroup group = ViewGroup.of(geometry, scan.geometry().all()).get(0);
    int columns = geometry.detector().columns();
    Launch launch = Launch.of(scan.geometry().all(), group, columns, out.length).get(0);
    long bytes = launch.sumBytes(1, columns);
    lap("planning the launch");
    try (Lease lease =
        DeviceVolume.of(scan.volume(), gpu).lease(group.mapping().fastest(), 0, List.of(slot))) {
      if (lease == null) {
        throw new GpuException(Kind.OUT_OF_MEMORY, "the volume does not fit");
      }
      lap("leasing the volume");
      slot.finish();
      lap("waiting for a stream without work");
      LaunchArguments arguments =
          launch
              .prepare(slot, 1, gpu.kernels(), geometry, group.mapping(), TraceOptions.DEFAULT)
              .voxels(lease.memory(), lease.layout(), geometry.grid());
      lap("writing tables and queueing their copy and hoist");
      gpu.kernels().trace(arguments, slot.stream());
      lap("queueing trace");
      PinnedMemory back = slot.sumsBack.atLeast(bytes);
      back.copyFrom(slot.sums.atLeast(bytes), 0, bytes, slot.stream());
      lap("queueing the copy back");
      slot.finish();
      lap("waiting for the device");
      back.floats().get(0, out, 0, out.length);
      lap("copying out of pinned memory");
    }
  }

  private void lap(String step) {
    long now = System.nanoTime();
    seconds.computeIfAbsent(step, key -> new ArrayList<>()).add((now - last) * 1e-9);
    last = System.nanoTime();
  }
}
