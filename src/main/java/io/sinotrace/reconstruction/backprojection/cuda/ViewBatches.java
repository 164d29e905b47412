package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.cuda.device.Gpu;
import io.sinotrace.projector.cuda.driver.DeviceMemory;
import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.PinnedMemory;
import io.sinotrace.reconstruction.backprojection.FilteredViews;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Planes whose sums are on a device, and the batches of views that pass through it. While a batch
 * is added, the next one is brought to the device. The device's context must be current.
 */
final class ViewBatches implements AutoCloseable {
  /** Zeros before the first column, whose rows may be asked for from below the first. */
  private static final int LEAD = FilteredViews.ALIGNMENT;

  private final Scan scan;
  private final Portion portion;
  private final BackprojectorKernels kernels;
  private final DeviceMemory sums;
  private final BatchSlot first;
  private final BatchSlot second;

  /**
   * Takes the memory that the sums need; that of batches follows with the first of them.
   *
   * @param portion planes and views at a time
   * @throws GpuException if there is too little
   */
  ViewBatches(Gpu gpu, Scan scan, Portion portion) {
    this.scan = scan;
    this.portion = portion;
    this.kernels = gpu.kernels(BackprojectorKernels.class, BackprojectorKernels::new);
    this.sums = new DeviceMemory(portion.sumBytes(scan), gpu.limit());
    BatchSlot one = null;
    try {
      one = new BatchSlot(gpu.limit());
      second = new BatchSlot(gpu.limit());
    } catch (GpuException e) {
      if (one != null) {
        one.close();
      }
      sums.close();
      throw e;
    }
    first = one;
  }

  private BatchSlot slot(int n) {
    return n % 2 == 0 ? first : second;
  }

  BackprojectorKernels kernels() {
    return kernels;
  }

  /** Returns the arguments of planes that begin at {@code zFrom}, but for their batches. */
  BatchArguments arguments(int zFrom, int depth) {
    return new BatchArguments(scan, zFrom, depth, sums.address(0), portion.sumStride());
  }

  /**
   * Computes planes, at most as many as a portion has.
   *
   * @param image receives [z][y][x] of them
   * @param at where they begin there
   */
  void planes(int zFrom, int depth, float[] image, int at) {
    BatchArguments arguments = arguments(zFrom, depth);
    int n = 0;
    for (int view = 0; view < scan.orbit().views(); view += portion.views()) {
      BatchSlot slot = slot(n);
      // What was here is through.
      slot.finish();
      BatchArguments batch = bring(slot, view, arguments);
      kernels.setLines(batch, slot.stream());
      slot.stream().waitFor(slot(n + 1).added());
      kernels.add(batch, slot.stream());
      slot.added().record(slot.stream());
      n++;
    }
    first.finish();
    second.finish();
    takeAway(arguments, depth, image, at);
  }

  /** Begins to bring a batch to the device; {@code slot} has nothing under way. */
  BatchArguments bring(BatchSlot slot, int view, BatchArguments arguments) {
    int count = Math.min(portion.views(), scan.orbit().views() - view);
    int lead = Math.toIntExact(up(2L * Double.BYTES * count, LEAD * Float.BYTES));
    int values = lead + LEAD * Float.BYTES;
    long bytes = values + (long) Float.BYTES * count * scan.viewFloats();
    PinnedMemory out = slot.host.atLeast(bytes);
    ByteBuffer angles = out.bytes();
    FloatBuffer floats = out.floats();
    for (int k = 0; k < count; k++) {
      angles.putDouble(2 * k * Double.BYTES, scan.orbit().cos()[view + k]);
      angles.putDouble((2 * k + 1) * Double.BYTES, scan.orbit().sin()[view + k]);
    }
    floats.put(lead / Float.BYTES, new float[LEAD]);
    for (int k = 0; k < count; k++) {
      floats.put(
          values / Float.BYTES + k * scan.viewFloats(),
          scan.views().view(view + k),
          scan.views().at(-1),
          scan.viewFloats());
    }
    DeviceMemory there = slot.device.atLeast(bytes);
    out.copyTo(there, 0, bytes, slot.stream());
    DeviceMemory paths =
        slot.paths.atLeast((long) BatchArguments.LINE_BYTES * count * scan.lines());
    return arguments.batch(
        count, there.address(0), there.address(values), paths.address(0), view == 0);
  }

  /** Brings planes back that all views have been added to. */
  private void takeAway(BatchArguments arguments, int depth, float[] image, int at) {
    int lines = scan.lines();
    // As many as fit where a batch was, one at least.
    int each = (int) Math.max(1, Math.min(depth, first.device.size() / scan.planeBytes()));
    int n = 0;
    for (int plane = 0; plane < depth; plane += each) {
      int count = Math.min(each, depth - plane);
      long bytes = scan.planeBytes() * count;
      BatchSlot slot = slot(n++);
      slot.finish();
      DeviceMemory there = slot.device.atLeast(bytes);
      PinnedMemory back = slot.host.atLeast(bytes);
      kernels.layOut(arguments.planes(plane, count, there.address(0)), slot.stream());
      back.copyFrom(there, 0, bytes, slot.stream());
      int to = at + plane * lines;
      slot.then(() -> back.floats().get(0, image, to, count * lines));
    }
    first.finish();
    second.finish();
  }

  private static long up(long bytes, int to) {
    return (bytes + to - 1) / to * to;
  }

  /** Waits for what is under way, and gives all memory back. */
  @Override
  public void close() {
    first.close();
    second.close();
    sums.close();
  }
}
