package io.sinotrace.reconstruction.backprojection.cuda;

import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.KernelImage;
import io.sinotrace.projector.cuda.driver.KernelImage.Kernel;
import io.sinotrace.projector.cuda.driver.KernelSet;
import io.sinotrace.projector.cuda.driver.Stream;

/** The kernels of backprojector.cu. */
final class BackprojectorKernels implements KernelSet {
  private static final String PTX = "backprojector.ptx";

  /** Threads of a block that sets lines up, or lays planes out. */
  private static final int THREADS = 128;

  /** Threads of a block that adds: see {@code ADD} in backprojector.cu. */
  private static final int ADDING_THREADS = 256;

  /** See {@code TILE} in backprojector.cu. */
  private static final int TILE = 4;

  /** See {@code LAID_OUT} in backprojector.cu. */
  private static final int LAID_OUT = 8;

  private final KernelImage image;
  private final Kernel setLines;
  private final Kernel add1;
  private final Kernel add2;
  private final Kernel add4;
  private final Kernel layOut;

  /**
   * Loads the kernels into the current context.
   *
   * @throws GpuException if the driver cannot load them
   */
  BackprojectorKernels() {
    image = new KernelImage(KernelImage.ptx(BackprojectorKernels.class, PTX));
    try {
      setLines = image.kernel("set_lines");
      add1 = image.kernel("add_1");
      add2 = image.kernel("add_2");
      add4 = image.kernel("add_4");
      layOut = image.kernel("lay_out");
    } catch (GpuException e) {
      close();
      throw e;
    }
  }

  /** Works out what the voxels of each line share in each view; before {@link #add}. */
  void setLines(BatchArguments batch, Stream stream) {
    setLines.launch(
        blocks(batch.lines(), THREADS), batch.views(), 1, THREADS, 1, batch.bytes(), stream);
  }

  /** Adds views to planes. */
  void add(BatchArguments batch, Stream stream) {
    int depth = batch.depth();
    int along = Math.min(Portion.WARP, Integer.highestOneBit(2 * depth - 1));
    int lines = ADDING_THREADS / along;
    int run = depth <= along ? 1 : depth <= 2 * along ? 2 : 4;
    Kernel kernel = run == 1 ? add1 : run == 2 ? add2 : add4;
    kernel.launch(
        blocks(batch.nx(), TILE),
        blocks(batch.ny(), lines / TILE),
        blocks(depth, run * along),
        along,
        lines,
        batch.bytes(),
        stream);
  }

  /** Lays planes out as an image is. */
  void layOut(BatchArguments batch, Stream stream) {
    int rows = THREADS / Portion.WARP;
    layOut.launch(
        blocks(batch.nx(), Portion.WARP),
        blocks(batch.ny(), rows),
        blocks(batch.planes(), LAID_OUT),
        Portion.WARP,
        rows,
        batch.bytes(),
        stream);
  }

  private static int blocks(int n, int each) {
    return (n + each - 1) / each;
  }

  @Override
  public void close() {
    image.close();
  }
}
