package io.sinotrace.projector.cuda.kernel;

import io.sinotrace.projector.cuda.driver.GpuException;
import io.sinotrace.projector.cuda.driver.KernelImage;
import io.sinotrace.projector.cuda.driver.KernelImage.Kernel;
import io.sinotrace.projector.cuda.driver.KernelSet;
import io.sinotrace.projector.cuda.driver.Stream;
import java.nio.charset.StandardCharsets;

/** The tracer's kernels ({@code src/main/cuda/tracer.cu}), loaded into one device's context. */
public final class KernelModule implements KernelSet {
  private static final String PTX = "tracer.ptx";

  private static final int WARP = 32;

  /** Warps of a block that lays out voxels. */
  private static final int WARPS = 4;

  private final KernelImage image;
  private final Kernel hoist;

  /** Of one channel, of two, and so on. */
  private final Kernel[] trace = new Kernel[LaunchArguments.MOST_CHANNELS];

  private final Kernel[] traceWide = new Kernel[LaunchArguments.MOST_CHANNELS];
  private final Kernel arrange;

  /**
   * Loads the kernels into the current context.
   *
   * @throws GpuException if the driver cannot load them
   */
  public KernelModule() {
    image = new KernelImage(ptx());
    try {
      hoist = image.kernel("hoist");
      for (int n = 1; n <= LaunchArguments.MOST_CHANNELS; n++) {
        trace[n - 1] = image.kernel("trace_" + n);
        traceWide[n - 1] = image.kernel("trace_wide_" + n);
      }
      arrange = image.kernel("arrange");
    } catch (GpuException e) {
      close();
      throw e;
    }
  }

  /** Returns what the PTX asks of a driver and a device, e.g. {@code PTX 6.3, sm_60}. */
  public static String target() {
    String text = new String(ptx(), StandardCharsets.US_ASCII);
    return "PTX "
        + text.replaceFirst("(?s).*?\\n\\.version (\\S+).*", "$1")
        + ", "
        + text.replaceFirst("(?s).*?\\n\\.target (\\S+).*", "$1");
  }

  private static byte[] ptx() {
    return KernelImage.ptx(KernelModule.class, PTX);
  }

  /** Works out what the rows of each detector column share; before {@link #trace}. */
  public void hoist(LaunchArguments arguments, Stream stream) {
    int columns = arguments.columns();
    hoist.launch(arguments.views(), blocks(columns, WARP), 1, WARP, 1, arguments.bytes(), stream);
  }

  /** Traces the rays of a launch in all channels, or one band of slabs of them. */
  public void trace(LaunchArguments arguments, Stream stream) {
    int along = arguments.alongRows() ? arguments.rows() : arguments.columns();
    int across = arguments.alongRows() ? arguments.columns() : arguments.rows();
    BlockShape block = arguments.block();
    Kernel[] kernels = arguments.wide() ? traceWide : trace;
    for (int from = 0; from < arguments.channels(); from += LaunchArguments.MOST_CHANNELS) {
      int some = Math.min(LaunchArguments.MOST_CHANNELS, arguments.channels() - from);
      kernels[some - 1].launch(
          arguments.views(),
          blocks(along, block.along()),
          blocks(across, block.across()),
          block.along(),
          block.across(),
          arguments.fromChannel(from).bytes(),
          stream);
    }
  }

  /** Lays out a brick of voxels. */
  public void arrange(BrickArguments arguments, Stream stream) {
    arrange.launch(
        blocks(arguments.nx(), WARP),
        blocks(arguments.ny(), WARPS),
        arguments.nz(),
        WARP,
        WARPS,
        arguments.bytes(),
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
